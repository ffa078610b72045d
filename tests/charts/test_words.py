"""What charts say: what they leave out, units in which figures keep their meaning, labels that read well."""

from __future__ import annotations

import pandas as pd

from jxanalytics import charts, statistics
from jxanalytics.charts import Chart
from jxanalytics.charts import lettering as letters
from jxanalytics.charts.words import money_unit
from tests.charts.made import year_of


def texts(chart: Chart) -> list[str]:
    """Every text of a picture, as one line each."""
    return [made.get_text().replace("\n", "") for made in chart.texts]


def test_the_rest_of_a_count_is_told_and_not_drawn() -> None:
    """Many rare kinds of finding stand in the note with their sum and bound, so no bar of them is the longest."""
    counts = [7, 6, *[2] * 30]
    chart = charts.findings_by_kind([f"疑点{i}" for i in range(32)], counts, "half")
    assert "另有23类，共46条，各不超过2条" in texts(chart)
    assert not any("其余" in text for text in texts(chart))
    assert chart.data["数量（条）"].sum() == sum(counts)


def test_the_rest_of_an_amount_is_told_and_not_drawn() -> None:
    """Rows without a bar stand in the note with their sum, which with the rows drawn gives the total."""
    table = statistics.execution(year_of(60)[0])
    chart = charts.unexecuted_by_unit(table, "half")
    rest = next(text for text in texts(chart) if text.startswith("另有"))
    assert "个单位，共" in rest and "，各不超过" in rest
    assert chart.data.iloc[-1, 0] in ("其余51个单位", "其余50个单位", "其余49个单位")
    assert abs(chart.data.iloc[:, 1].sum() - table["unexecuted"].sum()) < 0.005


def test_points_left_out_keep_their_share() -> None:
    """Of more kinds of indicator than fit, the note gives the points and the share of those left out."""
    levels = [f"{kind}指标" for kind in "甲乙丙丁戊己庚辛壬癸"]
    rows = pd.DataFrame(
        {"project_id": "P1", "indicator_id": levels, "role": "indicator", "level1": "产出指标",
         "level2": levels, "name": "指标", "weight": 10.0, "filed": [5.0] * 6 + [9.0] * 4}
    )  # fmt: skip
    said = texts(charts.points_lost(statistics.points_lost(rows), "slide"))
    assert any("另有4类指标，共4分（11.76%），各不超过1分" in text for text in said), said


def test_printed_amounts_give_the_printed_rate() -> None:
    """Behind a rate stand amounts in 万元, however large, so that whoever divides them comes to the rate."""
    chart = charts.execution_by_project(statistics.execution(year_of(8)[0]), "page")
    assert "42.00%（1.68÷4.00）" in texts(chart)
    assert "89.56%（627956.23÷701192.55）" in texts(chart)


def test_no_amount_is_printed_as_nothing() -> None:
    """Amounts are printed in 亿元 only where none but 0 would come out as 0.00."""
    assert money_unit([30000.0, 50.0, 0.0]) == ("亿元", 10_000)
    assert money_unit([30000.0, -49.99]) == ("万元", 1)
    assert money_unit([9999.99]) == ("万元", 1)
    assert money_unit([float("nan"), 0.0]) == ("万元", 1)


def test_changes_carry_the_sign_of_the_tables() -> None:
    """A negative figure has the hyphen that it has in tables, from which it can be copied and found."""
    chart = charts.funding_waterfall(statistics.execution(year_of(2)[0], "source"), "page")
    assert "-0.53" in texts(chart)


def test_a_source_without_money_is_not_in_the_legend() -> None:
    """A source filed as 0 throughout stands neither in the bars nor in the legend, but in the data."""
    table = statistics.execution(year_of(2)[0], "source")
    prior = table["key"] == "carry_over"
    none = table.assign(
        **{
            name: table[name].mask(prior, 0.0)
            for name in ("initial", "annual", "executed", "unexecuted")
        }
    )
    assert "上年结转资金" in texts(charts.funding_waterfall(table))
    chart = charts.funding_waterfall(none)
    assert "上年结转资金" not in texts(chart) and "上年结转资金" in list(chart.data.iloc[:, 0])


def test_a_bracketed_addition_is_kept_whole() -> None:
    """A label breaks before a bracket rather than in it, unless that takes a further line."""
    wide = letters.width("农田建设（第三", 9.0)
    assert letters.wrapped("农田建设（第三批）", wide, 9.0) == ["农田建设", "（第三批）"]
    lines = letters.wrapped("农田（第三批中央补助资金）", wide, 9.0)
    assert len(lines) == 2 and all(letters.width(line, 9.0) <= wide for line in lines)
