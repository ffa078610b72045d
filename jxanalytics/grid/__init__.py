"""Grids: tables with their merged cells undone, shared by reading and writing. Imports `model`."""
