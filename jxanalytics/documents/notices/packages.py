"""What goes back to a unit, as files of one folder: letter, findings workbook, its originals with comments.

Nothing of one unit stands in what goes to another: a file that holds forms of several units does not
go along, places in others' documents are left out, others' names are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from jxanalytics.checks import Finding, Findings, Spot
from jxanalytics.documents.notices.comments import Note, commented
from jxanalytics.documents.notices.findings import findings_workbook
from jxanalytics.documents.notices.letter import Originals, return_letter
from jxanalytics.intake.containers import Refused
from jxanalytics.intake.containers.old import TARGETS, converted
from jxanalytics.model.filenames import safe_stem
from jxanalytics.model.season_store import Season
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.season.returning import Dispatch
from jxanalytics.season.steps import State

LETTER, FINDINGS, ORIGINALS = "退回修改通知.docx", "疑点清单.xlsx", "加批注的原件"
# Names shorter than this are words: they are not looked for in sentences.
_A_NAME = 4
_COMMENTED = {".docx", ".docm", ".xlsx", ".xlsm", ".doc", ".xls"}


@dataclass(frozen=True)
class Sender:
    """What packages are made from: a year's folder and its state after the return."""

    folder: Path
    state: State
    issuer: str = ""

    @property
    def season(self) -> Season:
        return self.state.season

    @property
    def year(self) -> EvaluationYear:
        return self.state.year

    @property
    def found(self) -> Findings:
        return self.state.found

    def package(self, dispatch: Dispatch) -> dict[str, bytes]:
        """The files of one unit's package by their names in its folder."""
        mine = replace(
            dispatch,
            asked=tuple(self._own(f, dispatch.unit_id) for f in dispatch.asked),
            hints=tuple(self._own(f, dispatch.unit_id) for f in dispatch.hints),
        )
        originals, plain = self._originals(mine)
        told = Originals(sorted(originals), sorted(self._shared(mine)), plain)
        ledger = self.state.ledger
        ledger = ledger[ledger["unit_id"] == dispatch.unit_id]
        say = self._veil(dispatch.unit_id)
        name, year = self.found.names.units[dispatch.unit_id], self.year.year
        return {
            LETTER: return_letter(year, name, mine, self.found, ledger, told, self.issuer),
            FINDINGS: findings_workbook(year, mine, self.found, ledger, say),
            **{f"{ORIGINALS}/{file}": content for file, content in originals.items()},
        }

    # -- whose is what ---------------------------------------------------------------------------

    @cached_property
    def _owners(self) -> dict[str, str]:
        """The unit of each project."""
        rows = self.year["projects"]
        return dict(zip(rows["project_id"], rows["unit_id"], strict=True))

    @cached_property
    def _units_in(self) -> dict[str, set[str]]:
        """The units whose projects a document tells of; "" for projects no longer there."""
        found: dict[str, set[str]] = {}
        for row in self.year["documents"].to_dict("records"):
            found[row["document_id"]] = {self._owners.get(row["project_id"], "")} - {""}
        for row in self.year["funding"][["document_id", "project_id"]].to_dict("records"):
            found[row["document_id"]].add(self._owners.get(row["project_id"], ""))
        return found

    def _own(self, finding: Finding, unit: str) -> Finding:
        """The finding with its places in the unit's own documents and in summaries."""
        kinds = dict(zip(self.year["documents"]["document_id"], self.year["documents"]["kind"], strict=True))  # fmt: skip
        spots = tuple(
            spot
            for spot in finding.spots
            if kinds.get(spot.document_id) == "summary"
            or self._units_in.get(spot.document_id) == {unit}
        )
        return replace(finding, spots=spots)

    def _veil(self, unit: str) -> Any:
        """A function that takes the names and codes of other units and their projects out of a text."""
        projects, units = self.year["projects"], self.year["units"]
        mine = projects["unit_id"] == unit
        above = set(units.loc[units["unit_id"] == unit, "department_id"])
        own = units["unit_id"].isin({unit, *above})
        kept = "\n".join([*projects.loc[mine, "name"], *units.loc[own, "name"]])
        others = [*projects.loc[~mine, "name"], *projects.loc[~mine, "project_code"]]
        words = dict.fromkeys(others, "其他项目") | dict.fromkeys(
            units.loc[~own, "name"], "其他单位"
        )
        words = {w: s for w, s in words.items() if len(w) >= _A_NAME and w not in kept}
        return _replacing(words)

    # -- originals -------------------------------------------------------------------------------

    @cached_property
    def _latest(self) -> dict[str, Mapping[str, Any]]:
        """The last receipt of each document that brought what is on file."""
        return {row["document_id"]: row for row in self.season["received"].to_dict("records")}

    def _spots(self, dispatch: Dispatch) -> Iterator[tuple[Finding, int, Spot]]:
        for finding in (*dispatch.asked, *dispatch.hints):
            for number, spot in enumerate(finding.spots):
                if spot.document_id in self._latest:
                    yield finding, number, spot

    def _holds_others(self, kept: str, unit: str) -> bool:
        rows = self.season["received"]
        inside = rows.loc[rows["kept"] == kept, "document_id"]
        return any(self._units_in.get(document, {""}) != {unit} for document in inside)

    def _shared(self, dispatch: Dispatch) -> set[str]:
        """Names of the unit's files that cannot go along; summaries are nobody's own."""
        receipts = [self._latest[spot.document_id] for _, _, spot in self._spots(dispatch)]
        return {
            row["file"]
            for row in receipts
            if row["project_id"] and self._holds_others(row["kept"], dispatch.unit_id)
        }

    def _originals(self, dispatch: Dispatch) -> tuple[dict[str, bytes], list[str]]:
        """The unit's own files with comments, by name (of two with one name the second says which),
        and the names of those that take none."""
        notes: dict[str, list[Note]] = {}
        names: dict[str, str] = {}
        say = self._veil(dispatch.unit_id)
        for finding, number, spot in self._spots(dispatch):
            row = self._latest[spot.document_id]
            if not self._holds_others(row["kept"], dispatch.unit_id):
                notes.setdefault(row["kept"], []).append(_note(finding, number, spot, say))
                names[row["kept"]] = row["file"]
        made: dict[str, bytes] = {}
        plain = []
        for kept, mine in notes.items():
            copy = self._made(kept, mine, dispatch)
            if copy is None:
                plain.append(names[kept])
            else:
                made[_free(names[kept], copy[0], kept, set(made))] = copy[1]
        return made, sorted(plain)

    def _made(self, kept: str, notes: list[Note], dispatch: Dispatch) -> tuple[str, bytes] | None:
        """A commented copy and its suffix; None for a format that takes no comments here: CSV, an old
        one without LibreOffice, macros in Word, Strict Open XML."""
        suffix, content = Path(kept).suffix, (self.folder / kept).read_bytes()
        if suffix not in _COMMENTED:
            return None
        try:
            if suffix in TARGETS:
                content, suffix = converted(content, suffix), f".{TARGETS[suffix]}"
            return suffix, commented(content, suffix, notes, dispatch.sent)
        except (Refused, KeyError, ValueError):
            return None


def _note(finding: Finding, number: int, spot: Spot, say: Any) -> Note:
    head = f"{finding.number}【{finding.severity.label}】"
    if number:
        return Note(spot.place, spot.quote, f"{head}见该编号的首处批注。")
    expected = f"\n应为：{say(finding.expected)}" if finding.expected else ""
    return Note(spot.place, spot.quote, f"{head}{say(finding.message)}{expected}")


def _free(name: str, suffix: str, kept: str, taken: set[str]) -> str:
    """A file name that is safe on every system and not taken yet."""
    stem = safe_stem(Path(name).stem, "原件")
    plain = f"{stem}{suffix}"
    # Two names that differ in case only are one file on Windows.
    return (
        plain
        if plain.casefold() not in {one.casefold() for one in taken}
        else f"{stem}-{Path(kept).stem[:6]}{suffix}"
    )


def _replacing(words: Mapping[str, str]) -> Any:
    if not words:
        return lambda text: text
    found = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return lambda text: found.sub(lambda match: words[match[0]], text)
