"""Office: Word and Excel files as such — official faces, page, styles, fixed bytes. Imports nothing."""
