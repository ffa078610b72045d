"""The user guide: the Markdown pages of ``docs/`` as pages that a double click opens, without a network.

``site`` sets Markdown pages in the dress of the HTML book, with its search, for whoever has pages;
``contents`` says which pages a user gets. ``jxa new`` and ``jxa guide``, the offline bundle and the
documentation site are all written through them.
"""

from jxanalytics.guide.contents import FOLDER, guide_pages, write_guide
from jxanalytics.guide.site import CHINESE, Frame, Page, write_site

__all__ = ["CHINESE", "FOLDER", "Frame", "Page", "guide_pages", "write_guide", "write_site"]
