"""Rendered files kept by what they were made from, so that only what changed is bound again."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

Input = str | bytes | Path


class Kept:
    """A folder of rendered files under the digest of their inputs; without a folder, none is kept.

    ``common`` is what all of them depend on.
    """

    def __init__(self, folder: Path | None, *common: Input):
        self._folder = folder
        self._common = _digest(common) if folder else ""
        self._used: set[str] = set()

    def make(self, target: Path, inputs: Iterable[Input], work: Callable[[], None]) -> None:
        """Have ``target`` made by ``work``, or take it from an earlier time with the same inputs.

        A path among ``inputs`` stands for its name and content; a folder for all below it.
        """
        if self._folder is None:
            work()
            return
        stored = self._folder / f"{_digest([self._common, *inputs])}{target.suffix}"
        self._used.add(stored.name)
        if stored.is_file():
            shutil.copyfile(stored, target)
            return
        work()
        part = stored.with_name(f".{stored.name}")
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, part)
        part.replace(stored)

    def tidy(self) -> None:
        """Take away what the book no longer needs."""
        for path in self._folder.iterdir() if self._folder and self._folder.is_dir() else ():
            if path.name not in self._used:
                path.unlink()


def _digest(inputs: Iterable[Input]) -> str:
    made = hashlib.sha256()
    for piece in inputs:
        if isinstance(piece, Path):
            paths = (
                sorted(p for p in piece.rglob("*") if p.is_file()) if piece.is_dir() else [piece]
            )
            for path in paths:
                made.update(path.name.encode() + b"\0")
                made.update(hashlib.sha256(path.read_bytes()).digest())
        else:
            data = piece if isinstance(piece, bytes) else piece.encode()
            made.update(hashlib.sha256(data).digest())
    return made.hexdigest()[:24]
