"""The papermill engine: a clean process a report, forked from a parent that has the imports done.

``report.ReportEngine`` is what papermill calls. It hands the cells to a child process
(``processes``: forked, or where that is not safe started and warmed ahead), which runs them in an
IPython shell of its own (``cells``, ``shell``) and sends back what each put out (``channel``).
"""
