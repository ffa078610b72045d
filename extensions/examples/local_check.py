"""本地核对：年末未执行数较大的项目，请说明下年使用安排。复制到工作目录的 extensions/ 即生效。"""

from jxanalytics.checks import Raised, Severity, check, spot
from jxanalytics.model import exact, say


@check(
    "BD501",
    title="年末未执行数较大",
    rule="自评表的年末未执行数（全年预算数－全年执行数）超过{limit}万元的，请说明下年使用安排。",
    severity=Severity.NOTE,
)
def large_balance(evidence, *, limit=300):
    rows = evidence.funding  # 各文件所列的资金，列名见《数据规范》的 funding 表
    rows = rows[(rows["kind"] == "self_evaluation") & (rows["source"] == "total")]
    rows = rows.assign(left=exact.minus(rows["annual"], rows["executed"]))
    for row in rows[rows["left"] > limit].to_dict("records"):
        yield Raised(
            row["project_id"],
            f"年末未执行数{say.amount(row['left'])}，请说明未执行的原因和下年使用安排。",
            (spot(row, "annual"), spot(row, "executed")),
            expected=f"不超过{limit:g}万元，或说明使用安排",
            basis="全年预算数－全年执行数",
        )
