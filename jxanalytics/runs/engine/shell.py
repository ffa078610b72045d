"""An IPython shell that keeps what a cell puts out, in the order and form a kernel would send it."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Instance, Type
from traitlets.config import Config

Output = dict[str, Any]


class Outputs:
    """The outputs of the running cell.

    ``past`` gives what was written past Python since it was last called, (name, text); asked before
    anything is added, so that all stays in order.
    """

    def __init__(self) -> None:
        self.list: list[Output] = []
        self.past: Callable[[], Iterable[tuple[str, str]]] = tuple
        self._clear_first = False
        self._displays: dict[str, list[Output]] = {}

    def take(self) -> list[Output]:
        """What has been put out since the last call."""
        self._collect()
        taken, self.list = self.list, []
        self._clear_first = False
        return taken

    def add(self, output: Output) -> None:
        self._collect()
        self._add(output)

    def _collect(self) -> None:
        for name, text in self.past():
            self._stream(name, text)

    def _add(self, output: Output) -> None:
        if self._clear_first:
            self._clear_first = False
            self.list.clear()
        self.list.append(output)

    def clear(self, wait: bool = False) -> None:
        self._collect()
        self._clear_first = wait
        if not wait:
            self.list.clear()

    def stream(self, name: str, text: str) -> None:
        self._collect()
        self._stream(name, text)

    def _stream(self, name: str, text: str) -> None:
        last = self.list[-1] if self.list and not self._clear_first else {}
        if last.get("name") == name and last["output_type"] == "stream":
            last["text"] += text
        elif text:
            self._add({"output_type": "stream", "name": name, "text": text})

    def show(self, data: Any, metadata: Any, display_id: str | None, update: bool) -> None:
        shown = {"data": _encoded(data), "metadata": dict(metadata or {})}
        known = self._displays.setdefault(display_id, []) if display_id else []
        if update:
            for output in known:
                output.update(shown)
            return
        output = {"output_type": "display_data", **shown}
        known.append(output)
        self.add(output)


def _encoded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Bytes as base64, as the notebook format wants them."""
    return {
        kind: b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a cell."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, outputs: Outputs, name: str, descriptor: int):
        self._outputs, self._name, self._descriptor = outputs, name, descriptor

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._outputs.stream(self._name, text)
        return len(text)


class _Publisher(DisplayPublisher):
    outputs = Instance(Outputs)

    def publish(
        self,
        data: Any,
        metadata: Any = None,
        source: Any = None,
        *,
        transient: Any = None,
        update: bool = False,
        **kwargs: Any,
    ) -> None:
        self.outputs.show(data, metadata, (transient or {}).get("display_id"), update)

    def clear_output(self, wait: bool = False) -> None:
        self.outputs.clear(wait)


class _Hook(DisplayHook):
    def start_displayhook(self) -> None:
        """Nothing is written before a result."""

    def write_output_prompt(self) -> None:
        """The notebook itself shows the count."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        shell: Any = self.shell
        shell.outputs.add(
            {
                "output_type": "execute_result",
                "execution_count": self.prompt_count,
                "data": _encoded(format_dict),
                "metadata": dict(md_dict or {}),
            }
        )

    def finish_displayhook(self) -> None:
        """Nothing is written after a result."""


class ReportShell(InteractiveShell):
    """Reads no configuration, runs no start-up files, keeps no history: the same on every machine."""

    outputs = Instance(Outputs, ())
    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    readline_use = False
    autoindent = False

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        super().__init__(config=config)  # type: ignore[no-untyped-call]

    def init_profile_dir(self, profile_dir: Any) -> None:
        """No profile: nothing in the user's home is read or made."""

    def init_display_pub(self) -> None:
        self.display_pub = _Publisher(  # type: ignore[no-untyped-call]
            parent=self, shell=self, outputs=self.outputs
        )

    def init_virtualenv(self) -> None:
        """The interpreter that runs is the right one already."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        self.outputs.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": str(evalue),
                "traceback": list(stb),
            }
        )
