"""Whose report it is: project, unit and department on the cover against the list of projects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from jxanalytics.checks.evidence import Evidence
from jxanalytics.checks.finding import Raised, Severity, Spot
from jxanalytics.checks.prose import Prose
from jxanalytics.checks.quotes import bare, spot_at
from jxanalytics.checks.registry import check

_BY = re.compile("由([^，。；、]{4,40}?)(?:具体|负责|组织|牵头)*实施")
_GENERIC = ("项目支出绩效评价报告", "部门评价报告", "绩效评价报告", "项目绩效评价报告")


@check(
    "JX826",
    title="报告的项目名称与项目名录不符",
    rule="评价报告封面、标题所写项目名称，应与项目名录（含已登记的曾用名称）一致。",
    severity=Severity.ERROR,
)
def project_name(evidence: Evidence) -> Iterator[Raised]:
    """The report names the project it is filed for."""
    aliases = evidence.once(_aliases)
    for project, prose in evidence.texts("report"):
        name = evidence.names[project]
        known = [bare(name), *(bare(a) for a in aliases.get(project, ()))]
        cover = _cover(prose, "项目名称")
        titled = [Spot(prose.document_id, "", t) for t in _titled(evidence, prose)]
        named = [(cover[1], cover[0])] if cover else [(t.quote, t) for t in titled]
        wrong = [
            (said, place) for said, place in named if not any(n and n in bare(said) for n in known)
        ]
        said = f"所写项目名称为“{wrong[0][0]}”" if wrong else "正文没有写明项目名称"
        if not wrong and _unnamed(prose, known):
            title = str(evidence.document(prose.document_id)["title"])
            wrong = [(title, Spot(prose.document_id, "", title or "评价报告"))]
        if wrong:
            yield Raised(
                project,
                f"评价报告{said}，项目名录为“{name}”，请核实后统一；已更名的，请登记曾用名称。",
                tuple(place for _, place in wrong),
                expected=name,
                basis="项目名录",
            )


# A text shorter than this may do without the project's name.
_LONG = 300


def _unnamed(prose: Prose, known: list[str]) -> bool:
    """Whether a long text never names its project."""
    text = bare("".join(p.text + "".join(p.headings) for p in prose.passages))
    return len(text) >= _LONG and not any(name and name in text for name in known)


@check(
    "JX827",
    title="报告的单位名称与项目名录不符",
    rule="评价报告封面所写实施单位、主管部门，应与项目名录一致。",
    severity=Severity.WARNING,
)
def unit_names(evidence: Evidence) -> Iterator[Raised]:
    """The report's cover names the project's unit and department."""
    units = {row["unit_id"]: row for row in evidence.year["units"].to_dict("records")}
    names = [str(row["name"]) for row in units.values()]
    for project, prose in evidence.texts("report"):
        unit = units.get(evidence.units.get(project, ""))
        if unit is None:
            continue
        department = units.get(unit["department_id"], unit)
        for label, known in (("实施单位", unit), ("主管部门", department)):
            cover = _cover(prose, label)
            if (
                cover
                and bare(str(known["name"])) not in bare(cover[1])
                and bare(cover[1]) != bare(str(known["name"]))
            ):
                yield Raised(
                    project,
                    f"评价报告封面{label}为“{cover[1]}”，项目名录为“{known['name']}”，请核实后统一。",
                    (cover[0],),
                    expected=str(known["name"]),
                    basis="项目名录",
                    key=label,
                )
        for said, place in _carried_out(prose, set(names)):
            if said not in (unit["name"], department["name"]):
                yield Raised(
                    project,
                    f"评价报告正文称项目由“{said}”实施，项目名录的实施单位为“{unit['name']}”，请核实后统一。",
                    (place,),
                    expected=str(unit["name"]),
                    basis="项目名录",
                    key="正文",
                )
                break


def _carried_out(prose: Prose, units: set[str]) -> Iterator[tuple[str, Spot]]:
    """Units of the list that the text says carry out the project."""
    for sentence in prose.sentences:
        for match in _BY.finditer(sentence.text):
            if match[1] in units:
                yield match[1], spot_at(sentence.passage, sentence.text)


def _cover(prose: Prose, label: str) -> tuple[Spot, str] | None:
    """What the cover says after a label, without stamps in brackets."""
    for passage in prose.passages:
        if passage.place.heading:
            return None
        if passage.label.replace(" ", "") == label:
            said = re.split("[：:]", passage.text, maxsplit=1)[1]
            for stamp in ("（盖章）", "(盖章)", "（公章）"):
                said = said.replace(stamp, "")
            return (spot_at(passage, passage.text), said.strip()) if said.strip() else None
    return None


def _titled(evidence: Evidence, prose: Prose) -> Iterator[str]:
    """The document's own title, where it is more than the name of the form."""
    title = str(evidence.document(prose.document_id)["title"]).strip()
    rest = title
    for generic in _GENERIC:
        rest = rest.removesuffix(generic)
    if rest.strip(f"{evidence.year.year}年度的") and rest != title:
        yield title


def _aliases(evidence: Evidence) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in evidence.year["aliases"].to_dict("records"):
        found[row["project_id"]].append(row["alias"])
    return found
