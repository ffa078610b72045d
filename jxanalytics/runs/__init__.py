"""Runs: notebooks executed: workspace, plan, executor, results.

Knows notebooks, not what they say. Imports ``errors`` and ``model`` only.
"""
