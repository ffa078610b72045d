"""Across documents: target form, self-evaluation, summary, report and accounts side by side. JX2xx."""
