"""Book: executed notebooks staged, rendered (Quarto or embedded), verified and put in place.

The way: ``stage`` turns executed notebooks into one self-contained project of Markdown chapters;
an engine (``quarto``, or ``embedded`` on pandoc and Typst) renders it; ``verify`` looks at what
came out; ``build`` drives all of it and replaces the last good book only by a complete new one.
"""
