"""Book: executed notebooks staged, rendered (Quarto or embedded), verified and put in place.

The way: ``stage`` turns executed notebooks into one self-contained project of Markdown chapters;
``engines`` (Quarto, or embedded pandoc and Typst) render it, with ``html`` and ``word`` for what
the formats ask for beyond that; ``verify`` looks at what came out; ``build`` drives all of it and
replaces the last good book only by a complete new one. ``public`` is the book of a masked year.
"""

from pathlib import Path

# Filters, templates, style sheets and scripts.
RESOURCES = Path(__file__).parent / "resources"
