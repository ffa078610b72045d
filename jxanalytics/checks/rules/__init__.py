"""Scoring rules: weak in themselves, in conflict, or not what the score filed follows. JX3xx."""
