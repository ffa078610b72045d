"""The pictures charts are compared with. ``python -m tests.charts.baseline`` draws them anew: look at them before committing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.charts.made import MAKERS, Case, year_of

FOLDER = Path(__file__).parent / "baseline"
DPI = 40
CASES: dict[str, Callable[[], Case]] = {"small": lambda: year_of(2), "large": lambda: year_of(300)}

Pixels = npt.NDArray[np.float64]


def drawn(name: str, case: str) -> bytes:
    """A chart as a small PNG."""
    return MAKERS[name](CASES[case](), "page", True).png(DPI)


def pixels(content: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=np.float64)


def distance(first: Pixels, second: Pixels) -> float:
    """Root of the mean squared difference, of 255; infinite where the shapes differ by more than a pixel."""
    if max(abs(a - b) for a, b in zip(first.shape, second.shape, strict=True)) > 1:
        return float("inf")
    high, wide = (min(first.shape[i], second.shape[i]) for i in (0, 1))
    return float(np.sqrt(np.mean((first[:high, :wide] - second[:high, :wide]) ** 2)))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in MAKERS:
        for case in CASES:
            (FOLDER / f"{name}-{case}.png").write_bytes(drawn(name, case))


if __name__ == "__main__":
    main()
