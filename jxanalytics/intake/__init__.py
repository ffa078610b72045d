"""Intake: documents (container → grid → form) to rows of the model, versions and corrections. Imports `model`, `grid`."""
