"""Narrative: sentences and sections of reports and chapters as neutral blocks. Imports all rooms before it."""
