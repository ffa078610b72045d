"""``jxa completion bash|zsh``: what a shell must be told to complete commands, options and years."""

from __future__ import annotations

import argparse

from jxanalytics.cli import parser as options

NAME = "completion"
HELP = "命令补全：写出 bash 或 zsh 的设置，按 Tab 键补全命令、选项和年度"

# Both ask ``jxa complete``; where it has nothing to offer, the shell completes file names.
SCRIPTS = {
    "bash": """\
_jxa() {
    local IFS=$'\\n'
    COMPREPLY=($(jxa complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _jxa jxa
""",
    "zsh": """\
_jxa() {
    local -a found
    found=("${(@f)$(jxa complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _jxa jxa
""",
}


def arguments(parser: options.Parser) -> None:
    parser.add_argument("shell", choices=tuple(SCRIPTS), help="哪一种命令行")


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    print(SCRIPTS[args.shell], end="")
    return 0
