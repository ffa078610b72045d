"""Titles: which form a line announces, and for which year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jxanalytics.model.values import compact

# Recognised by name and set aside: not forms of a single project.
_SET_ASIDE = (
    (re.compile(r"整体支出|整体绩效|部门\(?单位\)?整体|部门整体"), "部门整体支出"),
    (re.compile(r"区域绩效|转移支付.*区域|区域.*转移支付"), "转移支付区域"),
    (re.compile(r"运行监控|绩效监控|监控(?:情况)?表"), "绩效运行监控"),
    (re.compile(r"专项债"), "专项债"),
    (re.compile(r"复核评分"), "复核评分"),
)
_KINDS = (
    ("summary", re.compile(r"汇总表|一览表|(?:项目|资金|自评|绩效).*(?:明细表|清单)$|资金汇总")),
    ("report", re.compile(r"(?<!自)评价报告(?:书)?$|(?<!自)评价报告\(")),
    ("self_evaluation", re.compile(r"自评(?:价|估)?.*表|自评表|自我评价.*表|绩效评价表|绩效目标完成情况.*表")),
    ("target", re.compile(r"绩效目标.*表|目标(?:申报|批复|审核|设定)?表")),
)  # fmt: skip
_TITLE_END = re.compile(r"(?:表|报告|报告书|材料|汇编|清单)(?:\(.{0,24}\))?(?:[-—]+.{0,12})?$")
# How the first line of a title over two lines ends.
_BEGUN = re.compile(
    r"[^:。;,、!?]*(?:支出|绩效|目标|自评|评价|预算|运行|监控|整体|部门|区域|年度?|转移支付|专项债券?|项目|资金|[省市县区局委办厅院校])"
)
_APPENDIX = re.compile(r"^(?:附件|附表|附)[\d一二三四五六七八九十]*(?:[-—]\d+)?[:：.、]?")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)年?度(?!\d)|(?<![\d-])((?:19|20)\d\d)年(?!\d{1,2}月|初|末|底|\d)"
)
_CHINESE_YEAR = re.compile(r"([一二][〇○Ｏ零OO0一二三四五六七八九]{3})年度")
_YEAR_LINE = re.compile(r"\(?((?:19|20)\d\d)(?:年度?|度)\)?")
_RANGE = re.compile(r"(?:19|20)\d\d年?(?:-|—|–|~|至)(?:19|20)\d\d年?度?")
_DIGITS = {
    **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")},
    **dict.fromkeys("○Ｏ零OO0", "0"),
}
LONGEST = 60


@dataclass(frozen=True)
class Title:
    """A line that announces a form: its kind ("" for a cover), what is set aside, the year in it."""

    text: str
    kind: str
    set_aside: str
    year: int | None


@lru_cache(maxsize=1024)
def set_aside(text: str) -> str:
    """The kind of form a title or a sheet's name says, if it is one not handled here; else ""."""
    return next((name for pattern, name in _SET_ASIDE if pattern.search(text)), "")


@lru_cache(maxsize=4096)
def title_of(text: str) -> Title | None:
    """The title a line is; None for every other line."""
    if len(text) > 4 * LONGEST:
        return None
    bare = compact(text)
    if not 2 < len(bare) <= LONGEST or any(mark in bare for mark in "。;!《》"):
        return None
    bare = _APPENDIX.sub("", bare)
    if ":" in bare.rstrip(":") or _TITLE_END.search(bare) is None:
        return None
    aside = set_aside(bare)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(bare)), "")
    if not kind and not aside:
        return None
    if aside == "专项债" and kind == "summary":
        aside = ""
    return Title(_shown(text), kind, aside, year_of(text))


@lru_cache(maxsize=4096)
def title_over_two(first: str, second: str) -> Title | None:
    """The title that two lines are together: 2021年度部门整体支出 over 绩效自评表; None for other lines.

    A first line that ends like a title's beginning is one even where the second could stand alone;
    but a project's name above a form sets nothing aside.
    """
    if len(first) + len(second) > 4 * LONGEST:
        return None
    begun = compact(first)
    if _BEGUN.fullmatch(begun) is None or is_appendix(first) or title_of(first) is not None:
        return None
    title = title_of(f"{first}{second}")
    alone = title_of(second)
    if title is None or (begun.endswith(("项目", "资金")) and alone is not None):
        return None
    return title


@lru_cache(maxsize=4096)
def year_of(text: str) -> int | None:
    """The year a title or cover line is about; never a date, never one end of a span of years."""
    bare = compact(text)
    if _RANGE.search(bare):
        return None
    if match := _YEAR.search(bare):
        return int(match[1] or match[2])
    if match := _CHINESE_YEAR.search(bare):
        digits = "".join(_DIGITS[c] for c in match[1])
        return int(digits) if digits[:2] in ("19", "20") else None
    return None


@lru_cache(maxsize=4096)
def year_line(text: str) -> int | None:
    """The year of a line that holds nothing else: （2019年度）, 2019年度); None for other lines."""
    if len(text) > LONGEST:
        return None
    bare = compact(text)
    if match := _YEAR_LINE.fullmatch(bare):
        return int(match[1])
    if len(bare) <= 9 and (match := _CHINESE_YEAR.search(bare)):
        return year_of(text)
    return None


@lru_cache(maxsize=4096)
def is_appendix(text: str) -> bool:
    """A line such as 附件2: which begins another part of a package."""
    if len(text) > LONGEST:
        return False
    bare = compact(text)
    match = _APPENDIX.match(bare)
    return match is not None and match.end() == len(bare) and len(bare) > 1


def _shown(text: str) -> str:
    return _APPENDIX.sub("", "".join(text.split()))
