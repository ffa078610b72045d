"""docs/schemes.md: its example loads, its sentences are read, its keys and names are all there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jxanalytics.scoring import Unreadable, check_scheme, load_scheme, parse_rule, shipped_schemes
from jxanalytics.scoring.building import READINGS, known_keys
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "schemes.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its head left out."""
    part = re.split(r"^#+ ", TEXT.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.M)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip(" 　") for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_example_is_a_sound_scheme(tmp_path: Path) -> None:
    """The example file loads without a fault and changes what it says."""
    (example,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.S)
    path = tmp_path / "own.yaml"
    path.write_text(example, encoding="utf-8")
    assert check_scheme(path) == []
    scheme = load_scheme(path)
    assert scheme.name == "某市2024年度自评口径"
    assert scheme.execution.origin.verified and scheme.over.limit == 150


@pytest.mark.parametrize("sentence", [row[0] for row in rows("规则句子的写法")])
def test_every_sentence_shown_is_read(sentence: str) -> None:
    """What the page says can be read is read."""
    try:
        parse_rule(sentence)
    except Unreadable as error:
        pytest.fail(f"{sentence}: {error}")


def test_every_scheme_and_every_key_is_explained() -> None:
    """All shipped schemes, all keys of a file and all readings with their choices stand on the page."""
    assert [row[0].strip("`") for row in rows("选用哪一个办法")] == shipped_schemes()
    explained = {key for row in rows("各项的含义") for key in row[0].split("、")}
    assert known_keys() - set(READINGS) <= explained | {"起", "止", "规则", "方式"}
    readings = {key: row[2] for row in rows("读法") for key in row[0].split("、")}
    assert readings.keys() == READINGS.keys()
    for key, (_, kind) in READINGS.items():
        words = ("是", "否") if kind is bool else tuple(kind)
        assert all(word in readings[key] for word in words)


def test_the_page_is_linked() -> None:
    """Both READMEs lead to the page."""
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert "docs/schemes.md" in readme
