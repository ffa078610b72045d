"""Where a template comes from: the user's own folder first, else the one shipped."""

from __future__ import annotations

import shutil
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "templates"
# The folder of a workspace that holds the user's own templates.
OWN = "templates"

SUMMARY = "附件1资金汇总表"
SELF_EVALUATION = "附件2自评表"
SELF_EVALUATION_RULES = "附件2自评表（含评分标准）"
REPORT = "附件4评价报告"
OUTLINE = "空白自评表指标.yaml"


def template(name: str, own: Path | None = None) -> Path:
    """The file of a template, by its full name."""
    if own is not None and (own / name).is_file():
        return own / name
    return SHIPPED / name


def copy_templates(folder: Path) -> list[Path]:
    """Copy the shipped templates to where people edit them; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for source in sorted(SHIPPED.iterdir()):
        target = folder / source.name
        if not target.exists():
            shutil.copyfile(source, target)
            copied.append(target)
    return copied
