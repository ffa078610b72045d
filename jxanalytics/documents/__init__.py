"""Documents: official forms, reports, notices and workbooks written as files. Imports all rooms before it."""
