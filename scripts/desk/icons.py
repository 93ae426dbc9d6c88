"""The icons of the installed app, drawn from the shapes of web/public/mark.svg on a neutral ground."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image, ImageDraw

from desk import places
from desk.terminal import say

BOX = 32.0  # the side of the mark's own drawing
FINE = 8  # drawn so many times larger, then made small
INK, SUN, GROUND = "#161615", "#d8452a", "#fbfbfa"
STROKE = 3.4
Point = tuple[float, float]


def main(arguments: list[str] | None = None) -> int:
    """Write the icons to web/public/icons."""
    parser = argparse.ArgumentParser(prog="scripts/icons", description="Draw the app's icons from its mark.")
    parser.add_argument("--to", type=Path, default=places.ROOT / "web" / "public" / "icons", help="the folder")
    folder: Path = parser.parse_args(arguments).to
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "icon-192.png": icon(192, share=0.62, round_=0.22),
        "icon-512.png": icon(512, share=0.62, round_=0.22),
        "maskable-512.png": icon(512, share=0.5),  # the outer tenth may be cut off on every side
        "apple-touch-icon.png": icon(180, share=0.6),
        "badge-96.png": badge(96),
    }
    for name, image in drawn.items():
        image.save(folder / name, optimize=True)
        say(f"{name}: {(folder / name).stat().st_size:,} bytes")
    return 0


def icon(side: int, *, share: float, round_: float = 0.0) -> Image.Image:
    """The mark over `share` of a square of the ground's colour, whose corners are rounded by `round_` of its side."""
    large = side * FINE
    image = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, large - 1, large - 1), radius=round_ * large, fill=GROUND)
    _mark(draw, large, share, INK, SUN)
    small = image.resize((side, side), Image.Resampling.LANCZOS)
    return small if round_ else small.convert("RGB")


def badge(side: int) -> Image.Image:
    """The mark alone in white: systems take its shape only."""
    large = side * FINE
    image = Image.new("RGBA", (large, large), (255, 255, 255, 0))
    _mark(ImageDraw.Draw(image), large, 0.92, "white", "white")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _mark(draw: ImageDraw.ImageDraw, side: int, share: float, ink: str, sun: str) -> None:
    scale = side * share / BOX
    edge = (side - BOX * scale) / 2

    def at(point: Point) -> Point:
        return edge + point[0] * scale, edge + point[1] * scale

    leg = [(4.5, 5.5), (6.7, 5.5), *_curve((6.7, 5.5), (8.4, 5.5), (9.8, 6.4), (10.6, 7.9)), (20.8, 27.0)]
    leg += [*_curve((20.8, 27.0), (21.3, 27.9), (22.2, 28.5), (23.2, 28.5)), (27.5, 28.5)]
    for line in (leg, [(14.6, 16.2), (6.8, 28.5)]):
        _stroke(draw, [at(point) for point in line], STROKE * scale, ink)
    (x, y), radius = at((23.0, 9.0)), 4.5 * scale
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=sun)


def _curve(start: Point, one: Point, two: Point, end: Point) -> list[Point]:
    """Points of a cubic curve, without its start."""
    found = []
    for step in range(1, 25):
        t = step / 24
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        found.append(
            (
                a * start[0] + b * one[0] + c * two[0] + d * end[0],
                a * start[1] + b * one[1] + c * two[1] + d * end[1],
            )
        )
    return found


def _stroke(draw: ImageDraw.ImageDraw, line: list[Point], width: float, ink: str) -> None:
    """A line with round ends and joints."""
    draw.line(line, fill=ink, width=round(width))
    for x, y in line:
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=ink)
