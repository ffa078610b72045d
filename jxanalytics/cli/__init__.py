"""Command line: words in, messages out; all work is done in the rooms."""
