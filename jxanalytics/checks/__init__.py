"""Checks: what does not reconcile, as findings with places. Imports `model`, `scoring`, `statistics`."""
