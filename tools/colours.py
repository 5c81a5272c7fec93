"""Colours as eyes see them: contrast, mixing, how far two are apart, and how people who lack a cone see them.

Colours are (red, green, blue) from 0 to 1, as sRGB encodes them. Distances are CIEDE2000 under D65.
"""

from collections.abc import Callable
from math import atan2, cos, degrees, exp, hypot, pi, radians, sin, sqrt
from typing import TypeAlias

Colour: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[Colour, Colour, Colour]

_XYZ: Matrix = (
    (0.4123907993, 0.3575843394, 0.1804807884),
    (0.2126390059, 0.7151686788, 0.0721923154),
    (0.0193308187, 0.1191947798, 0.9505321522),
)
_WHITE: Colour = (0.9504559271, 1.0, 1.0890577508)
_OKLAB_CONES: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_OKLAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_OKLAB: Matrix = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_OKLAB_CONES: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)

#: Machado, Oliveira and Fernandes 2009, severity 1.0; on linear light.
VISIONS: dict[str, Matrix] = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def read_hex(text: str) -> Colour:
    """#abc or #aabbcc; raises ValueError."""
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6 or not text.startswith("#"):
        raise ValueError(f"{text!r} is not a colour like #2b4b9b")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2: 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` (0 to 1) of one colour with the rest of another, as `color-mix(in oklab, …)` makes it."""
    first, second = _oklab(one), _oklab(other)
    lab = _each(lambda at: share * first[at] + (1 - share) * second[at])
    cones = _times(_FROM_OKLAB, lab)
    return _encoded(_times(_FROM_OKLAB_CONES, _each(lambda at: cones[at] ** 3)))


def seen_by(vision: str, colour: Colour) -> Colour:
    """The colour as somebody with that vision sees it."""
    return _encoded(_times(VISIONS[vision], _linear(colour)))


def distance(one: Colour, other: Colour) -> float:
    """How far two colours are apart: 1 is what an eye just tells apart side by side."""
    return ciede2000(_lab(one), _lab(other))


def ciede2000(one: Colour, other: Colour) -> float:
    """CIEDE2000 of two CIE L*a*b* colours, step by step as in Sharma, Wu and Dalal 2005."""
    mean_chroma = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    g = 0.5 * (1 - sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7)))
    (chroma_1, hue_1), (chroma_2, hue_2) = (_polar((1 + g) * lab[1], lab[2]) for lab in (one, other))
    turn = hue_2 - hue_1
    is_grey = chroma_1 * chroma_2 == 0
    turn = 0 if is_grey else turn - 360 if turn > 180 else turn + 360 if turn < -180 else turn
    light, chroma = other[0] - one[0], chroma_2 - chroma_1
    hue = 2 * sqrt(chroma_1 * chroma_2) * sin(radians(turn / 2))
    mean_light, mean_c = (one[0] + other[0]) / 2, (chroma_1 + chroma_2) / 2
    mean_hue = _mean_hue(hue_1, hue_2, is_grey)
    t = (
        1
        - 0.17 * cos(radians(mean_hue - 30))
        + 0.24 * cos(radians(2 * mean_hue))
        + 0.32 * cos(radians(3 * mean_hue + 6))
        - 0.20 * cos(radians(4 * mean_hue - 63))
    )
    rotation = -2 * sqrt(mean_c**7 / (mean_c**7 + 25**7)) * sin(pi / 3 * exp(-(((mean_hue - 275) / 25) ** 2)))
    l_part = light / (1 + 0.015 * (mean_light - 50) ** 2 / sqrt(20 + (mean_light - 50) ** 2))
    c_part = chroma / (1 + 0.045 * mean_c)
    h_part = hue / (1 + 0.015 * mean_c * t)
    return sqrt(l_part**2 + c_part**2 + h_part**2 + rotation * c_part * h_part)


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360


def _mean_hue(one: float, other: float, is_grey: bool) -> float:
    total = one + other
    if is_grey:
        return total
    if abs(one - other) <= 180:
        return total / 2
    return (total + 360) / 2 if total < 360 else (total - 360) / 2


def _luminance(colour: Colour) -> float:
    return _times(_XYZ, _linear(colour))[1]


def _lab(colour: Colour) -> Colour:
    xyz = _times(_XYZ, _linear(colour))
    x, y, z = _each(lambda at: _root(xyz[at] / _WHITE[at]))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(share: float) -> float:
    return share ** (1 / 3) if share > (6 / 29) ** 3 else share / (3 * (6 / 29) ** 2) + 4 / 29


def _oklab(colour: Colour) -> Colour:
    cones = _times(_OKLAB_CONES, _linear(colour))
    return _times(_OKLAB, _each(lambda at: cones[at] ** (1 / 3)))


def _linear(colour: Colour) -> Colour:
    return _each(lambda at: colour[at] / 12.92 if colour[at] <= 0.04045 else ((colour[at] + 0.055) / 1.055) ** 2.4)


def _encoded(light: Colour) -> Colour:
    def encode(value: float) -> float:
        value = min(1.0, max(0.0, value))
        return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055

    return _each(lambda at: encode(light[at]))


def _times(matrix: Matrix, vector: Colour) -> Colour:
    return _each(lambda at: sum(a * b for a, b in zip(matrix[at], vector, strict=True)))


def _each(value: Callable[[int], float]) -> Colour:
    return value(0), value(1), value(2)
