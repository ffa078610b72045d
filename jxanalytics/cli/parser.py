"""An argparse that speaks Chinese: help, usage, and errors with a suggestion (exit code 2)."""

from __future__ import annotations

import argparse
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from jxanalytics.errors import MisuseError

_SubParsers = argparse._SubParsersAction
# A line of help: the words to type and what they do.
_Row = tuple[str, str | None]
# As many names as are listed beside the one that was perhaps meant.
_FEW = 6
# What argparse itself says of an option, by the beginning of its message.
_SAID = (
    (r"expected one argument", "后面应有一个值"),
    (r"expected at least one argument", "后面应至少有一个值"),
    (r"ignored explicit argument (.*)", r"不带值，请去掉 \1"),
    (r"invalid \w+ value: (.*)", r"的值 \1 不合要求"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose every word is Chinese; misuse raises MisuseError."""

    def __init__(self, **settings: Any):
        super().__init__(**{**settings, "add_help": False, "allow_abbrev": False})
        self.exit_on_error = False
        # Titles with the names of the commands below them; help lists those it has, in this order.
        self.grouped: dict[str, list[str]] = {}
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse all words; raises MisuseError for whatever does not fit."""
        found, unknown = self.parse_known_args(args, namespace)
        leaf = self._leaf(found)
        if unknown:
            leaf._refuse(unknown[0])
        if getattr(found, "run", None) is None or leaf._commands() is not None:
            leaf.error("缺少命令：" + "、".join(leaf._listed()))
        return found

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        try:
            return super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            self.error(_chinese(error))

    def error(self, message: str) -> NoReturn:
        required = re.match(r"the following arguments are required: (.*)", message)
        if required:
            message = f"缺少参数：{'、'.join(map(self._with_value, required[1].split(', ')))}"
        raise MisuseError(f"{message}\n运行 {self.prog} --help 查看用法")

    def _with_value(self, name: str) -> str:
        """A parameter that is lacking, an option with what is to stand behind it."""
        action = self._option_string_actions.get(name.split("/")[0])
        return name if action is None else _shown(action)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        listed = [str(choice) for choice in action.choices]
        if isinstance(action, _SubParsers):
            listed = self._listed()
            self.error(f"没有“{value}”这个命令，{suggestion(str(value), listed)}")
        name = "/".join(action.option_strings) or str(action.metavar or action.dest)
        self.error(f"{name} 不能是“{value}”，{suggestion(str(value), listed)}")

    def _refuse(self, word: str) -> NoReturn:
        """Say that a word is not understood, and which option was perhaps meant."""
        if not word.startswith("-"):
            self.error(f"多出的参数“{word}”，请去掉")
        known = [name for action in self._actions for name in action.option_strings]
        name = word.split("=")[0]
        self.error(f"没有“{name}”这个选项，{suggestion(name, known)}")

    def _commands(self) -> argparse._SubParsersAction[Parser] | None:
        return next((a for a in self._actions if isinstance(a, _SubParsers)), None)

    def _listed(self) -> list[str]:
        """The commands that help lists."""
        commands = self._commands()
        return (
            [choice.dest for choice in commands._choices_actions if choice.help] if commands else []
        )

    def _leaf(self, found: argparse.Namespace) -> Parser:
        """The parser of the command that was given."""
        commands = self._commands()
        chosen = getattr(found, commands.dest, None) if commands else None
        return commands.choices[chosen]._leaf(found) if commands and chosen else self

    def reached(self, words: Sequence[str]) -> tuple[Parser, argparse.Action | None]:
        """The parser of the command that the words lead to, and the option that waits for a value."""
        commands = self._commands()
        for number, word in enumerate(words, start=1):
            if commands and word in commands.choices:
                return commands.choices[word].reached(words[number:])
        last = self._option_string_actions.get(words[-1]) if words else None
        return self, last if last is not None and last.nargs != 0 else None

    def offered(self, options: bool) -> list[str]:
        """What may be typed next: options, or commands and the choices of what stands without a name."""
        if options:
            return [name for action in self._actions for name in action.option_strings]
        choices = [a.choices for a in self._actions if not a.option_strings and a.choices]
        return self._listed() or [str(choice) for known in choices for choice in known]

    def format_usage(self) -> str:
        words = [_usage(action) for action in self._actions]
        return f"用法：{self.prog} " + " ".join(words) + "\n"

    def format_help(self) -> str:
        """Usage, what the command does, its commands, parameters and options, in columns."""
        commands = self._commands()
        rest = [a for a in self._actions if a is not commands]
        groups = [
            *self._command_groups(),
            ("参数", [(_shown(a), a.help) for a in rest if not a.option_strings]),
            ("选项", [(_shown(a), a.help) for a in rest if a.option_strings]),
        ]
        parts = [self.format_usage(), f"\n{self.description}\n" if self.description else ""]
        columns = max((width(name) for _, rows in groups for name, _ in rows), default=0) + 2
        parts += [f"\n{title}：\n{_columns(rows, columns)}" for title, rows in groups if rows]
        if commands:
            parts.append(f"\n运行 {self.prog} {commands.metavar} --help 查看某个命令的用法\n")
        return "".join(parts)

    def _command_groups(self) -> list[tuple[str, list[_Row]]]:
        """The commands that have a help, below the titles of ``grouped`` where there are any."""
        commands = self._commands()
        rows = (
            {c.dest: (c.dest, c.help) for c in commands._choices_actions if c.help}
            if commands
            else {}
        )
        grouped = self.grouped or {"命令": list(rows)}
        return [
            (title, [rows[name] for name in names if name in rows])
            for title, names in grouped.items()
        ]


def common(parser: Parser) -> None:
    """The options every command has; one with commands of its own leaves them to those."""
    if parser._commands() is not None:
        return
    parser.add_argument("--debug", action="store_true", help="出错时显示完整的技术信息")


def root(parser: Parser) -> None:
    """``--root``: the working folder."""
    parser.add_argument(
        "--root", metavar="目录", default=".", help="工作目录（含 _quarto.yml），默认为当前目录"
    )


def year(parser: Parser) -> None:
    """``--year``: the evaluation year."""
    parser.add_argument(
        "--year", metavar="年度", type=_year, help="评价年度，如 2019；默认为 data 中最近的年度"
    )


def date(parser: Parser, meaning: str) -> None:
    """``--date``: the day something is done on; today where none is given."""
    parser.add_argument(
        "--date",
        metavar="日期",
        type=day,
        default=datetime.date.today(),
        help=f"{meaning}，如 2026-04-01，默认为今天",
    )


def output(parser: Parser) -> None:
    """``--format``: words for people or JSON for programs."""
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="输出文字（text，默认）或 JSON"
    )


def suggestion(word: str, known: Sequence[str]) -> str:
    """What was perhaps meant, else what there is."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    listed = f"可用：{'、'.join(known)}"
    if not near:
        return listed
    return f"是否想用“{near[0]}”？" + (listed if len(known) <= _FEW else "")


def whole(least: int, what: str) -> Callable[[str], int]:
    """A converter of whole numbers not below ``least``."""

    def convert(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or int(text) < least:
            raise argparse.ArgumentTypeError(f"应为{what}，现为“{text}”")
        return int(text)

    return convert


def width(text: str) -> int:
    """Columns a text takes on a terminal, where Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """``text`` filled with blanks to a number of terminal columns."""
    return text + " " * (columns - width(text))


def _year(text: str) -> int:
    found = re.fullmatch(r"([12]\d{3})(年度?)?", unicodedata.normalize("NFKC", text), re.ASCII)
    if not found:
        raise argparse.ArgumentTypeError(f"应为四位年份，如 2019，现为“{text}”")
    return int(found[1])


def day(text: str) -> datetime.date:
    """A day as people write it on the command line: 2026-04-01, 2026/4/1, 2026年4月1日."""
    found = re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", unicodedata.normalize("NFKC", text), re.ASCII
    )
    if not found:
        raise argparse.ArgumentTypeError(f"应为年、月、日俱全的日期，如 2026-04-01，现为“{text}”")
    try:
        return datetime.date(*map(int, found.groups()))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"没有“{text}”这一天，请核对") from error


def _chinese(error: argparse.ArgumentError) -> str:
    said = str(error.message)
    for pattern, words in _SAID:
        if re.match(pattern, said):
            return f"{error.argument_name} {re.sub(pattern, words, said)}"
    return f"{error.argument_name} {said}" if error.argument_name else said


def _value(action: argparse.Action) -> str:
    """How an action's value is written in usage and help."""
    if action.nargs == 0:
        return ""
    if action.metavar is None and action.choices:
        return "|".join(map(str, action.choices))
    name = str(action.metavar or action.dest)
    return f"{name}…" if action.nargs in ("+", "*") else name


def _usage(action: argparse.Action) -> str:
    name = " ".join(filter(None, [*action.option_strings[:1], _value(action)]))
    if isinstance(action, _SubParsers):
        name = f"{action.metavar} …"
    needed = action.required or isinstance(action, _SubParsers)
    return name if needed else f"[{name}]"


def _shown(action: argparse.Action) -> str:
    return " ".join(filter(None, [", ".join(action.option_strings), _value(action)]))


def _columns(rows: Iterable[_Row], columns: int) -> str:
    return "".join(f"  {padded(name, columns)}{said or ''}\n" for name, said in rows)
