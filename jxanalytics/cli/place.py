"""Where a command works: a year of a workspace, as ``--root`` and ``--year`` say."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jxanalytics.cli.telling import shown

if TYPE_CHECKING:
    import jxanalytics
    from jxanalytics.checks import Settings
    from jxanalytics.model.tables import EvaluationYear
    from jxanalytics.runs.workspace import Workspace
    from jxanalytics.season.steps import State


@dataclass(frozen=True)
class Place:
    """A workspace and the year in it."""

    workspace: Workspace
    year: int

    @classmethod
    def of(cls, args: argparse.Namespace) -> Place:
        """As the options say. Raises MisuseError outside a workspace and for a year without data."""
        from jxanalytics.runs.workspace import Workspace

        workspace = Workspace.find(args.root)
        return cls(workspace, workspace.year(args.year))

    @property
    def folder(self) -> Path:
        """``data/<year>/``."""
        return self.workspace.data / str(self.year)

    @property
    def reports(self) -> Path:
        """``reports/<year>/``."""
        return self.workspace.reports(self.year)

    @property
    def checks(self) -> Settings:
        """What the settings and the extensions of the workspace say of the checks."""
        from jxanalytics.checks import workspace_settings

        return workspace_settings(self.workspace.settings.checks, self.workspace.root)

    def model(self) -> EvaluationYear:
        """The year's tables. Raises DataError with all their faults."""
        from jxanalytics.model.store import load_year

        return load_year(self.folder)

    def load(self) -> jxanalytics.Year:
        """The year with all that can be asked of it."""
        import jxanalytics

        loaded = jxanalytics.load(self.folder)
        assert isinstance(loaded, jxanalytics.Year)
        return loaded

    def shown(self, path: Path) -> str:
        """A path as people know it; see ``telling.shown``."""
        return shown(path, self.workspace.root)

    def keep_ledgers(self, state: State) -> None:
        """Write 收报台账, which every step of the season leaves, and say where."""
        from jxanalytics.documents.notices.ledgers import FILE, ledgers_workbook
        from jxanalytics.model.whole import write_whole

        path = write_whole(self.reports / FILE, ledgers_workbook(state))
        print(f"收报台账：{self.shown(path)}")
