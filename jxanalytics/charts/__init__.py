"""Charts: one function a chart, from a table to a Figure that carries its data, title and alt text. Imports `model`, `statistics`."""
