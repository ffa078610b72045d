"""Documents: official files to be written — forms filled from templates. Imports all rooms before it.

``forms`` holds the official forms; other kinds of document get a folder of their own beside it.
Templates are files under ``templates/``; one of the same name in the user's own folder comes first.
"""
