"""The fixed phrases of rule sentences: each recogniser takes one clause whole or returns None."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from jxanalytics.scoring.clauses import (
    NUM,
    TARGET,
    UNIT,
    VALUED,
    Clause,
    Condition,
    Unreadable,
    awarded,
    condition,
    number,
    subject_of,
    unit,
)
from jxanalytics.scoring.pieces import FULL, Award, Bound
from jxanalytics.scoring.reading import Partial
from jxanalytics.scoring.wording import REST

FALLING = (
    "下降", "降低", "低于", "低", "减少", "少于", "少完成", "少", "小于", "缺少", "缺", "减", "降", "相差", "差",
)  # fmt: skip
RISING = (
    "增加",
    "增长",
    "超过",
    "超出",
    "超支",
    "超",
    "大于",
    "高于",
    "高出",
    "高",
    "提高",
    "上升",
    "多出",
    "多",
)
ASTRAY = ("偏离", "偏差")
LATE = ("逾期", "延迟", "延期", "推迟", "超期", "晚", "迟", "超时", "拖延")
COUNTED = ("发生", "出现", "发现", "有")

_VERB = "|".join(sorted(FALLING + RISING + ASTRAY + LATE + COUNTED, key=len, reverse=True))
# What is counted as going wrong, and what is counted as left undone.
_WRONG = (
    r"(?:(?:重大|较大|一般|安全|责任|质量|有效|生产)*(?:事故|投诉|问题|差错|事件|举报|信访|违规|违纪)"
    r"|漏报|迟报|错报|瞒报|误报|不(?:及时|准确|规范|合格|达标|到位|合规|符合(?:要求|标准|规定)))"
)
_UNDONE = r"未(?:完成|落实|开展|实施|建成|验收)"
_STEP = re.compile(
    rf"(?P<s>.*?)(?:(?:比|较|与)?(?P<t0>{TARGET}|满分点)(?:相比)?)?的?,?(?P<each>每)?(?:一旦)?(?P<v>{_VERB})?"
    rf"(?P<what0>{_WRONG}|{_UNDONE})?(?:(?P<t>{TARGET})的?)?(?:(?P<b>{NUM})%的?(?={NUM}个百分点))?"
    rf"(?:(?P<n0>{NUM})%?(?:-|~|至))?(?P<n>{NUM})(?P<u>{UNIT})"
    rf"(?P<late>逾期|延迟|超期)?(?P<what>{_WRONG}|{_UNDONE})?"
    rf"的?(?:则)?扣(?:减|除)?"
    rf"(?:(?:该项|本项)?(?P<d>{NUM})分|(?:该项|本项|指标)?{VALUED}的?(?P<p>{NUM})%"
    rf"|(?P<p2>{NUM})%的?(?:该项|本项|指标)?{VALUED})"
)
_PARTIAL = re.compile(
    rf"(?:每)?不(?:足|满)(?:(?P<n>{NUM})(?P<u>{UNIT})|一档)的?部?分?(?:也|均)?"
    rf"(?:(?P<whole>不扣分?|不计(?:算|扣分)?)|按(?P<rate>比例|实际)(?:扣分|计算|扣减|计扣)?"
    rf"|按(?:(?P<n2>{NUM})(?P<u2>{UNIT})|一档)(?:计算|扣分|计|算|扣)?)"
)
_LIMIT = re.compile(
    rf"(?:累计)?(?:最多|最高|至多)扣(?:减|除)?(?P<n>{NUM})分|(?:直至)?扣完(?P<n2>{NUM})分为止"
)
# A score never passes the weight; sentences about ratios like to say so.
_CAP = re.compile(
    rf"(?:最高|最多)?(?:得分)?不(?:得)?超过(?:该项|本项|指标)?(?:{VALUED}|(?P<n>{NUM})分)"
    rf"|超过(?:100%|{VALUED}|(?P<n2>{NUM})分)的?按(?:100%|{VALUED}|(?P<n3>{NUM})分)(?:计算|计分|计|算)?"
)
_DEFINED = re.compile(
    r"(?!.*(?:分值|权重|满分|得分))(?P<s>[\u4e00-\u9fff]{1,10}率)=\(?[^=]{2,40}[÷/][^=]{2,40}?\)?(?:×100%)?"
)
_FULL_AT = re.compile(
    r"以(?P<c>.+?)为(?:基准|满分|满分标准|满分点|标准)(?:值|线)?"
    r"|(?:满分标准|满分值|满分线|满分点|基准值?)(?:为|是)(?P<c2>.+)"
)
_TO_ZERO = re.compile(
    r"最低(?:得|为|计)?0分|"
    r"(?:直?至)?(?:该项|本项)?(?:分值)?扣(?:完|至0分?|光)(?:该项|本项|本指标)?(?:分值|分数|满分)?(?:为止)?"
)
_MAXIMUM = re.compile(
    rf"(?:本项|该项|此项|本指标|该指标)?(?:共计?|总分|分值|满分|权重)(?:为|是|:)?(?P<n>{NUM})分"
)
_SERIES = re.compile(r"(?:其余|其他|其它)?(?:以|依)此类推")
_GIVEN = re.compile(r"(?P<s>[\u4e00-\u9fff]{2,8}率)(?:较)?(?:高|好)")

_DATE = r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|底)"
_DONE = (
    r"(?:完成|完工|验收|交付|竣工|投入使用|发放(?:到位)?|到位|拨付|支付|"
    r"缴纳|办结|提交|报送|上报|整改|开工|建成|采购|开展|实施)"
)
# What may open a phrase: a noun; never a word that turns or limits its meaning.
_NOUN = r"(?:(?![未不没无超逾少多半较]|比(?!例)|提前)(?!部分|基本|大部)[\u4e00-\u9fff]){0,8}?"
_ON_TIME = re.compile(
    rf"{_NOUN}(?:按时|按期|及时|如期|准时|按计划|按进度|在?规定(?:时间|时限|期限)内|按规定时间|{_DATE}(?:之|以)?前)"
    rf"(?:全部|足额|按质按量)?{_DONE}?(?:任务|目标|工作)?(?:的)?"
)
_TOO_LATE = re.compile(
    rf"(?:超时|逾期|超期|延期|延迟|迟延|拖延)(?:未?{_DONE})?(?:的)?"
    rf"|(?:未|没有|不)(?:能)?(?:按时|按期|及时|如期|准时|按计划|在?规定(?:时间|时限|期限)内|按规定时间){_DONE}?(?:任务)?(?:的)?"
)
_RATED = re.compile(r"(?P<s>[\u4e00-\u9fff]{1,10}?[率度])(?=达|完成|不超|未超|控制)")
_LATE_BY = re.compile(r"逾期|超期|延期|延迟|推迟|超过期限")
_AIM = rf"(?:{TARGET}|目标任务|任务|全部|全部任务|全部目标|预期目标|预期|要求|标准|年度任务|年度目标任务|规定要求)"
_MET = re.compile(
    rf"{_NOUN}(?:全部|全面|足额|均)?(?:完成|达到|达成|实现|符合){_AIM}?(?:的)?|{_NOUN}(?:达标|合格)(?:的)?|是|有"
)
_MISSED = re.compile(
    rf"(?:未|没有|没)(?:能)?(?:全部|全面|足额)?(?:完成|达到|达成|实现|达标)?{_AIM}?(?:的)?|不(?:符合|达标|合格|达到){_AIM}?(?:的)?"
    r"|否则|反之|否|无|其余|其他情况|其他|除此之外"
)
_WITHIN = re.compile(
    rf"(?:实际)?(?:成本|支出|费用)?(?:控制在{TARGET}(?:范围)?(?:以|之)?内|(?:不|未)(?:超过?|超出|高于|突破){TARGET}|(?:不|未)超支)(?:的)?"
)
_BEYOND = re.compile(
    rf"(?:实际)?(?:成本|支出|费用)?(?:(?:超过?|超出|高于|突破){TARGET}|超支)(?:的)?"
)
_EVENT = r"(?:任何|重大|安全|责任|质量|有效)*(?:事故|投诉|问题|差错|事件|举报|信访)"
_HAPPENED = re.compile(rf"(?:一旦)?(?:(?:有|存在){_EVENT}|(?:发生|出现){_EVENT}?)(?:的)?")
_NONE_HAPPENED = re.compile(
    rf"(?:(?:未|没有|无|零)(?:发生|出现|发现)?{_EVENT}|未发生|未出现)(?:的)?"
)
_RATE = (
    r"\(?(?P<s>(?:(?!按|以[上下]|[低高]于)[\u4e00-\u9fff]){0,10}(?:率|比例)"
    r"|实际完成(?:值|数|量)?[÷/](?:年度)?(?:指标|目标|计划)(?:完成)?(?:值|数|量)?)\)?(?:×100%)?"
)
_ARRANGED = rf"(?:{REST})?(?:则)?(?:(?:指标|该项|本项)?得分=|按照?)?(?:其)?"
_PAID = r"(?:得分|计分|记分|计算得分|计算|赋分|扣分|扣减|给分|折算得分|折算)?"
_FORMULA = re.compile(rf"{_ARRANGED}{_RATE}×(?:该项|本项|指标)?(?:{VALUED}|(?P<n>{NUM})分?){_PAID}")
_TURNED = re.compile(rf"{_ARRANGED}(?:该项|本项|指标)?(?:{VALUED}|(?P<n>{NUM})分?)×{_RATE}{_PAID}")
_IN_PROPORTION = re.compile(
    rf"{_ARRANGED}(?P<s>实际完成率|完成率|实际完成比例|完成比例|(?:实际)?完成值(?:占|与)(?:年度)?(?:指标|目标)值的?比例|"
    rf"完成情况比例|相应比例|同比例|比例|实际比例|执行率|预算执行率|支出率)(?:相应)?{_PAID}"
)
_RESCALED = re.compile(
    rf"(?:得分=|按照?)?\(?\((?P<s>[\u4e00-\u9fff]{{2,8}}率)-(?P<n>{NUM})%\)[÷/](?P<m>{NUM})%\)?×(?:该项|本项|指标)?(?:{VALUED})(?:得分|计分|计算)?"
)
_WHOLE_POINTS = re.compile(
    r"(?:得分)?(?:舍去小数|取整数?分?|不足1分(?:的)?(?:不计|舍去|不得分)|只舍不入|小数(?:部分)?舍去)"
)
_OUTSIDE = re.compile(r"(?:超出|超过|不在)(?:此|该|上述|以上)?(?:范围|区间)(?:的)?")


def recognise(text: str, year: int | None) -> Clause:
    """The clause a text is. Raises Unreadable, naming the text, when it is none."""
    for recogniser in _RECOGNISERS:
        if clause := recogniser(text, year):
            return clause
    raise Unreadable(text)


def _step(text: str, year: int | None) -> Clause | None:
    match = _STEP.fullmatch(text)
    if match is None:
        return None
    before, what = match["s"], match["what"] or match["what0"] or ""
    kind = match["v"] or ("逾期" if match["late"] else "")
    if what:
        kind = "减少" if re.fullmatch(_UNDONE, what) else "发生"
    if not match["each"] and kind not in COUNTED and not what:
        if kind:
            raise Unreadable(text, "没有写“每”，不能判断是逐档扣还是只扣一次")
        return None
    beyond = kind == "超支" or _BEYOND.fullmatch(before + (match["t0"] or "")) is not None
    opening = Condition() if beyond or not before else _opening(before)
    if opening is None:
        return None
    if not kind and opening.word == "late":
        kind = "逾期"
    if match["b"]:
        edge = Bound(number(match["b"]), "达")
        low, high = (None, edge) if kind in FALLING else (edge, None)
        opening = Condition(low, high, "%", opening.subject)
    share = match["p"] or match["p2"]
    deduct = Award(number(share), share=True) if share else Award(number(match["d"]))
    partial = Partial.STARTED if match["n0"] else None
    missed = opening.word == "missed"
    stated = match["t"] or beyond or missed or (match["t0"] and match["t0"] != "满分点")
    return Clause("step", text, opening, deduct, number(match["n"]), unit(match["u"]), kind,
                  opening.subject, partial, "target" if stated else "", bool(match["each"]))  # fmt: skip


def _opening(before: str) -> Condition | None:
    """What stands before 每…: a bound, the name of what is measured, or 逾期的, 未达到的, 否则."""
    if _TOO_LATE.fullmatch(before):
        return Condition(word="late")
    if re.fullmatch(REST, before):
        return Condition(word="missed" if before[0] in "未达" else "rest")
    named = subject_of(before)
    return condition(re.sub("[的时者]$", "", before)) or (
        Condition(subject=named) if named else None
    )


def _partial(text: str, year: int | None) -> Clause | None:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return None
    if match["whole"]:
        partial = Partial.WHOLE
    else:
        partial = Partial.PRORATED if match["rate"] else Partial.STARTED
    size = number(match["n"]) if match["n"] else None
    if match["n2"] and (number(match["n2"]) != size or unit(match["u2"]) != unit(match["u"])):
        raise Unreadable(text, "前后两个数不一致，不能判断不足一档如何计算")
    return Clause("partial", text, number=size, unit=unit(match["u"] or ""), partial=partial)


def _simple(pattern: re.Pattern[str], kind: str) -> Callable[[str, int | None], Clause | None]:
    def recogniser(text: str, year: int | None) -> Clause | None:
        match = pattern.fullmatch(text)
        if match is None:
            return None
        groups = match.groupdict()
        amount = groups.get("n") or groups.get("n2") or groups.get("n3")
        return Clause(kind, text, number=number(amount) if amount else None,
                      subject=groups.get("s") or "")  # fmt: skip

    return recogniser


def _rescaled(text: str, year: int | None) -> Clause | None:
    match = _RESCALED.fullmatch(text)
    if match is None:
        return None
    floor, rest = number(match["n"]), number(match["m"])
    if floor + rest != Decimal(100):
        raise Unreadable(text, f"{floor}%与{rest}%之和不是100%")
    return Clause("rescaled", text, number=floor, subject=match["s"])


def _proportion_within(text: str, year: int | None) -> Clause | None:
    """60%以上按完成比例得分: the proportion with the bounds within which it holds."""
    for cut in range(2, len(text) - 3):
        match = _FORMULA.fullmatch(text, cut) or _IN_PROPORTION.fullmatch(text, cut)
        found = condition(re.sub("[的时者]$", "", text[:cut])) if match else None
        if match and found:
            points = match.groupdict().get("n")
            return Clause("proportional", text, found, number=number(points) if points else None,
                          subject=_rate_of(match), word=_how(match))  # fmt: skip
    return None


def _proportional(text: str, year: int | None) -> Clause | None:
    for pattern in (_FORMULA, _TURNED, _IN_PROPORTION):
        if match := pattern.fullmatch(text):
            points = match.groupdict().get("n")
            return Clause("proportional", text, number=number(points) if points else None,
                          subject=_rate_of(match), word=_how(match))  # fmt: skip
    return None


def _rate_of(match: re.Match[str]) -> str:
    """The rate that is named; 比例 alone names none."""
    return str(match["s"]) if "率" in match["s"] else ""


def _how(match: re.Match[str]) -> str:
    """Whether the rate is named by which the points are multiplied."""
    return "formula" if match.re is not _IN_PROPORTION else ""


def _full_at(text: str, year: int | None) -> Clause | None:
    match = _FULL_AT.fullmatch(text)
    found = condition(match["c"] or match["c2"]) if match else None
    return Clause("award", text, found, FULL) if found else None


def _discretion(text: str, year: int | None) -> Clause | None:
    return Clause("discretion", text) if "酌情" in text or "视情况" in text else None


def _awarded(text: str, year: int | None) -> Clause | None:
    """A condition with what it earns: a bound on a value, or a phrase."""
    for left, award, maximum in awarded(text):
        if left and (found := condition(left) or _worded(left)):
            return Clause("award", text, found, award, maximum)
    return None


def _worded(text: str) -> Condition | None:
    if match := _ON_TIME.fullmatch(text):
        return Condition(word="on time", due=_due(match, text))
    if (match := _LATE_BY.match(text)) and (found := condition(text[match.end() :])):
        return found
    named = _RATED.match(text)
    for word, pattern in _WORDS:
        if named and pattern.fullmatch(text, named.end()):
            return Condition(word=word, subject=named["s"])
        if pattern.fullmatch(text):
            return Condition(word=word)
    return None


def _due(match: re.Match[str], text: str) -> date | None:
    if match["y"] is None:
        return None
    year, month = int(match["y"]), int(match["m"])
    try:
        return date(year, month, int(match["d"] or monthrange(year, month)[1]))
    except ValueError:
        raise Unreadable(text, "中的日期不存在") from None


_WORDS = (
    ("late", _TOO_LATE),
    ("none happened", _NONE_HAPPENED),
    ("happened", _HAPPENED),
    ("within", _WITHIN),
    ("beyond", _BEYOND),
    ("outside", _OUTSIDE),
    ("missed", _MISSED),
    ("met", _MET),
)
_RECOGNISERS: tuple[Callable[[str, int | None], Clause | None], ...] = (
    _discretion,
    _simple(_WHOLE_POINTS, "whole points"),
    _partial,
    _simple(_LIMIT, "limit"),
    _simple(_TO_ZERO, "to zero"),
    _simple(_MAXIMUM, "maximum"),
    _simple(_SERIES, "series"),
    _simple(_GIVEN, "given"),
    _rescaled,
    _simple(_CAP, "cap"),
    _simple(_DEFINED, "definition"),
    _proportional,
    _proportion_within,
    _step,
    _full_at,
    _awarded,
)

_SAID_DONE = re.compile(
    r"(?:已|全部|均|均已|已全部|全面|按时|按期|及时|如期|圆满|顺利|按计划|已按时|已按期|保质保量)*(?:完成|达到|达成|实现|达标|到位|办结|合格|符合要求|优良)"
    r"(?:目标|任务|指标|预期目标|预期指标|年度目标|年度任务)?|是|按时|按期|及时"
)
_SAID_NOT = re.compile(
    r"(?:尚?未|没有?|不)(?:全部|按时|按期|及时|如期)?(?:完成|达到|达成|实现|达标|合格|符合要求)(?:目标|任务|指标|预期目标)?|否"
)
_SAID_LATE = re.compile(r"(?:已)?(?:逾期|超时|延期|超期|延迟|未按时|未按期|未及时|未如期)(?:完成)?")


def says_done(text: str) -> bool | None:
    """Whether an actual in words says the target was met; None when the words do not tell."""
    if _SAID_DONE.fullmatch(text):
        return True
    return False if _SAID_NOT.fullmatch(text) or _SAID_LATE.fullmatch(text) else None


def says_late(text: str) -> bool:
    """Whether an actual in words says it was done too late."""
    return bool(_SAID_LATE.fullmatch(text))
