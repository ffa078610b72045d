"""How colours look to colour-blind eyes and in greyscale, and how far apart they are then.

Simulation: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB. Distance: CIE 1976
(ΔE*ab) between D65 Lab values; about 2 is just noticed, from about 15 two areas are told apart with ease.
"""

from __future__ import annotations

import numpy as np
from matplotlib.colors import to_rgb

DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
)  # fmt: skip
PROTANOPIA = (
    (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
)  # fmt: skip
TRITANOPIA = (
    (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
)  # fmt: skip
_LUMINANCE = (0.2126, 0.7152, 0.0722)
GREYSCALE = (_LUMINANCE, _LUMINANCE, _LUMINANCE)
NORMAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
EYES = {
    "normal": NORMAL, "deuteranopia": DEUTERANOPIA, "protanopia": PROTANOPIA,
    "tritanopia": TRITANOPIA, "greyscale": GREYSCALE,
}  # fmt: skip
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip
_WHITE = _TO_XYZ.sum(axis=1)
Matrix = tuple[tuple[float, float, float], ...]


def lab(colour: object, eyes: Matrix = NORMAL) -> np.ndarray:
    """L*, a*, b* of a colour as some eyes see it."""
    rgb = np.array(to_rgb(colour))  # type: ignore[arg-type]
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(eyes) @ linear, 0, 1)
    ratio = _TO_XYZ @ seen / _WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: object, other: object, eyes: Matrix = NORMAL) -> float:
    """ΔE*ab between two colours as some eyes see them."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))
