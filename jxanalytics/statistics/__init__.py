"""Statistics: functions from tables to tables: execution, carry-over, scores. Imports `model`, `scoring`."""
