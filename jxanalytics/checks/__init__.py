"""Checks: what does not reconcile, as findings with places. Imports `model`, `scoring`, `statistics`.

A check is one function under one code (`registry`), reading whole columns of one `Evidence`;
`check_year` runs those that are switched on and puts their findings in order.
"""

from jxanalytics.checks.evidence import Evidence, spot
from jxanalytics.checks.finding import Finding, Raised, Severity, Spot
from jxanalytics.checks.findings import Findings
from jxanalytics.checks.folder import workspace_settings, year_findings
from jxanalytics.checks.held import Held
from jxanalytics.checks.registry import Check, Family, check
from jxanalytics.checks.run import check_year, registered
from jxanalytics.checks.settings import Choice, Settings

__all__ = [
    "Check",
    "Choice",
    "Evidence",
    "Family",
    "Finding",
    "Findings",
    "Held",
    "Raised",
    "Settings",
    "Severity",
    "Spot",
    "check",
    "check_year",
    "registered",
    "spot",
    "workspace_settings",
    "year_findings",
]
