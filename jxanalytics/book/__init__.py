"""Book: executed notebooks staged, rendered (Quarto or embedded), verified and put in place."""
