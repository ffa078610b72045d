"""Runs: notebooks executed: plan, executor, results. Knows notebooks, not what they say."""
