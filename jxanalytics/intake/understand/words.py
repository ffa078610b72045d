"""The words by which forms are understood. A new layout usually means a new word here.

Every pattern is matched against a whole label from which white space, bracketed remarks, a year
in front and a colon behind are gone (``key``), with full-width signs made half-width.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from jxanalytics.model.values import compact

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_YEAR_IN_FRONT = re.compile(r"^(?:19|20)\d\d年?度?(?=\D)")
_NUMBER_IN_FRONT = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\(?[\d一二三四五六七八九十]{1,2}\)|\d{1,2}[.、])"
)


def key(text: str) -> str:
    """A label bare of everything that varies between offices."""
    bare = compact(text)
    if len(bare) > 60:
        return bare
    bare = _YEAR_IN_FRONT.sub("", _NUMBER_IN_FRONT.sub("", bare))
    return _BRACKETS.sub("", bare).strip(":;,。、*★☆%").removeprefix("其中:")


# Words of a local layout: by finder, which heading (bare, see ``key``) has which role.
OwnWords = Mapping[str, Mapping[str, str]]
_own: OwnWords = {}
_forgetting: list[Callable[[], None]] = []


def forgotten(forget: Callable[[], None]) -> None:
    """Have a memory of what was read from words emptied when other words are used."""
    _forgetting.append(forget)


def use(own: OwnWords) -> None:
    """Read from now on with these words of a local layout before the program's own."""
    global _own
    if own != _own:
        _own = own
        for forget in _forgetting:
            forget()


def _finder(name: str, patterns: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the role a label has: that of the first pattern it matches as a whole."""
    pattern = re.compile("|".join(f"(?P<{role}>{text})" for role, text in patterns.items()))

    @lru_cache(maxsize=8192)
    def find(label: str) -> str:
        if label in (own := _own.get(name, {})):
            return own[label]
        # None of the program's own is without a Chinese character.
        if len(label) > 24 or label.isascii():
            return ""
        match = pattern.fullmatch(label)
        return "" if match is None else match.lastgroup or ""

    forgotten(find.cache_clear)
    return find


# Columns of an indicator table.
indicator_column = _finder("indicator_column", {
    "level1": r"一级指标(?:名称)?|一级|指标(?:类型|类别|大类|维度)",
    "level2": r"二级指标(?:名称)?|二级",
    "name": r"三级指标(?:名称)?|三级|四级指标|指标名称|指标内容|具体指标|绩效指标|绩效指标名称|指标",
    "operator": r"(?:计算|运算|比较|指标|逻辑|关系)?符号?|指标性质|运算符|比较符|指标方向",
    "unit": r"(?:计量|度量|指标|指标值|数量)?单位",
    "planned_rate": r"预期执行率",
    "long_target": r"(?:实施期|中长期|中期|三年|项目期)(?:总)?(?:指标值|目标值|目标)",
    "target": r"(?:年度|年初|全年|预期|计划|设定|本年|当年|绩效|预定|批复|申报|年初设定|项目)*"
              r"(?:绩效)?(?:指标值|目标值|指标目标值|计划值|预期值|具体数值|数值|值|目标)",
    "actual": r"(?:年度|全年|本年|当年|年末|实际)*(?:指标)?"
              r"(?:实际(?:值|完成值|完成情况|完成|完成指标值|完成数|指标值)|完成值|完成情况|完成指标值|完成数)"
              r"|自评值|实际|(?:实际)?实现(?:值|情况)",
    "completion": r"(?:指标)?完成(?:率|比例|程度|比)|偏差率|偏离度",
    "weight": r"(?:指标)?(?:分值|权重|标准分|满分|分值权重|指标权重|权重分值|分值或权重|标准分值|满分值|赋分|总分值)",
    "review_score": r".*(?:复核|审核|复评|评审|抽查|核定|核查|财政|第三方).*(?:得分|评分|分数|分)|(?:财政)?(?:复核|复评|审核)|财政(?:部门)?评价",
    "opinion": r".*(?:复核|审核|评审|抽查).*(?:意见|说明|情况|理由)",
    "department_score": r"部门评价(?:得分|分数|分)?|部门评分",
    "score_self": r"(?:单位|部门|项目)?自评(?:得分|分|分数|打分|评分|结果)?|自我评分|自评价得分",
    "score_converted": r"折算(?:得|后)?(?:得)?分(?:数)?",
    "score": r"(?:实际|评价|指标|最终|综合|绩效|考核|本项)?(?:得分|评分|实得分|分数)(?:情况)?",
    "reason": r".*(?:偏差|偏离|原因|改进|未完成|差异|整改).*|备注及说明",
    "rule": r".*(?:评分|计分|扣分|打分|评价|评定|得分|赋分)(?:标准|规则|办法|细则|方法|依据|要点|说明|标准及.*)",
    "explanation": r"指标(?:解释|说明|释义|内涵|定义|值说明)(?:及.*)?|.*(?:计算方法|计算公式|公式)",
    "evidence": r".*(?:佐证|证明|数据来源|资料来源|来源|依据|附件).*|.*取数.*",
    "remark": r"备注|说明|其他说明",
    "seq": r"序号|编号|序|指标编码",
})  # fmt: skip

# Columns (or, laid out sideways, rows) of the money section.
funding_column = _finder("funding_column", {
    "initial": r"(?:年初|原|初始)(?:批复|下达|安排|部门)?(?:预算)?(?:资金)?(?:安排|批复)?(?:数|额|金额)?|年初预算.*",
    "arrived": r".*(?:到位|下达|拨付|收入|实际拨款).*",
    "adjusted": r"预算(?:调整|追加|调增|调减|增减|变动)(?:数|额|金额|情况)?|(?:追加|调增|调减)(?:预算)?(?:数|额|金额)?",
    "rate": r"(?:预算|资金|全年|预算资金|项目|支出|年度预算)?执行率|(?:资金|预算)?(?:支出|执行|完成)(?:进度|比例|率|比率)",
    "executed": r"(?:年度|全年|本年|当年|年末|累计|实际|预算|资金|项目)*"
                r"(?:执行|支出|决算|使用|开支|列支)(?:数|额|金额|总额|合计|情况|资金|资金数)?|实际支出.*",
    "returned": r".*(?:交回|收回|上缴|缴回).*",
    "unspent": r"(?:年末|期末|资金|当年|本年|年度)*(?:结余|结转结余|剩余|未执行|未支出|未使用)(?:资金)?(?:数|额|金额)",
    "annual": r"(?:年度|全年|本年|当年|调整后?|调整后的|全年调整后|调整后全年|项目|资金|部门)*"
              r"(?:预算|安排|计划)(?:安排|资金|调整|资金安排|批复)?(?:后)?(?:数|额|金额|总额|指标|资金数)?"
              r"|合计|金额|(?:年度|项目)?资金(?:金额|数额|数|额)|总额|调整(?:后)?预算(?:数)?|调整后",
    "weight": r"分值|权重|满分|标准分",
    "score": r"(?:自评)?得分|自评分|评分|折算得分",
    "review_score": r".*(?:复核|审核|财政评价|抽查).*(?:分|得分)",
    "rule": r"(?:评分|计分|扣分|打分|赋分)(?:标准|规则|办法|细则|方法|依据|说明)",
    "remark": r"备注|说明|.*原因.*",
})  # fmt: skip

# Rows (or columns) of the money section: where the money comes from.
source = _finder("source", {
    "total": r"(?:年度|全年|项目|本年|年度项目|当年)*(?:资金|预算|投资|预算资金)(?:总额|合计|总量|总计|总数)"
             r"|资金|总额|合计|总计|小计|年度资金|(?:项目)?资金(?:申请|安排|情况|概况)|项目资金|预算总金额|资金总金额|项目总额",
    "carry_over": r".*(?:结转|结余).*",
    "current": r"(?:当年|本年|本年度|年度|其中|中央|省|市|县|区|州|乡|镇|级|本级|地方|同级|各级)*"
               r"(?:一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?)?"
               r"(?:财政|预算)(?:拨款|资金|拨款资金|安排|补助|拨款收入|性资金|专项资金)"
               r"|中央省市补助|(?:中央|省|市|省级|市级|上级)(?:补助|专项|补助资金|转移支付|资金|专项资金|拨款)|财政"
               r"|中央.{0,4}补助(?:资金)?|当年拨款|本级(?:资金|安排)|县级资金|区级资金",
    "kind": r"(?:一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?|财政专户管理资金|专户资金)(?:资金|拨款|财政拨款)?",
    "other": r"其他|其它|(?:其他|其它|自筹|单位|社会|自有|单位自筹|地方配套|配套|贷款|债券|地方|事业|经营)(?:资金|收入)?|其他资金来源",
})  # fmt: skip

# Columns of the funding summary of a department's projects.
summary_column = _finder("summary_column", {
    "seq": r"序号?|编号",
    "code": r"项目(?:编码|代码|编号)",
    "name": r"(?:预算|支出)?项目(?:名称)?|项目支出名称",
    "department": r"(?:预算|项目)?主管(?:部门|单位)(?:名称)?|一级预算单位|部门名称|部门",
    "unit_code": r"(?:预算)?单位(?:编码|代码)",
    "unit": r"(?:项目|资金|预算|具体)*(?:实施|使用|承担|执行|填报)?(?:单位|处室)(?:名称|全称)?|预算部门",
    "kind_of_money": r"资金(?:性质|类型|来源)",
    "category": r"项目(?:类别|类型|属性|性质)",
    "initial": r"年初(?:预算|安排)?(?:数|额|金额|资金)?|年初预算.*",
    "arrived": r".*(?:到位|下达|拨付).*",
    "rate": r"(?:预算|资金|全年)?执行率|(?:支出|执行)进度",
    "executed": r"(?:年末|全年|年度|本年|实际|累计|预算|资金)*(?:决算|执行|支出|使用)(?:数|额|金额|情况)?",
    "annual": r"(?:全年|年度|本年|调整后?|项目|资金|调整后的)*(?:安排|预算|计划)(?:安排)?(?:数|额|金额|资金|总额)?"
              r"|(?:项目|年度)?(?:资金)?(?:金额|总额)|项目资金|资金数|合计",
    "department_score": r"(?:主管)?部门(?:绩效)?(?:评价|评)(?:分数|得分|分|结果)?",
    "review_score": r".*(?:复核|审核|财政评价|抽查).*",
    "self_score": r"(?:单位|项目|绩效)*自评(?:价)?(?:分数|得分|分|结果|情况|总分)?|得分|评分|总分",
    "grade": r".*(?:等级|等次)",
    "remark": r"备注|说明|.*原因.*",
})  # fmt: skip

# Columns of the table of people who evaluated.
people_column = _finder("people_column", {
    "seq": r"序号?",
    "name": r"姓名|评价人员|人员姓名",
    "organisation": r"(?:所在|工作)?单位(?:名称)?|所在(?:单位|部门)|工作单位.*",
    "title": r"(?:职称|职务)(?:/|、|或|及)?(?:职称|职务)?|职务职称|职称职务",
    "signed": r"签名|签字|签章|本人签名",
    "role": r"(?:项目组|评价组)?(?:职责|分工|角色)|专业|联系电话|电话",
})  # fmt: skip

# Labels whose value stands beside them.
field = _finder("field", {
    "project": r"(?:预算|支出)?项目(?:名称|全称)|项目",
    "code": r"项目(?:编码|代码|编号)",
    "department": r"(?:项目|预算)?主管(?:部门|单位)(?:及代码|名称|全称)?|一级预算单位(?:名称)?|归口部门",
    "unit": r"(?:项目|资金|具体|组织)*(?:实施|承担|执行|使用|申报|建设)(?:单位|部门)(?:名称|及代码)?|项目单位(?:名称)?",
    "unit_weak": r"(?:预算|二级预算|基层|填报|填表|报送|自评|编报|编制|评价)(?:单位|部门)(?:名称)?|单位(?:名称|全称)|部门名称",
    "division": r"(?:具体)?(?:实施|责任|业务)(?:处室|科室)|(?:处|科)室(?:名称)?",
    "category": r"项目(?:类别|属性|类型|性质|分类)",
    "kind_of_money": r"资金(?:性质|类型|类别)",
    "responsible_division": r"(?:财政)?(?:归口)(?:管理|业务)*(?:处室|科室)|财政业务(?:处室|科室)",
    "year": r"(?:预算|评价|项目|所属|自评|申报|绩效)?年度|年份",
    "dated": r"(?:填报|填表|报送|评价|编制|申报|报告|填写)(?:日期|时间)|日期",
    "agency": r"(?:第三方|委托)?评价(?:机构|实施机构)(?:名称)?|(?:中介|第三方)机构(?:名称)?",
    "person": r"(?:项目|单位|部门|财务|评价|科室|填报|主要|分管|评价组)*(?:负责人|联系人|组长)(?:及(?:联系)?(?:电话|方式))?|填[表报]人|经办人|审核人|制表人|联系人",
    "phone": r"(?:联系|办公|手机)?(?:电话|方式|号码|电话号码)|联系方式",
    "period": r"(?:项目)?(?:起止|实施|执行|建设)?(?:时间|期限|周期|期|日期|起止时间|起止日期)|(?:项目)?(?:起始|开始|结束|终止|完成)(?:时间|日期|年份)",
    "finished": r"(?:项目)?是否(?:已)?完成|项目完成(?:状态|状况)",
    "grade": r"(?:自评|评价|绩效|评定|综合)*(?:等级|等次)|自评(?:结论|结果)",
    "total_score": r"(?:自评|评价|综合|最终|绩效|项目)*(?:总得分|总分|总评分|综合得分|最终得分)|自评得分|评价得分|自评分数",
    "background": r"(?:项目)?(?:概况|背景|简介|基本情况|主要内容|立项依据|内容|用途|立项情况|设立依据|实施方案|实施内容)"
                  r"|(?:资金|项目)(?:用途|管理.*)|其他.*说明.*|.*存在.*问题.*|.*改进措施.*|.*建议.*|.*有关说明.*",
})  # fmt: skip

_BOTH_UNITS = re.compile(
    r"(?:项目)?(?:实施\(主管\)|主管\(实施\)|实施及主管|主管及实施|实施\(主管部门\))(?:单位|部门)?"
)


def field_of(text: str) -> str:
    """The field a label names, "unit+department" for 实施(主管)单位; "" for none."""
    both = _BOTH_UNITS.fullmatch(compact(text).strip(":"))
    return "unit+department" if both else field(key(text))


# Labels of the overall goals; the text stands beside or below.
goal = _finder("goal", {
    "actual": r"(?:年度|全年|目标|总体)*(?:总体)?(?:目标)?(?:实际|全年)?(?:完成|实际完成|实现|执行)(?:情况|情况综述|综述|结果)(?:综述)?"
              r"|(?:年度)?(?:总体)?(?:绩效)?目标(?:实际)?完成情况(?:综述)?",
    "expected": r"(?:预期|年初设定|年初|设定|申报|批复|计划|预定|年度预期|年初预期|年初设定的)(?:总体|绩效|年度)*目标(?:值)?",
    "overall": r"(?:年度|项目|项目年度|本年|当年|全年|年度项目)*(?:总体|总)(?:绩效)?目标|年度(?:绩效)?目标|(?:项目|年度)?绩效目标|总体目标情况|目标",
    "long": r"(?:实施期|中长期|中期|长期|项目期|实施周期)(?:总体|绩效|总)*目标",
})  # fmt: skip

_TOTAL_ROW = re.compile(
    r"(?:自评|评价|综合|指标|绩效|最终|项目)*(?:总分|合计|总计|总得分|合计得分|得分合计|总分合计|合计总分|分值合计|总评分|总分值)"
    r"|总分\(?.*\)?|汇总"
)
_GROUP = re.compile("资金|得分|评分|指标|预算|执行|支出|情况|评价|分值|目标|完成|金额|项目")
_SUBTOTAL = re.compile(r".*小计")
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明|填写说明|★|\*)(?:\d|:|,|、|\.|意|$)")
_FURNITURE = re.compile(
    r".*(?:盖章|签章|签字|签名|公章|审核意见|审批意见|审核人|意见).*|(?:\d{4})?年月日|.*年.{0,2}月.{0,2}日|续表|填报人.*|附件?[\d一二三四五六七八九十-]*"
)
FILLERS = re.compile(r"(?:指标\d+[::、.]?)?(?:…+|\.{2,}|。{2,}|/|\\|-+|—+|–+|－+|·+|_+|\*+)?")
_PEOPLE = re.compile(
    r"(?:项目)?(?:绩效)?评价(?:工作)?(?:小组|组)?(?:人员|成员)(?:名单|一览表|表|情况)?"
)
_EXECUTION = re.compile(
    r"(?:项目|年度)?(?:预算|资金|预算资金|项目资金|财政资金|年度预算|全年预算|预算支出|资金预算|资金支出)?(?:执行率)(?:指标)?"
    r"|预算执行(?:情况|指标|率|进度)*(?:指标)?|资金执行(?:情况|进度)?(?:指标)?"
)
GRADE = re.compile(r"优秀?|良好?|中等?|差|较差|合格|不合格|一般")


def is_group(label: str) -> bool:
    """Whether a heading may stand over several columns; it says nothing by itself."""
    return _GROUP.search(label) is not None


def is_total(label: str) -> bool:
    """Whether a row so labelled states the sums of the table."""
    return len(label) <= 16 and _TOTAL_ROW.fullmatch(label) is not None


def is_subtotal(label: str) -> bool:
    return len(label) <= 24 and _SUBTOTAL.fullmatch(label) is not None


def is_people_heading(label: str) -> bool:
    """The heading over the table of evaluators."""
    return _PEOPLE.fullmatch(label) is not None


def is_note(text: str) -> bool:
    """A remark printed in the form, or a place for opinion, seal and date."""
    bare = compact(text)
    return _NOTE.match(bare) is not None or (
        len(bare) <= 60 and _FURNITURE.fullmatch(bare) is not None
    )


def is_filler(text: str) -> bool:
    """A name nobody filled in: blank, ……, /, a bare 指标2."""
    return FILLERS.fullmatch(compact(text)) is not None


def is_execution(label: str) -> bool:
    """A level or an indicator that stands for the budget execution rate."""
    return len(label) <= 16 and _EXECUTION.fullmatch(label) is not None
