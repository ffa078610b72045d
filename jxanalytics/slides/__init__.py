"""Slides: decks for the review meeting as PPTX and as HTML. Imports `model`, `office`, `fonts`, `charts`, `narrative`.

`layout` places everything once, in inches, with type of 20 points and more; `powerpoint` and `web`
draw the same places. What is said comes from `narrative.meeting`.
"""
