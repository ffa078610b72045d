"""All that reports and chapters use, imported: what a process has ready before it is given one."""

import jxanalytics.charts
import jxanalytics.narrative.chapters
import jxanalytics.narrative.evaluation_report
import jxanalytics.narrative.self_report
import jxanalytics.year.year  # noqa: F401
