"""Rule sentences as departments write them: what each is read as, and those to be refused."""

from __future__ import annotations

from pathlib import Path

import yaml

_HELD = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
# The sentence and the same rule printed back.
READ = [(pair[0], pair[-1]) for pair in _HELD["read"]]
# The sentence and the part that is not understood.
REFUSED = [(text, part) for text, part in _HELD["refused"]]
