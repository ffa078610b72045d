"""The finished book looked at by program: files, links, figures, fonts, the layout of pages."""
