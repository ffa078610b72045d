"""Units and targets: is each target measurable, each actual a measurement in its unit? JX4xx."""
