"""Scoring: rules as data, the parser of rule sentences, schemes, explanations and sensitivity.

Imports the model and the errors only. Everything that needs a score takes it from here; nothing
is recomputed elsewhere.
"""

from jxanalytics.scoring.analysis import Flaw, Weakness, rule_review, weaknesses
from jxanalytics.scoring.clauses import Unreadable
from jxanalytics.scoring.comparing import compared, compared_indicators, with_rule
from jxanalytics.scoring.listing import report_json, scheme_doubts, scheme_list, scheme_text
from jxanalytics.scoring.loading import check_scheme, load_scheme, scheme_for, shipped_schemes
from jxanalytics.scoring.parser import parse_rule
from jxanalytics.scoring.printer import sentence
from jxanalytics.scoring.reading import Reading
from jxanalytics.scoring.revising import revised
from jxanalytics.scoring.scheme import Scheme
from jxanalytics.scoring.score import ScoredYear, score_year
from jxanalytics.scoring.sensitivity import grade_changes, sensitivity
from jxanalytics.scoring.tree import SchemeError, SchemeFault
from jxanalytics.scoring.writing import scheme_yaml

__all__ = [
    "Flaw",
    "Reading",
    "Scheme",
    "SchemeError",
    "SchemeFault",
    "ScoredYear",
    "Unreadable",
    "Weakness",
    "check_scheme",
    "compared",
    "compared_indicators",
    "grade_changes",
    "load_scheme",
    "parse_rule",
    "report_json",
    "revised",
    "rule_review",
    "scheme_doubts",
    "scheme_for",
    "scheme_list",
    "scheme_text",
    "scheme_yaml",
    "score_year",
    "sensitivity",
    "sentence",
    "shipped_schemes",
    "weaknesses",
    "with_rule",
]
