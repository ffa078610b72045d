"""The Figure every chart returns: the picture with its data, title, source line and alt text."""

from __future__ import annotations

import base64
import functools
import inspect
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from jxanalytics.charts import lettering as letters
from jxanalytics.charts import look
from jxanalytics.model.outputs import DATA, METADATA, PHONE
from jxanalytics.model.sheets import plain

P = ParamSpec("P")
R = TypeVar("R")
_GAP = 0.08
# Settings of the machine rather than of a picture.
_HOST = ("backend", "interactive", "timezone", "toolbar", "savefig.directory", "webagg", "tk.")
_DEFAULTS: Any = {
    name: value
    for name, value in matplotlib.rcParamsDefault.items()
    if not name.startswith(_HOST) and name != "figure.hooks"
} | {"svg.hashsalt": "jxanalytics", "svg.fonttype": "path"}


def drawn(function: Callable[P, R]) -> Callable[P, R]:
    """Run under matplotlib's own defaults, whatever the user has set, and leave those as they were.

    A chart made so knows how to be drawn again at another size (`Chart.at`).
    """
    parameters = inspect.signature(function)

    @functools.wraps(function)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with matplotlib.rc_context(_DEFAULTS):
            made = function(*args, **kwargs)
        if isinstance(made, Chart):
            asked = parameters.bind(*args, **kwargs).arguments
            redrawn: Callable[..., Any] = inside
            made.again = lambda size: redrawn(**{**asked, "size": size})
        return made

    return inside


@dataclass(frozen=True)
class Caption:
    """What stands beside a picture rather than in it."""

    name: str
    title: str
    source: str
    alt: str
    data: pd.DataFrame


class Chart(Figure):
    """A picture that carries its ``name``, ``title``, ``source``, ``alt`` text and ``data``.

    The title is not drawn, because a book sets it as caption, unless ``heading`` is asked for; then
    the source line is drawn too. All coordinates are inches from the lower left of the body.
    """

    def __init__(
        self, caption: Caption, size: look.Size, height: float, heading: bool = False
    ) -> None:
        titles, notes = [], []
        if heading:
            room = size.width - 2 * _GAP
            titles = letters.wrapped(caption.title, room, size.points + 2, True, 2)
            notes = letters.wrapped(caption.source, room, size.small, False, 2)
        above = len(titles) * letters.line_height(size.points + 2) + (_GAP if titles else 0)
        below = len(notes) * letters.line_height(size.small) + (_GAP if notes else 0)
        super().__init__(
            figsize=(size.width, height + above + below), facecolor=look.PAPER, layout=None
        )
        FigureCanvasAgg(self)
        self.name, self.title, self.source = caption.name, caption.title, caption.source
        self.alt, self.data, self.size = caption.alt, caption.data, size
        self.body = height
        self.again: Callable[[str], Chart] | None = None
        self._base = below
        if heading:
            self.write(_GAP, height + above - _GAP / 2, "\n".join(titles), points=size.points + 2,
                       bold=True, up="top")  # fmt: skip
            self.write(_GAP, -_GAP / 2, "\n".join(notes), points=size.small, colour=look.QUIET,
                       up="top")  # fmt: skip

    def at(self, size: str) -> Chart:
        """The same figures drawn at another size, as rows and words of that size allow.

        Raises MisuseError for an unknown size.
        """
        if self.again is None:
            raise TypeError("这张图不是由图表函数画成，不能改变图幅重画")
        return self.again(size)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        points: float | None = None,
        bold: bool = False,
        colour: str = look.INK,
        along: str = "left",
        up: str = "center",
        halo: bool = False,
    ) -> Text:
        """Set ``text`` at a point of the body, literally: ``$`` is a dollar sign."""
        made = self.text(
            x,
            y + self._base,
            text,
            transform=self.dpi_scale_trans,
            fontproperties=letters.properties(points or self.size.points, bold),
            color=colour,
            ha=along,
            va=up,
            linespacing=1.1,
            parse_math=False,
            zorder=5,
        )
        if halo:
            made.set_path_effects([withStroke(linewidth=2.5, foreground=look.PAPER)])
        return made

    def box(
        self, x: float, y: float, width: float, height: float, fill: look.Fill, rank: int = 1
    ) -> None:
        """A filled rectangle with its lower left corner at a point of the body."""
        self.add_artist(
            Rectangle(
                (x, y + self._base), width, height, transform=self.dpi_scale_trans, zorder=rank,
                facecolor=fill.colour, edgecolor=look.PAPER, linewidth=0.6, hatch=fill.hatch or None,
            )
        )  # fmt: skip

    def rule(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str = look.RULE,
        weight: float = 0.8,
        dashed: bool = False,
        rank: int = 0,
    ) -> None:
        """A straight line between two points of the body."""
        self.add_artist(
            Line2D(
                [start[0], end[0]], [start[1] + self._base, end[1] + self._base],
                transform=self.dpi_scale_trans, color=colour, linewidth=weight, zorder=rank,
                linestyle=(0, (4, 2)) if dashed else "-", solid_capstyle="butt",
            )
        )  # fmt: skip

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        fill: look.Fill,
        hollow: bool = False,
        opaque: float = 1.0,
    ) -> None:
        """A disc of ``radius`` inches, or a ring, centred on a point of the body."""
        self.add_artist(
            Circle(
                (x, y + self._base), radius, transform=self.dpi_scale_trans, zorder=3,
                facecolor=look.PAPER if hollow else fill.colour, linewidth=1.2 if hollow else 0.6,
                edgecolor=fill.colour if hollow else look.PAPER, alpha=opaque,
            )
        )  # fmt: skip

    @drawn
    def svg(self) -> bytes:
        """The picture as SVG, text as outlines; the same picture gives the same bytes."""
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": "jxanalytics", "Title": letters.shown(self.title)}
        self.savefig(out, format="svg", metadata=metadata)
        return out.getvalue()

    @drawn
    def png(self, dpi: int = 200) -> bytes:
        """The picture as PNG at ``dpi`` dots an inch; the same picture gives the same bytes."""
        out = io.BytesIO()
        self.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a notebook keeps: SVG, PNG, the alt text for readers who see neither, and for the
        book the data behind the picture, its caption, and the picture at the size of a phone."""
        wide, high = self.get_size_inches()
        bundle: dict[str, Any] = {
            "image/svg+xml": self.svg().decode(),
            "image/png": base64.b64encode(self.png()).decode("ascii"),
            "text/plain": self.alt,
            DATA: _rows(self.data),
        }
        if self.again is not None:
            bundle[PHONE] = self.at("phone").svg().decode()
        shape = {"width": round(wide * 96), "height": round(high * 96), "alt": self.alt}
        said = {"caption": self.title, "alt": self.alt, "source": self.source}
        return bundle, {"image/png": shape, METADATA: said}


def _rows(table: pd.DataFrame) -> dict[str, Any]:
    """A chart's data as plain JSON."""
    rows = [[plain(value) for value in row] for row in table.itertuples(index=False, name=None)]
    return {"columns": [str(name) for name in table.columns], "rows": rows}
