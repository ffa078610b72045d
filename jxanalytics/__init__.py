"""jxanalytics（绩效分析）: budget performance evaluation, from the forms to the year book."""

from __future__ import annotations

__version__ = "0.1.0"
