"""Scheme files: YAML to a frozen Scheme, with every fault named by file, line, value and remedy."""

from __future__ import annotations

from pathlib import Path

from jxanalytics.errors import MisuseError
from jxanalytics.model.precedence import used_indicators
from jxanalytics.model.tables import EvaluationYear
from jxanalytics.scoring.building import Builder
from jxanalytics.scoring.scheme import Scheme
from jxanalytics.scoring.tree import Entry, SchemeError, SchemeFault, nearest, overlaid, read_tree

SHIPPED = Path(__file__).parent / "schemes"
FILE_NAME = "scheme.yaml"
_ENDINGS = (".yaml", ".yml", ".yaml.txt", ".txt", ".yaml.yaml")


def shipped_schemes() -> list[str]:
    """The names of the schemes that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def load_scheme(name_or_path: str | Path) -> Scheme:
    """A shipped scheme by name, or a scheme file by path.

    Raises MisuseError (exit code 2) when there is none, SchemeError (3) with all its faults.
    """
    path = _above(str(name_or_path))
    if path is None:
        raise MisuseError(_none(str(name_or_path)))
    scheme, faults = _read(path)
    if scheme is None or faults:
        raise SchemeError(faults)
    return scheme


def check_scheme(name_or_path: str | Path) -> list[SchemeFault]:
    """All faults of a scheme file; an empty list when it can be used."""
    path = _above(str(name_or_path))
    if path is None:
        suggestion = nearest(str(name_or_path), shipped_schemes())
        return [SchemeFault(str(name_or_path), None, "", "", "没有这个评分办法或文件", suggestion)]
    return _read(path)[1]


def scheme_for(year: EvaluationYear) -> Scheme:
    """The scheme of a year: its own ``scheme.yaml``, else the national one in force then.

    From 2021 on that is the one with cost indicators where any form of the year has them.
    """
    own = None if year.folder is None else year.folder / FILE_NAME
    if own is not None and own.is_file():
        return load_scheme(own)
    if own is not None and (other := _misnamed(own)) is not None:
        # Passed over in silence, the year would be scored by another scheme than the user means.
        raise MisuseError(f"“{other}”的文件名应为 {FILE_NAME}，请改名；不用这个办法的，请移到别处")
    if year.year < 2021:
        return load_scheme("2020")
    costs = used_indicators(year)["level1"].str.startswith("成本").any()
    return load_scheme("2021-cost" if costs else "2021-no-cost")


def _misnamed(path: Path) -> Path | None:
    """The file that is there in place of a scheme file, of its name but for the ending: Windows hides
    endings, and Notepad adds one."""
    stem = path.name.removesuffix(".txt").removesuffix(".yaml")
    others = (path.parent / f"{stem}{ending}" for ending in _ENDINGS)
    return next((other for other in others if other.is_file()), None)


def _none(name: str) -> str:
    """That there is no scheme of this name, and which there are."""
    other = _misnamed(Path(name))
    if other is None:
        listed = "、".join(shipped_schemes())
        return f"没有评分办法“{name}”，可用：{listed}；自己的办法请写文件的路径，如 data/2024/scheme.yaml"
    return f"“{other}”的文件名应以 .yaml 结尾，请改名后再运行"


def _above(name: str) -> Path | None:
    """A scheme by name or path, else below a parent of the current folder: notebooks lie deeper."""
    folders = (Path(), *Path.cwd().parents)
    return next(filter(None, (_path(name, folder) for folder in folders)), None)


def _path(name: str, beside: Path) -> Path | None:
    for path in (SHIPPED / f"{name}.yaml", beside / name, beside / f"{name}.yaml"):
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            return path
    return None


def _read(path: Path) -> tuple[Scheme | None, list[SchemeFault]]:
    faults: list[SchemeFault] = []
    tree = _whole(path, faults, ())
    if tree is None or faults:
        return None, faults
    builder = Builder(faults)
    key = path.parent.name if path.name == FILE_NAME else path.stem
    scheme = builder.scheme(key, tree)
    faults.sort(key=lambda fault: (fault.file, fault.line or 0))
    return (scheme if not faults else None), faults


def _whole(path: Path, faults: list[SchemeFault], seen: tuple[Path, ...]) -> Entry | None:
    """The file's tree laid over what it 沿用."""
    tree = read_tree(path, faults)
    if tree is None or not isinstance(tree.value, dict) or "沿用" not in tree.value:
        return tree
    base = tree.value.pop("沿用")
    below = _path(base.shown, path.parent)
    if below is None or below.resolve() in (*seen, path.resolve()):
        problem = "没有这个评分办法" if below is None else "互相沿用"
        faults.append(
            SchemeFault(
                base.file,
                base.line,
                "沿用",
                base.shown,
                problem,
                nearest(base.shown, shipped_schemes()),
            )
        )
        return None
    beneath = _whole(below, faults, (*seen, path.resolve()))
    return overlaid(beneath, tree) if beneath else None
