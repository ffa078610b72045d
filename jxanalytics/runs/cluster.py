"""Reports run on a Dask cluster whose machines share the workspace's storage (extra ``cluster``).

A task writes its notebook atomically to the shared storage and returns a small receipt, so that the
loss of a worker loses nothing that is finished: run again, the task finds its notebook there.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from jxanalytics.errors import BuildError, MisuseError
from jxanalytics.runs.channel import Message
from jxanalytics.runs.execute import Result
from jxanalytics.runs.keys import difference, fonts_digest, program_digest, versions
from jxanalytics.runs.pool import Worker, result_of
from jxanalytics.runs.worker import Job, Setting, receipt
from jxanalytics.runs.workspace import CONFIG

SECONDS = 30


class Cluster:
    """Runs jobs on the workers of the scheduler at ``address``, as many as there are.

    Raises MisuseError without the extra or when a worker differs from this machine, BuildError
    when the scheduler or its workers cannot be reached.
    """

    def __init__(self, setting: Setting, address: str):
        self._setting = setting
        self._client = _connected(address)
        try:
            self._check()
        except BaseException:
            self._client.close()
            raise

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """Results as they come. A lost worker's reports are run by others; one that takes three
        workers with it fails."""
        from distributed import as_completed

        said, mine = self._setting.message(), fingerprint()
        waiting = {
            self._client.submit(run_there, said, job.message(), mine, pure=False): job
            for job in jobs
        }
        try:
            for future in as_completed(list(waiting)):
                yield _outcome(future, waiting[future])
        finally:
            self._client.cancel(list(waiting))

    def close(self) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            self._client.run(end_there)
        self._client.close()

    def _check(self) -> None:
        """Every worker must have the same software and see the same workspace."""
        answers = self._asked(look, str(self._setting.root / CONFIG))
        mine = look(str(self._setting.root / CONFIG))
        for address, (theirs, found) in sorted(answers.items()):
            if changed := difference(mine[0], theirs):
                raise MisuseError(
                    f"集群中的 {address} 与本机的软件不一致（{changed}），请统一安装后再运行"
                )
            if not found:
                raise MisuseError(
                    f"集群中的 {address} 看不到工作目录「{self._setting.root}」，"
                    "请把工作目录放在各机器以相同路径挂载的共享存储上"
                )

    def _asked(self, question: Any, *words: str) -> dict[str, Any]:
        try:
            self._client.wait_for_workers(1, timeout=SECONDS)
        except TimeoutError:
            raise BuildError(
                f"集群在{SECONDS}秒内没有可用的执行节点，请先启动 dask worker"
            ) from None
        try:
            answers: dict[str, Any] = self._client.run(question, *words)
        except (ImportError, AttributeError) as error:
            raise MisuseError(
                f"集群的执行节点没有安装相同版本的 jxanalytics（{error}），请统一安装后再运行"
            ) from error
        return answers


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MisuseError("在集群上运行需要另装组件：pip install 'jxanalytics[cluster]'") from error
    try:
        return Client(address, timeout=SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise BuildError(
            f"连接不上集群调度程序 {address}（{error}），请核对地址，并确认 dask scheduler 已启动"
        ) from error


def _outcome(future: Any, job: Job) -> Result:
    error = None if future.status == "finished" else future.exception()
    if error is None:
        return result_of(job, future.result())
    kind = type(error).__name__
    if kind == "KilledWorker":
        return Result(job.task, None, "三个执行节点先后在运行本报告时退出，请检查内存", attempts=3)
    return Result(job.task, None, f"集群未能运行本报告：{kind}：{error}")


def fingerprint() -> dict[str, str]:
    """What must be the same on every machine, for the same input to give the same bytes."""
    return {
        "程序": program_digest(),
        "字体": fonts_digest(),
        **{f"软件包/{name}": version for name, version in versions().items()},
    }


def look(config: str) -> tuple[dict[str, str], bool]:
    """Asked of every worker: its software, and whether it sees the workspace."""
    from pathlib import Path

    return fingerprint(), Path(config).is_file()


_own = threading.local()
_all: list[Worker] = []


def run_there(setting: Message, job: Message, expected: dict[str, str]) -> Message:
    """The task, in a thread of a cluster's worker: its reports are forked from a process beside it."""
    if changed := difference(expected, fingerprint()):
        raise MisuseError(f"执行节点与本机的软件不一致（{changed}）")
    wanted, known = Setting.of(setting), Job.of(job)
    if known.target.is_file():
        return receipt(Result(known.task, known.target))
    # An earlier build may have ended this thread's worker.
    if getattr(_own, "worker", None) not in _all or _own.setting != wanted:
        _own.setting, _own.worker = wanted, Worker(wanted)
        _all.append(_own.worker)
    return receipt(_own.worker.run(known))


def end_there() -> None:
    """End all reports and their processes on a cluster's worker."""
    while _all:
        _all.pop().end()
