"""Samples: the one seeded maker of evaluation years for the demonstration, tests and benchmarks. Imports `model`.

All units, projects, people and figures are invented and labelled as such. ``make_year`` and
``make_years`` are clean: everything reconciles and no finding is deserved. ``make_demo`` tells a
story on top, so that every chart has something to show.
"""

from jxanalytics.samples.demo import make_demo
from jxanalytics.samples.years import make_year, make_years

__all__ = ["make_demo", "make_year", "make_years"]
