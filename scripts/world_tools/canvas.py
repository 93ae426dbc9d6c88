"""What portraits are drawn on and with: smooth curves on a canvas of 100 by 100, and a person's colours."""

from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFilter

SCALE = 16
"""Drawn at 1600 pixels, then made smaller, so that edges are smooth."""

Point = tuple[float, float]
Points = list[Point]


class Person(NamedTuple):
    """Colours are hex; hair, brows, clothes and extras name the functions and variants below."""

    skin: str
    hair: str
    style: str
    ground: str
    disc: str
    clothes: str
    collar: str = "round"
    trim: str = "#ffffff"
    jaw: float = 0.2
    extras: tuple[str, ...] = ()
    smile: float = 1.0


class Canvas:
    """One portrait in the making; coordinates run from 0 to 100."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (100 * SCALE, 100 * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def shape(self, points: Points, colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in curve(points)], fill=colour)

    def sharp(self, points: Points, colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def ball(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        self.draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=colour)

    def line(self, points: Points, colour: str, width: float) -> None:
        """A round-ended brush stroke along a smooth open curve."""
        path = curve(points, closed=False)
        for x, y in path:
            self.ball(x, y, width / 2, width / 2, colour)
        self.draw.line([(x * SCALE, y * SCALE) for x, y in path], fill=colour, width=round(width * SCALE))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """A soft spot: blush on a cheek, light on hair."""
        mask = Image.new("L", (200, 200))
        box = [(x - radius) * 2, (y - radius) * 2, (x + radius) * 2, (y + radius) * 2]
        ImageDraw.Draw(mask).ellipse(box, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(radius * 0.9)).resize(self.image.size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)
        self.draw = ImageDraw.Draw(self.image)


def curve(points: Points, closed: bool = True, steps: int = 24) -> Points:
    """Points along a Catmull-Rom spline through `points`."""
    count = len(points)
    path: Points = []
    for i in range(count if closed else count - 1):
        a, b, c, d = (points[j % count] if closed else points[min(max(j, 0), count - 1)] for j in range(i - 1, i + 3))
        for step in range(steps):
            t = step / steps
            path.append((spline(a[0], b[0], c[0], d[0], t), spline(a[1], b[1], c[1], d[1], t)))
    return path if closed else [*path, points[-1]]


def spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def mirrored(points: Points) -> Points:
    return [(100 - x, y) for x, y in points]


def whole(left: Points) -> Points:
    """A symmetric outline from its left half, given from top to bottom."""
    return left + mirrored(left)[::-1]


def mix(one: str, other: str, part: float) -> str:
    a, b = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (one, other))
    return "#" + "".join(f"{round(p + (q - p) * part):02x}" for p, q in zip(a, b, strict=True))
