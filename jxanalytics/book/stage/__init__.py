"""Executed notebooks laid out as one folder of chapters, figures and downloads, and in volumes."""
