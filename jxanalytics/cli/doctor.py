"""``jxa doctor``: what this machine has, and what that means."""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from jxanalytics import __version__
from jxanalytics.cli import parser as options
from jxanalytics.errors import JxaError

NAME = "doctor"
HELP = "检查本机环境，说明能做什么、缺什么"


# How a finding begins of what is not there.
ABSENT = "未安装"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, what it means, whether the work can go on with it."""

    what: str
    found: str
    meaning: str = ""
    good: bool = True


def arguments(parser: options.Parser) -> None:
    options.root(parser)


def run(args: argparse.Namespace) -> int:
    """Print all findings; 1 when something needed is missing."""
    found = list(findings(args.root))
    columns = max(options.width(f.what) for f in found)
    for f in found:
        mark = "缺少" if not f.good else "未装" if f.found.startswith(ABSENT) else "正常"
        print(f"[{mark}] {options.padded(f.what, columns)}  {f.found}")
        if f.meaning:
            print(" " * (columns + 9) + f.meaning)
    bad = sum(not f.good for f in found)
    print(f"有{bad}处需要处理，见上面标“缺少”的各行" if bad else "本机可以编印汇编：jxa book")
    return 1 if bad else 0


def findings(root: str) -> Iterator[Finding]:
    """Everything looked at, in order."""
    yield _python()
    yield from _packages()
    for look in (_pandoc, _typst, _fonts, _kernel, _quarto, _office, _cluster):
        yield look()
    yield _workspace(root)
    yield from _extensions(root)


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding(
        "Python",
        f"{platform.python_version()}（{sys.executable}），{platform.system()} {platform.machine()}",
        "" if good else "需要 Python 3.11 或更新的版本，请换用新版本后重新安装",
        good,
    )


def _packages() -> Iterator[Finding]:
    """The packages this one requires, in one line, and a line for each that is missing."""
    try:
        required = requires("jxanalytics") or []
    except PackageNotFoundError:
        yield Finding("jxanalytics", __version__, "直接从源码运行，未安装；各软件包的版本不作核对")
        return
    present = []
    for line in required:
        if "extra ==" in line:
            continue
        name = re.split(r"[^\w.\-]", line)[0]
        try:
            present.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(name, "未安装", f"请运行 pip install {name}", False)
    yield Finding("jxanalytics", f"{__version__}，所用软件包：{'、'.join(present)}")


def _pandoc() -> Finding:
    def look() -> str:
        import pypandoc

        return f"{pypandoc.get_pandoc_version()}（{pypandoc.get_pandoc_path()}）"

    return _part("pandoc", look, "内置引擎用它生成网页和 Word", "pypandoc_binary")


def _typst() -> Finding:
    def look() -> str:
        import typst

        return f"{version('typst')}（{Path(typst.__file__).parent}）"

    return _part("Typst", look, "内置引擎用它生成 PDF，不需要 LaTeX", "typst")


def _part(what: str, look: Callable[[], str], meaning: str, package: str) -> Finding:
    """A program that comes as a package."""
    try:
        return Finding(what, look(), meaning)
    except (ImportError, OSError, PackageNotFoundError) as error:
        remedy = f"{meaning}；请运行 pip install --force-reinstall {package}"
        return Finding(what, f"不能使用：{error}", remedy, False)


def _fonts() -> Finding:
    from jxanalytics import fonts

    lacking = [path.name for path in fonts.paths() if not path.is_file()]
    if lacking:
        return Finding("中文字体", f"缺少{'、'.join(lacking)}", "请重新安装 jxanalytics", False)
    names = "、".join(path.name for path in fonts.paths())
    return Finding("中文字体", f"随程序自带：{names}", "图表和 PDF 用它们，与本机字体无关")


def _kernel() -> Finding:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    remedy = "笔记本靠它运行；请运行 pip install --force-reinstall ipykernel"
    try:
        program = KernelSpecManager().get_kernel_spec("python3").argv[0]
        if re.fullmatch(r"python(3(\.\d+)?)?", program):
            program = sys.executable  # as the kernel manager does
    except NoSuchKernel:
        return Finding("笔记本内核", "没有 python3 内核", remedy, False)
    if shutil.which(program) is None:
        return Finding("笔记本内核", f"python3 内核指向不存在的程序 {program}", remedy, False)
    return Finding("笔记本内核", f"python3（{program}）", "报告和章节的笔记本由它运行")


def _quarto() -> Finding:
    program = shutil.which("quarto")
    if program is None:
        return Finding(
            "Quarto", "未安装", "不影响使用：jxa book 用内置引擎；装了 Quarto 会自动改用"
        )
    from jxanalytics.book.engines.process import run_program

    try:
        done = run_program([program, "--version"], folder=Path.cwd(), seconds=60)
    except JxaError as error:
        return Finding("Quarto", f"{program} 不能运行：{error}", "请用 --engine pandoc", False)
    if done.code:
        return Finding(
            "Quarto", f"{program} 不能运行", "请重装 Quarto，或用 --engine pandoc", False
        )
    return Finding(
        "Quarto",
        f"{done.stdout.strip()}（{program}）",
        "jxa book 会用它；--engine pandoc 改用内置引擎",
    )


def _office() -> Finding:
    from jxanalytics.intake.containers.old import office_program

    program = office_program()
    if program is None:
        meaning = (
            "不影响使用；.doc、.xls 旧格式不能直接读，请用 Word、WPS 或 Excel 另存为 docx、xlsx"
        )
        return Finding("LibreOffice", "未安装", meaning)
    return Finding("LibreOffice", program, "读 .doc、.xls 旧格式时由它转换")


def _cluster() -> Finding:
    try:
        found = version("distributed")
    except PackageNotFoundError:
        meaning = '不影响使用；几台机器一起生成报告时才需要：pip install "jxanalytics[cluster]"'
        return Finding("集群", "未安装 distributed", meaning)
    return Finding(
        "集群", f"distributed {found}", "可用 jxa book --executor tcp://… 在几台机器上运行"
    )


def _workspace(root: str) -> Finding:
    from jxanalytics.runs.workspace import Workspace

    try:
        workspace = Workspace.find(root)
    except JxaError as error:
        return Finding("工作目录", "未找到", str(error), False)
    years = "、".join(map(str, workspace.years))
    if not years:
        return Finding("工作目录", str(workspace.root), "data 中还没有任何年度的数据", False)
    return Finding("工作目录", str(workspace.root), f"有数据的年度：{years}")


def _extensions(root: str) -> Iterator[Finding]:
    """What each file of ``extensions/`` adds; nothing where there are none or no working folder."""
    from jxanalytics import extensions
    from jxanalytics.runs.workspace import Workspace

    try:
        workspace = Workspace.find(root)
    except JxaError:
        return  # said already
    try:
        found = extensions.load(workspace.root)
    except JxaError as error:
        yield Finding("扩展", "不能使用", str(error), False)
        return
    for path in extensions.files_of(workspace.root):
        name = path.relative_to(workspace.root).as_posix()
        added = [
            one.title if one.kind is extensions.Kind.WORDS else f"{one.name} {one.title}"
            for one in found.list
            if one.file == name
        ]
        yield Finding("扩展", f"{name}：{'；'.join(added) or '没有给出核对、图或表头用语'}")
