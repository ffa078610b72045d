"""Measurements against a peer and a floor; each module has ``run() -> dict`` and can be run by itself."""
