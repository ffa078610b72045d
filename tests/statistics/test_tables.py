"""All statistics as tables for people: headers in Chinese, names beside numbers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from jxanalytics.model.store import load_year
from jxanalytics.scoring import load_scheme, score_year
from jxanalytics.statistics import all_tables

REFERENCE = Path(__file__).parents[2] / "data" / "2019"


def test_tables_are_told_in_words() -> None:
    """No header and no group is a word of the program's; indicators stand beside their project's name."""
    year = load_year(REFERENCE)
    tables = all_tables(year, score_year(year, load_scheme("reference-2019")))
    for name, table in tables.items():
        assert not [head for head in table.columns if head.isascii()], name
    assert list(tables["执行合计"].columns[:2]) == ["名称", "项目数"]
    assert tables["执行按资金来源"]["名称"].tolist()[0] == "当年财政拨款"
    assert "编号" not in tables["执行按资金来源"] and "编号" not in tables["执行按项目类别"]
    assert list(tables["执行按项目"].columns[:2]) == ["编号", "名称"]
    names = dict(zip(year["projects"]["project_id"], year["projects"]["name"], strict=True))
    reached = tables["目标完成按三级指标"]
    assert list(reached.columns[:2]) == ["项目编号", "项目名称"] and "三级指标" in reached
    pd.testing.assert_series_equal(
        reached["项目名称"], reached["项目编号"].map(names), check_names=False
    )
