"""What turns a staged book into files: the real Quarto, or pandoc and Typst as installed here."""
