"""The tables of the official forms, described once for Word and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jxanalytics.model.vocabulary import SOURCES

SIDE = "绩\n效\n指\n标"


@dataclass(frozen=True)
class Cell:
    """A cell of a form's table; ``left`` for running text, else centred."""

    text: str = ""
    across: int = 1
    down: int = 1
    left: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Layout:
    """A table: rows of cells (those covered by a merge above left out), column widths in mm,
    heights of single rows in mm, how many first rows Word repeats on every page."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heights: dict[int, float]
    header: int = 0
    size: float = 10.5

    @property
    def landscape(self) -> bool:
        """Whether the table is too broad for an upright page."""
        return sum(self.widths) > 180


def c(text: str = "", across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down)


def t(text: str = "", across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down, left=True)


# -- the forms -----------------------------------------------------------------------------------

SUMMARY_NOTES = (
    "注：1、列入本表的，除部门预算安排的全部项目资金外，还有年中追加的各项专项资金；",
    "2、所称项目实施单位，既指部门本级，也指所属单位；部门本级的项目，须写明由哪个处室具体实施；",
    "3、表内空白行可按需要增减，项目较多时另页续填；",
    "4、项目数量是否完整、项目资金是否准确，由财政业务处室审核，属实的请盖章。",
)
EVALUATOR_NOTES = (
    "注：1.本表由纳入部门评价的项目填写，自评项目不用填写；",
    "2.评价小组须不低于3人，没有委托第三方中介机构的，末行不填；",
    "3.评价人员一律亲笔签名，未亲笔签名的评价无效。",
)


def summary() -> Layout:
    heads = (
        "序\n号", "项目实施\n单位（处室）", "项目名称", "全年\n安排数\n（{{金额单位}}）",
        "年末决算数\n（{{金额单位}}）", "自评\n分数", "部门评\n价分数", "备注",
    )  # fmt: skip
    names = (
        "序号",
        "实施单位",
        "项目名称",
        "全年安排数",
        "年末决算数",
        "自评分数",
        "部门评价分数",
        "备注",
    )
    left = {"实施单位", "项目名称", "备注"}
    project = [Cell(f"{{{{项目.{name}}}}}", left=name in left) for name in names]
    blanks = [[Cell(left=name in left) for name in names] for _ in range(19)]
    total = [
        c("汇总", 3),
        c("{{合计.全年安排数}}"),
        c("{{合计.年末决算数}}"),
        c("{{合计.自评分数}}", 3),
    ]
    rows = [
        [c(head) for head in heads],
        project,
        *blanks,
        total,
        [t("财政业务处室审核意见（盖章）：", 8)],
    ]
    heights = {0: 16, **dict.fromkeys(range(1, 22), 7.2), 22: 17}
    return Layout(rows, (9, 40, 36, 20, 21, 13, 14, 13), heights, 1)


def self_evaluation(with_rules: bool) -> Layout:
    """Ten columns: the side, two levels, name, target (in halves), actual, weight, score, reason."""
    rule = [c("评分标准")] if with_rules else []
    wide = int(with_rules)
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
    spans = (1, 2, 1, 1, 1, 1)
    rows: list[list[Cell]] = [
        [c("项目名称", 2), c("{{项目名称}}", 8 + wide)],
        [c("主管部门", 2), c("{{主管部门}}", 3), c("实施单位", 2), c("{{实施单位}}", 3 + wide)],
        [c("项目\n资金\n（{{金额单位}}）", 1, 5), c("", 2),
         *(c(head, span) for head, span in zip(heads, spans, strict=True)), *rule],
    ]  # fmt: skip
    labels = ("年度资金总额", "其中：当年财政拨款", "　　　上年结转资金", "　　　其他资金")
    for label, source in zip(labels, SOURCES.values(), strict=True):
        own = source == SOURCES["total"]
        money = [
            f"{{{{资金.{source}.{name}}}}}" for name in ("年初预算数", "全年预算数", "全年执行数")
        ]
        points = ["{{执行率.分值}}", f"{{{{资金.{source}.执行率}}}}", "{{执行率.得分}}"]
        texts = [*money, *(points if own else ("—", points[1], "—"))]
        extra = [t("{{执行率.评分标准}}" if own else "—")] if with_rules else []
        rows.append([t(label, 2), *(c(x, s) for x, s in zip(texts, spans, strict=True)), *extra])
    rows += [
        [c("年度\n总体\n目标", 1, 2), c("预期目标", 4), c("实际完成情况", 5 + wide)],
        [t("{{预期目标}}", 4), t("{{实际完成情况}}", 5 + wide)],
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标"), c("年度\n指标值", 2),
         c("实际\n完成值"), c("分值"), c("得分"), c("偏差原因分析\n及改进措施"), *rule],
        [c("{{指标.一级指标}}"), c("{{指标.二级指标}}"), t("{{指标.三级指标}}"),
         c("{{指标.年度指标值}}", 2), c("{{指标.实际完成值}}"), c("{{指标.分值}}"), c("{{指标.得分}}"),
         t("{{指标.偏差原因}}"), *([t("{{指标.评分标准}}")] if with_rules else [])],
        [c("总分", 7), c("{{总分.分值}}"), c("{{总分.得分}}"), c("", 1 + wide)],
    ]  # fmt: skip
    narrow = (10, 17, 19, 34, 9, 9, 18, 11, 14, 25)
    # With the rules beside, the form lies on its side.
    broad = (10, 22, 26, 42, 12, 12, 26, 12, 16, 35, 40)
    widths = broad if with_rules else narrow
    heights = {
        0: 7,
        1: 10,
        2: 10,
        **dict.fromkeys(range(3, 7), 6.5),
        7: 6.5,
        8: 20,
        9: 10,
        10: 7,
        11: 7,
    }
    return Layout(rows, widths, heights, size=10)


def evaluators() -> Layout:
    people = [c(f"{{{{评价人员.{name}}}}}") for name in ("姓名", "单位", "职称职务", "签名")]
    blanks = [[c() for _ in range(4)] for _ in range(8)]
    rows = [
        [c("项目绩效评价人员", 4)],
        [c("姓名"), c("单位"), c("职称/职务"), c("签名")],
        people, *blanks,
        [c("评价组组长\n（签名）："), c(), c("　　　年　　月　　日", 2)],
        [c("中介机构\n（盖章）："), c(), c("　　　年　　月　　日", 2)],
        [t("\n".join(EVALUATOR_NOTES), 4)],
    ]  # fmt: skip
    heights = {0: 11, **dict.fromkeys(range(1, 11), 11), 11: 15, 12: 15, 13: 20}
    return Layout(rows, (26, 62, 38, 30), heights, size=12)


def rules() -> Layout:
    rows = [
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标")],
        [c("{{体系.一级指标}}"), c("{{体系.二级指标}}"), t("{{体系.三级指标}}")],
    ]
    return Layout(rows, (9, 24, 27, 96), {0: 9, 1: 8}, 1)


def scores(with_rules: bool) -> Layout:
    rule, value = ([c("评分标准")], [t("{{指标.评分标准}}")]) if with_rules else ([], [])
    wide = int(with_rules)
    names = ("年度指标值", "实际完成值", "分值", "得分")
    rows = [
        [c(SIDE, 1, 2), c("一级指标"), c("二级指标"), c("三级指标"), c("年度\n指标值"), c("实际\n完成值"),
         c("分值"), c("得分"), c("偏差原因分析\n及改进措施"), *rule],
        [c("{{指标.一级指标}}"), c("{{指标.二级指标}}"), t("{{指标.三级指标}}"),
         *(c(f"{{{{指标.{name}}}}}") for name in names), t("{{指标.偏差原因}}"), *value],
        [c("总分", 6), c("{{总分.分值}}"), c("{{总分.得分}}"), c("", 1 + wide)],
    ]  # fmt: skip
    narrow = (8, 15, 16, 34, 19, 17, 11, 11, 25)
    widths = (8, 14, 14, 26, 16, 15, 10, 10, 20, 23) if with_rules else narrow
    return Layout(rows, widths, {0: 11, 1: 9, 2: 8}, 1)
