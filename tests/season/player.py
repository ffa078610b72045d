"""A season played with the commands a user types, step by step, into an empty workspace."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

import pandas as pd
from openpyxl import load_workbook

from jxanalytics.checks import year_findings
from jxanalytics.cli import main
from jxanalytics.documents.forms import templates
from jxanalytics.documents.forms.content import self_evaluation
from jxanalytics.documents.forms.filed import Filed
from jxanalytics.documents.forms.sheet import fill_sheet
from jxanalytics.documents.forms.word import fill_word
from jxanalytics.documents.notices.words import folder_of
from jxanalytics.model.store import load_filed
from jxanalytics.samples import season as plot
from jxanalytics.samples.season import Form, Reply, Script
from jxanalytics.season import load_season
from jxanalytics.season.ledger import ledger
from tests.season.lists import write_list

_FILL = {"docx": fill_word, "xlsx": fill_sheet}
HEADS = ("项目编码", "项目名称", "曾用名称", "实施单位", "主管部门", "预算数（万元）", "报送期限", "变动情况")  # fmt: skip

Step = Callable[[], None]


class Player:
    """Plays a script below a folder; ``steps`` are to be run in order."""

    def __init__(self, script: Script, root: Path):
        self.script, self.root = script, root
        self.data, self.came = root / "data" / str(plot.YEAR), root / "收件"
        self.notices = root / "reports" / str(plot.YEAR) / "notices"

    @cached_property
    def steps(self) -> list[Step]:
        steps: list[Step] = [
            partial(self.roster, False, plot.IN_TIME),
            partial(self.forms, plot.IN_TIME),
            partial(self.jxa, "remind", "--date", "2026-04-01"),
            partial(self.send_back, 0),
            partial(self.forms, plot.LATE),
            partial(self.roster, True, plot.CHANGED),
            partial(self.forms, plot.SECOND),
            partial(self.answers, 0),
            partial(self.verdicts, 0),
            partial(self.send_back, 1),
            partial(self.forms, plot.THIRD),
            partial(self.answers, 1),
            partial(self.verdicts, 1),
            partial(self.send_back, 2),
            partial(self.jxa, "seal", "--date", plot.SEALED),
        ]
        return steps

    def jxa(self, *words: str) -> None:
        code = main([*words, "--year", str(plot.YEAR), "--root", str(self.root)])
        if code == 130:
            raise KeyboardInterrupt
        assert code == 0, words

    def roster(self, changed: bool, day: str) -> None:
        rows = [
            (one.code, one.name, one.former, one.unit, one.department, one.amount, plot.DUE, "撤销" if one.withdrawn else "")
            for one in self.script.roster(changed)
        ]  # fmt: skip
        path = self.root / f"名单{day}.xlsx"
        if not path.exists():
            write_list(path, rows, HEADS)
        self.jxa("roster", str(path), "--date", day)

    def forms(self, day: str) -> None:
        folder = self.came / day
        if not folder.exists():
            folder.mkdir(parents=True)
            for form in self.script.forms(day):
                (folder / f"{form.project}.{form.suffix}").write_bytes(printed(form))
        self.jxa("import", str(folder), "--date", day)

    def send_back(self, turn: int) -> None:
        day, deadline = plot.RETURNS[turn]
        self.jxa("return", "--date", day, "--deadline", deadline)

    def answers(self, turn: int) -> None:
        """Each unit fills in its workbook and sends it back."""
        files = []
        for unit, mine in self._by_unit(self.script.replies(turn)).items():
            path = self.came / f"答复{turn}-{unit}.xlsx"
            if not path.exists():
                _fill(self.package(unit, turn) / "疑点清单.xlsx", path, self._numbers(mine))
            files.append(str(path))
        self.jxa("answers", *files, "--date", plot.ANSWERED[turn])

    def verdicts(self, turn: int) -> None:
        path = self.came / f"审核{turn}.xlsx"
        if not path.exists():
            _fill(
                self.notices.parent / "答复审核表.xlsx",
                path,
                self._numbers(self.script.replies(turn)),
            )
        self.jxa("answers", str(path), "--date", plot.ANSWERED[turn])

    def _by_unit(self, replies: list[Reply]) -> dict[str, list[Reply]]:
        found: dict[str, list[Reply]] = {}
        for reply in replies:
            found.setdefault(self.script.unit(self.ids[reply.name]), []).append(reply)
        return found

    def _numbers(self, replies: list[Reply]) -> dict[str, Reply]:
        """The replies by the number under which the finding went back."""
        names = load_filed(self.data)["projects"].set_index("project_id")["name"]
        went = load_season(self.data)["ledger"].to_dict("records")
        known = {(self.ids[names[row["project_id"]]], row["code"]): row["number"] for row in went if row["project_id"] in names}  # fmt: skip
        return {known[self.ids[reply.name], reply.code]: reply for reply in replies}

    # -- what has come of it -----------------------------------------------------------------------

    @cached_property
    def ids(self) -> dict[str, str]:
        """The script's id of a project by its names."""
        ids = {self.script.name(project): project for project in self.script.plan.ids}
        return ids | {self.script.new_name(project): project for project in self.script.plan.ids}

    def ledger(self) -> pd.DataFrame:
        year = load_filed(self.data)
        return ledger(load_season(self.data), year, year_findings(year))

    def package(self, unit: str, turn: int) -> Path:
        """The folder of what went to a unit in its last round."""
        units = load_filed(self.data)["units"].set_index("name")["unit_id"]
        folder = self.notices / folder_of(units[unit], unit)
        return max((p for p in folder.iterdir() if p.is_dir()), key=lambda p: p.name)


def printed(form: Form) -> bytes:
    """A form as its unit files it."""
    filed = Filed(form.year.of_project(form.project))
    document = filed.document(form.project, "self_evaluation")
    assert document is not None
    path = templates.template(f"{templates.SELF_EVALUATION_RULES}.{form.suffix}")
    return _FILL[form.suffix](path, self_evaluation(filed, document))


def _fill(source: Path, target: Path, replies: dict[str, Reply]) -> None:
    """Fill in answers or verdicts by number, as people do in Excel."""
    book = load_workbook(source)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == "疑点编号")
    columns = {cell.value: cell.column for cell in header}
    for number in range(header[0].row + 1, sheet.max_row + 1):
        reply = replies.get(sheet.cell(number, columns["疑点编号"]).value)
        if reply is None:
            continue
        if "审核意见" in columns:
            sheet.cell(number, columns["审核意见"]).value = reply.verdict
            sheet.cell(number, columns["审核人"]).value = "审核员"
        else:
            cell = sheet.cell(number, columns["单位答复"], reply.answer)
            cell.data_type = "s"
            sheet.cell(number, columns["答复人"]).value = "经办人"
    book.save(target)


def texts_of(path: Path) -> Iterator[str]:
    """All text of a file or of the files in a folder or zip: every part of every Office file."""
    files = [p for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [path]
    for file in files:
        yield file.name
        with zipfile.ZipFile(file) as package:
            for name in package.namelist():
                yield name
                content = package.read(name)
                if name.endswith((".docx", ".xlsx")):
                    inner = file.parent / f"~{Path(name).name}"
                    inner.write_bytes(content)
                    yield from texts_of(inner)
                    inner.unlink()
                else:
                    # openpyxl writes Chinese as numeric references: unread, no name would be found.
                    yield html.unescape(re.sub(r"<[^>]*>", "", content.decode("utf-8", "replace")))
