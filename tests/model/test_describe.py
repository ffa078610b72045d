"""The published description of the data is the schema's."""

from __future__ import annotations

from jxanalytics.model.describe import schema_markdown
from jxanalytics.model.schema import TABLES
from tests.conftest import ROOT

COMMITTED = ROOT / "docs" / "schema.md"


def test_the_committed_description_is_current() -> None:
    """docs/schema.md is what the schema generates; if not, write it anew."""
    assert COMMITTED.read_text("utf-8") == schema_markdown(), (
        "请重新生成 docs/schema.md：python -m jxanalytics.model.describe > docs/schema.md"
    )


def test_every_table_column_and_choice_is_described() -> None:
    """Each column's name, label and choices stand in the description."""
    text = schema_markdown()
    for table in TABLES.values():
        assert f"## {table.label}（`{table.name}`）" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.label} |" in text
            assert column.meaning
            assert all(f"`{code}`" in text for code in column.choices)
