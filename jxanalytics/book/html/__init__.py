"""What stands around the chapters in the browser: lists, turning links, search."""
