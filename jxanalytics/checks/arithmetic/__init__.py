"""Arithmetic within one document: money, weights, scores and grades. JX1xx."""
