"""``jxa verify``: whether a year's results are still what was built, from what it was built."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from jxanalytics.cli import parser as options

NAME = "verify"
HELP = "核对成果目录：成果、资料、程序和软件包是否与编印时一致"


def arguments(parser: options.Parser) -> None:
    parser.add_argument("folder", metavar="成果目录", help="某一年度的成果目录，如 reports/2019")
    options.output(parser)


def run(args: argparse.Namespace) -> int:
    """Print every difference; 1 when there is one."""
    from jxanalytics.runs.manifest import PUBLIC, read_manifest, verify_manifest

    folder = Path(args.folder)
    found = verify_manifest(folder)
    if args.format == "json":
        said = [{"path": one.path, "problem": one.problem} for one in found]
        print(json.dumps({"differences": said}, ensure_ascii=False, indent=2))
    elif found:
        print("\n".join(map(str, found)))
        print(
            f"有{len(found)}处与编印时不一致；编印以后收表、更正、改过设置的属正常，重新编印即一致：jxa book"
        )
    else:
        manifest = read_manifest(folder)
        parts = [manifest, *([manifest[PUBLIC]] if PUBLIC in manifest else [])]
        outputs = sum(len(part["outputs"]) for part in parts)
        inputs = len({name for part in parts for name in part["inputs"]})
        print(f"{outputs}个成果文件和{inputs}个资料文件均与编印时一致")
    return 1 if found else 0
