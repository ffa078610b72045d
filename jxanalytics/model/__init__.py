"""The model: frozen tables of an evaluation year, their schema, the field's words, exact money.

Imports nothing of the package but ``errors``; every other room may import it.
"""
