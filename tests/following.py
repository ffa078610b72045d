"""Documents followed as a reader would: their commands run as they stand and print what they show."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from jxanalytics.cli import main

_BLOCK = re.compile(r"^( *)```([^\n]*)\n(.*?)^\1```$", re.M | re.S)
# What the reader is told to do by hand, in words of each system's own.
_COPIED = re.compile(r"^<!-- (复制) (\S+) 到 (\S+) -->$", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block: the words behind the fence and its lines."""

    words: tuple[str, ...]
    text: str


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a document, with what is to be copied by hand among them."""
    text = page.read_text(encoding="utf-8")
    text = _COPIED.sub(lambda m: f"```copy {m[2]} {m[3]}\n```", text)
    return [Block(tuple(words.split()), body) for _, words, body in _BLOCK.findall(text)]


def typed(line: str) -> int:
    """Run one line as a user types it, ``jxa …`` or ``cd …``; the exit code."""
    words = shlex.split(line, comments=True)
    if words[0] == "cd":
        os.chdir(words[1])
        return 0
    assert words[0] == "jxa", f"{line}: a page runs on every system, so only jxa and cd"
    if ">" not in words:
        return main(words[1:])
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main(words[1 : words.index(">")])
    Path(words[-1]).write_text(said.getvalue(), encoding="utf-8")
    return code


def follow(page: Path, capsys: pytest.CaptureFixture[str], slow: bool) -> None:
    """Do what a page says, in order; what it shows must have been printed since the last showing."""
    printed = ""
    for block in blocks(page):
        if block.words[-1:] == ("shown",):
            missing = [line for line in block.text.splitlines() if line.strip() not in printed]
            assert missing == [], f"{page.name} shows what is not printed:\n{printed}"
            printed = ""
        elif block.words[:1] == ("copy",) and Path(block.words[1]).exists():
            source, target = map(Path, block.words[1:])
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.mkdir(exist_ok=True)
                shutil.copy(source, target)
        elif block.words[:2] == ("python", "run"):
            exec(compile(block.text, str(page), "exec"), {})
        elif block.words[:2] == ("sh", "run") and (slow or "slow" not in block.words):
            for line in filter(None, block.text.splitlines()):
                code = typed(line)
                said = capsys.readouterr()
                printed += said.out
                assert code == (1 if "退出码1" in line else 0), f"{page.name}: {line}\n{said.err}"
