"""Where reports are run: on this machine, or on a cluster's. An executor has two methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from jxanalytics.errors import MisuseError
from jxanalytics.runs.execute import Result
from jxanalytics.runs.worker import Job, Setting

if TYPE_CHECKING:
    from jxanalytics.runs.engine.processes import Started


class Executor(Protocol):
    """Runs jobs; each writes its notebook itself, whole or not at all, and gives a small Result."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Result]:
        """A result for every job, in the order in which they are finished."""

    def close(self) -> None:
        """End all that is still running."""


def choose_executor(
    address: str, setting: Setting, workers: int, ahead: Started | None = None
) -> Executor:
    """The local pool, or the cluster whose scheduler has the ``address`` tcp://HOST:PORT.

    ``ahead`` is a worker process that was begun for the pool, see `runs.pool`.
    Raises MisuseError for an address of another kind.
    """
    if not address or address == "local":
        from jxanalytics.runs.pool import LocalPool

        return LocalPool(setting, workers, ahead)
    if "://" in address:
        from jxanalytics.runs.cluster import Cluster

        if ahead is not None:
            ahead.end()
        return Cluster(setting, address)
    raise MisuseError(
        f"--executor 应为 local 或集群调度程序的地址，如 tcp://10.0.0.1:8786，现为“{address}”"
    )
