"""Start jxanalytics from an offline bundle: install it into ``env`` beside this file, then run it.

Without arguments: a working folder, and a command window in it where ``jxa`` is found. With arguments:
one ``jxa`` command, run where the caller stands. Written for any Python 3, to say in words which one
is needed; nothing but the standard library, no network.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENV = HERE / "env"
READY = ENV / "ready.json"
FOLDER = "绩效评价"
WINDOWS = os.name == "nt"
BIN = ENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")


def main(arguments):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    wanted = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    if "{}.{}".format(*sys.version_info) != wanted["python"]:
        found = "{}.{}.{}".format(*sys.version_info)
        print(f"本安装包需要 Python {wanted['python']}，现在运行的是 {found}。", file=sys.stderr)
        print("请安装该版本的 Python，或索取带有 Python 的安装包。", file=sys.stderr)
        return 2
    # Where the folder was moved or the bundle renewed, the environment is made anew.
    state = {**wanted, "place": str(HERE)}
    if not READY.is_file() or json.loads(READY.read_text(encoding="utf-8")) != state:
        code = install()
        if code:
            return code
        READY.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    if arguments:
        return jxa(*arguments)
    return window()


def install():
    """The environment, from the wheels alone; its exit code."""
    print("正在安装，约需一两分钟，请勿关闭窗口……", flush=True)
    if ENV.exists():
        shutil.rmtree(str(ENV))
    wheels = HERE / "wheels"
    pip = next(wheels.glob("pip-*.whl"))
    made = subprocess.call([sys.executable, "-m", "venv", "--without-pip", str(ENV)])
    command = [str(PYTHON), str(pip / "pip"), "--disable-pip-version-check", "--no-input", "install",
               "--quiet", "--no-index", "--find-links", str(wheels), "jxanalytics"]  # fmt: skip
    failed = made or subprocess.call(command, env=environment())
    if failed:
        print("安装没有完成，原因见上。请把整个文件夹放到可以写入的位置后再试。", file=sys.stderr)
    return failed


def environment():
    """What commands find in their environment: ``jxa`` on the path, no Python of somebody else's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    path = os.pathsep.join([str(BIN), kept.get("PATH", "")])
    return {**kept, "PATH": path, "PYTHONUTF8": "1", "VIRTUAL_ENV": str(ENV)}


def jxa(*words):
    return subprocess.call([str(PYTHON), "-m", "jxanalytics", *words], env=environment())


def window():
    """A working folder and a command window in it."""
    folder = HERE / FOLDER
    if not folder.is_dir() and jxa("new", str(folder)):
        return 1
    print(f"\n工作目录：{folder}")
    print("在下面输入命令，如：jxa doctor、jxa book、jxa --help；输入 exit 结束。")
    print(f"使用说明：双击 {folder / '使用说明' / 'index.html'}，或输入 jxa guide\n", flush=True)
    if not sys.stdin.isatty():
        return 0
    shell = ["cmd", "/k", "prompt $P$G"] if WINDOWS else [os.environ.get("SHELL", "/bin/sh")]
    return subprocess.call(shell, cwd=str(folder), env=environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
