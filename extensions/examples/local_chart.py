"""本地图：各项目年末未执行数，由大到小。笔记本中写 year.chart("bd-balance")。"""

from jxanalytics.charts import Bar, Caption, Fill, Plan, bar_chart, chart, drawn, size_of
from jxanalytics.model import say


@chart("bd-balance", title="各项目年末未执行数")
@drawn
def balance(year, size):
    table = year.execution()[["name", "unexecuted"]].dropna()
    table = table.sort_values("unexecuted", ascending=False, kind="stable").head(10)
    blue = Fill("#1f4e79")
    bars = [
        Bar(row["name"], [(row["unexecuted"], blue)], say.number(row["unexecuted"]))
        for row in table.to_dict("records")
    ]
    listed = "，".join(f"{bar.label}{bar.value}万元" for bar in bars)
    caption = Caption(
        name="bd-balance",
        title=f"{year.year}年度各项目年末未执行数",
        source="资料来源：各单位报送的绩效自评材料",
        alt=f"条形图，各项目年末未执行数由大到小：{listed}。",
        data=table.rename(columns={"name": "项目名称", "unexecuted": "年末未执行数（万元）"}),
    )
    return bar_chart(caption, Plan(bars, unit="单位：万元"), size_of(size))
