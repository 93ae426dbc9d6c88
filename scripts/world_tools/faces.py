"""Draws the faces of the demo world: twelve portraits of one family, flat and warm, made for Lambdagram (CC0).

Every person is a row of PEOPLE. `python -m world_tools.faces`, run in scripts/, writes 384-pixel squares to
scripts/world/faces. Needs Pillow.
"""

import math
from pathlib import Path

from PIL import Image
from world_tools.canvas import Canvas, Person, Points, mix, whole
from world_tools.hair import BACK, FRONT, nothing

FACES = Path(__file__).resolve().parent.parent / "world" / "faces"
SIDE = 384

PEOPLE = {
    "alice": Person(
        "#f3c9a8", "#b5532c", "bob", "#f4b393", "#fbe3cf", "#2f5d62", "collar", "#f7efe2", 0.2, ("freckles",)
    ),
    "bob": Person("#e8b48e", "#5a3a25", "short", "#7fa99b", "#dcebdd", "#b5493a", "hood", "#f1d9a7", 0.1, ("beard",)),
    "carol": Person(
        "#f1c7a0", "#20202a", "bun", "#c9a0c4", "#f3e3f0", "#e9b44c", "round", "#fff6df", 0.26, ("flower",)
    ),
    "dan": Person("#7a4a2e", "#1d1613", "fade", "#e6a64e", "#fae3b4", "#31597a", "crew", "#f3f0e7", 0.1, ("glasses",)),
    "layla.haddad": Person("#dba880", "#2a1a16", "scarf", "#4f8f8b", "#cfe8df", "#7b2d43", "round", "#c65b5b", 0.22),
    "meilin": Person(
        "#f4cfae", "#17171f", "fringe", "#e2725b", "#f9d9c9", "#26263a", "turtle", "#3a3a55", 0.24, ("round glasses",)
    ),
    "stella.nova": Person(
        "#c98f66", "#2c1a2e", "waves", "#28335c", "#566aa8", "#e7e3f4", "round", "#f5c84c", 0.24, ("stars", "earrings")
    ),
    "joaobaptista": Person(
        "#c58a5c", "#2b1c14", "curls", "#58a5c4", "#cdebf3", "#f3efe4", "vee", "#3f7f9d", 0.12, ("stubble",)
    ),
    "priya_r": Person(
        "#a9683f", "#1b1218", "long", "#e58f3c", "#fbd9a0", "#1f7a6d", "round", "#f2b134", 0.24, ("earrings", "dot")
    ),
    "tomasz.w": Person(
        "#f2c5a4", "#c9a36a", "beanie", "#6d8b5a", "#dbe6c4", "#4a5a3a", "crew", "#d98e32", 0.12, ("moustache",)
    ),
    "amara.d": Person(
        "#5d3622", "#140e0d", "afro", "#d9574f", "#f7bda0", "#f0c33c", "round", "#2c6e63", 0.22, ("hoops",)
    ),
    "freyajons": Person(
        "#f7d5bd", "#e8cd8f", "braids", "#8fb3d1", "#e4eff7", "#a33b3b", "nordic", "#f6f1e7", 0.22, ("freckles",)
    ),
}


def portrait(person: Person) -> Image.Image:
    c = Canvas(person.ground)
    c.ball(50, 54, 43, 43, person.disc)
    if "stars" in person.extras:
        for x, y, r in ((16, 20, 1.5), (26, 9, 1), (82, 14, 1.7), (90, 34, 1), (9, 42, 1), (72, 7, 0.8), (93, 58, 1.2)):
            c.ball(x, y, r, r, "#fff3c4")
    BACK.get(person.style, nothing)(c, person)
    body(c, person)
    head(c, person)
    features(c, person)
    FRONT[person.style](c, person)
    for extra in person.extras:
        EXTRAS.get(extra, nothing)(c, person)
    return c.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def body(c: Canvas, p: Person) -> None:
    shade = mix(p.skin, "#6b2f2a", 0.22)
    dark = mix(p.clothes, "#1a1420", 0.22)
    c.shape(whole([(50, 76), (40, 78), (24, 82), (13, 90), (9, 103), (30, 112)]), p.clothes)
    c.sharp([(41, 60), (59, 60), (61, 82), (50, 87), (39, 82)], p.skin)
    c.shape([(41, 62), (50, 66), (59, 62), (59.6, 70), (50, 75), (40.4, 70)], shade)
    if p.collar == "round":
        c.line([(38, 79), (43, 85), (50, 87.5), (57, 85), (62, 79)], p.trim, 2.4)
    elif p.collar in ("crew", "nordic"):
        c.line([(37.5, 78), (43, 83), (50, 85), (57, 83), (62.5, 78)], p.trim if p.collar == "crew" else dark, 3.6)
    elif p.collar == "vee":
        c.sharp([(40, 78), (60, 78), (50, 94)], p.skin)
        c.sharp([(35, 76), (41, 76), (51, 95), (47, 97)], p.trim)
        c.sharp([(65, 76), (59, 76), (49, 95), (53, 97)], mix(p.trim, "#000000", 0.12))
    elif p.collar == "turtle":
        c.shape([(38, 70), (50, 74), (62, 70), (64, 82), (50, 88), (36, 82)], p.trim)
    elif p.collar == "collar":
        c.sharp([(39, 76), (50, 87), (42, 95), (33, 80)], p.trim)
        c.sharp([(61, 76), (50, 87), (58, 95), (67, 80)], mix(p.trim, "#7a5a3a", 0.12))
    elif p.collar == "hood":
        c.shape([(31, 80), (38, 73), (44, 84), (50, 90), (41, 95)], dark)
        c.shape([(69, 80), (62, 73), (56, 84), (50, 90), (59, 95)], dark)
        for x in (46, 54):
            c.line([(x, 89), (x + (x - 50) / 5, 98)], p.trim, 1.1)
    if p.collar == "nordic":
        for i in range(-5, 6):
            knit_x, knit_y = 50 + i * 6.2, 93 + abs(i) * 0.5
            around = ((0, -3), (2, 0), (0, 3), (-2, 0))
            c.sharp([(knit_x + dx, knit_y + dy) for dx, dy in around], p.trim)
        c.line([(16, 98), (50, 99), (84, 98)], p.trim, 0.9)


def head(c: Canvas, p: Person) -> None:
    shade = mix(p.skin, "#6b2f2a", 0.16)
    for x in (32.6, 67.4):
        c.ball(x, 48.5, 3.6, 4.8, p.skin)
        c.ball(x + (50 - x) / 20, 48.8, 1.7, 2.8, shade)
    outline: Points = []
    for step in range(72):
        t = 2 * math.pi * step / 72
        down = max(0.0, math.sin(t))
        outline.append((50 + 17 * math.cos(t) * (1 - p.jaw * down**2.4), 46 + (21 + 1.2 * down) * math.sin(t)))
    c.shape(outline, p.skin)
    c.glow(40, 54, 4.2, "#e0574f", 0.30)
    c.glow(60, 54, 4.2, "#e0574f", 0.30)


def features(c: Canvas, p: Person) -> None:
    ink = mix(mix(p.hair, "#2b1a1a", 0.6), "#000000", 0.1)
    brow = mix(p.hair, "#2b1a1a", 0.35)
    for side in (-1, 1):
        x = 50 + side * 7.4
        c.ball(x, 46.6, 1.55, 2.0, ink)
        c.ball(x + 0.55, 45.8, 0.5, 0.6, "#ffffff")
        c.line([(x - side * 3, 40.6), (x + side * 0.6, 39.7), (x + side * 3.5, 41.3)], brow, 1.15)
        if p.jaw > 0.2:
            c.line([(x - 1.9, 45.4), (x, 44.3), (x + 2.0, 45.2)], ink, 0.75)
            c.line([(x + side * 1.7, 45.2), (x + side * 2.9, 44.2)], ink, 0.6)
    c.line([(50.3, 47.5), (51.6, 52.2), (49.2, 53.2)], mix(p.skin, "#6b2f2a", 0.34), 0.95)
    lip = mix(p.skin, "#a3263a", 0.55)
    wide = 5.2 * p.smile
    c.shape(
        [
            (50 - wide, 57.4),
            (50, 58.4),
            (50 + wide, 57.4),
            (50 + wide * 0.55, 60.6),
            (50, 61.5),
            (50 - wide * 0.55, 60.6),
        ],
        lip,
    )
    c.shape([(50 - wide * 0.74, 58.2), (50, 58.9), (50 + wide * 0.74, 58.2), (50, 59.9)], "#fffaf3")


def freckles(c: Canvas, p: Person) -> None:
    shade = mix(p.skin, "#6b2f2a", 0.3)
    for x, y in ((40, 51.4), (42.4, 52.8), (44.6, 51.2), (55.4, 51.2), (57.6, 52.8), (60, 51.4)):
        c.ball(x, y, 0.45, 0.45, shade)


def beard(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (33.4, 46),
            (34.4, 58),
            (40, 67),
            (50, 71),
            (60, 67),
            (65.6, 58),
            (66.6, 46),
            (62.5, 54),
            (57, 55.2),
            (50, 54.6),
            (43, 55.2),
            (37.5, 54),
        ],
        p.hair,
    )
    c.shape([(45.4, 58.2), (50, 59), (54.6, 58.2), (52.4, 61), (50, 61.5), (47.6, 61)], "#fffaf3")


def moustache(c: Canvas, p: Person) -> None:
    c.shape(
        [(50, 54.8), (44, 55), (40.6, 58), (45, 57.8), (50, 56.8), (55, 57.8), (59.4, 58), (56, 55)],
        mix(p.hair, "#5a3a1a", 0.35),
    )


def stubble(c: Canvas, p: Person) -> None:
    c.glow(50, 64, 6.5, mix(p.hair, p.skin, 0.3), 0.35)


def dot(c: Canvas, _: Person) -> None:
    c.ball(50, 38, 0.95, 0.95, "#b3202e")


def glasses(c: Canvas, p: Person) -> None:
    frame = "#b07c33" if "round glasses" in p.extras else "#1c1c22"
    for x in (42.4, 57.6):
        path = [
            (x + 5.1 * math.cos(t / 20 * 2 * math.pi), 46.6 + 4.7 * math.sin(t / 20 * 2 * math.pi)) for t in range(21)
        ]
        c.line(path, frame, 0.95)
    c.line([(47.4, 46), (50, 45.2), (52.6, 46)], frame, 0.95)


def earrings(c: Canvas, _: Person) -> None:
    for x in (31.6, 68.4):
        c.ball(x, 54.8, 1.3, 1.3, "#f5c84c")
        c.ball(x, 58.2, 1.0, 2.0, "#f5c84c")


def hoops(c: Canvas, _: Person) -> None:
    for x in (31, 69):
        c.line(
            [(x + 3.4 * math.cos(t / 10 * math.pi), 57 + 3.8 * math.sin(t / 10 * math.pi)) for t in range(21)],
            "#f5c84c",
            0.9,
        )


def flower(c: Canvas, _: Person) -> None:
    for x, y, colour in (
        (66, 27, "#f7f3ea"),
        (69, 30.5, "#f7f3ea"),
        (63.4, 30.4, "#f7f3ea"),
        (66.4, 33, "#f7f3ea"),
    ):
        c.ball(x, y, 2.2, 2.2, colour)
    c.ball(66.3, 30.2, 1.6, 1.6, "#f2b134")


EXTRAS = {
    "freckles": freckles,
    "beard": beard,
    "moustache": moustache,
    "stubble": stubble,
    "dot": dot,
    "glasses": glasses,
    "round glasses": glasses,
    "earrings": earrings,
    "hoops": hoops,
    "flower": flower,
}


def main() -> None:
    FACES.mkdir(parents=True, exist_ok=True)
    for username, person in PEOPLE.items():
        target = FACES / f"{username}.webp"
        portrait(person).save(target, "WEBP", quality=88, method=6)
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
