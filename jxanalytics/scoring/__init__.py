"""Scoring: schemes, rules, the text of rules, explanations and the sensitivity of the grade. Imports `model`."""
