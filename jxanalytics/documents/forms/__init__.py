"""The official forms: 附件1 资金汇总表, 附件2 自评表, 附件4 评价报告, filled in or blank.

A form is content (``content``, ``report``, ``blank``) put into a template (``word``, ``sheet``)
by named placeholders (``placeholders``).
"""

from __future__ import annotations

from jxanalytics.documents.forms.blank import projects_of
from jxanalytics.documents.forms.templates import copy_templates
from jxanalytics.documents.forms.write import Written, write_blank, write_forms

__all__ = ["Written", "copy_templates", "projects_of", "write_blank", "write_forms"]
