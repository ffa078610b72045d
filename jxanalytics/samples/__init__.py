"""Samples: the one seeded maker of evaluation years for the demonstration, tests and benchmarks. Imports `model`.

All units, projects, people and figures are invented and labelled as such. A year made here is
clean: everything reconciles and no finding is deserved; tests plant their faults themselves.
"""

from jxanalytics.samples.years import make_year, make_years

__all__ = ["make_year", "make_years"]
