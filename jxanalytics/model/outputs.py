"""How a picture in an executed notebook is marked, for whoever puts out notebooks and whoever binds them."""

# The key of an image's metadata: label, caption, source and alternative text.
METADATA = "jxanalytics"
# The figures behind a picture: {"columns": [...], "rows": [[...]]}, null where nothing was filed.
DATA = "application/vnd.jxanalytics.data+json"
# The same picture for a phone, as SVG.
PHONE = "application/vnd.jxanalytics.phone+svg"
