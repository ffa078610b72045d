"""Word: the styles an engine is given, and what it leaves undone in the finished file."""
