"""Labels with their values inside one line: 项目名称：甲　　实施单位：乙."""

from __future__ import annotations

import re

from jxanalytics.intake.understand.words import field_of

_SEAL = re.compile(r"[(（【]\s*(?:盖\s*章|公\s*章|签\s*章|签\s*字|签\s*名|章)\s*[)）】]")
_INLINE_LABEL = (
    r"(项目名称|项目编码|主管部门|实施\s*[(（]主管[)）]\s*单位|实施单位|项目单位|预算单位|(?:填报|编制|编报)单位|填报部门|单位名称"
    r"|项目类别|项目属性|资金性质|归口业务处室|评价机构|评价年度|预算年度|填[报表](?:日期|时间)|(?:评价|自评)?等级|自评得分|(?:自评|评价)?总(?:得)?分"
    r"|填[报表]人|联系人|经办人|审核人|(?:项目|单位)?负责人|(?:联系)?电话|联系方式"
    # The unit of money ends what stands before it and is no field.
    r"|(?<![\u4e00-\u9fff])(?:金额|资金)?单位)"
    r"(?:[(（][^()（）]{1,8}[)）])?\s*[:：]"
)
_INLINE = re.compile(_INLINE_LABEL)
# Running text names such labels too; a line of fields begins with one.
_INLINE_FIRST = re.compile(r"[ \t\u3000(（0-9.、]*" + _INLINE_LABEL)


def bare_value(text: str) -> str:
    """A value without the place for the seal and the white space around."""
    return (
        _SEAL.sub("", "".join(line.strip() + " " for line in text.splitlines()))
        .strip()
        .strip("_＿")
        .strip()
    )


def inline_fields(text: str) -> dict[str, str]:
    """Labels and values within one line: 项目名称：甲　　实施单位：乙."""
    if _INLINE_FIRST.match(text) is None:
        return {}
    marks = list(_INLINE.finditer(text))
    found: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        end = len(text) if after is None else after.start()
        name = field_of(mark[1])
        value = bare_value(text[mark.end() : end])
        if name and name not in found:
            found[name] = value
    return found
