"""Notices: what is sent to units while forms come in — reminders, returns with comments and findings."""
