"""Samples: the one seeded maker of evaluation years for the demonstration, tests and benchmarks. Imports `model`."""
