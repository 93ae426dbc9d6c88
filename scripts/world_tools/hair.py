"""The ways hair is worn in the demo world's portraits: what lies behind the head and what lies on it."""

import math
import random

from world_tools.canvas import Canvas, Person, Points, mirrored, mix, whole


def nothing(c: Canvas, p: Person) -> None:
    """Styles that show nothing behind the head."""


def light(p: Person) -> str:
    return mix(p.hair, "#ffd9a8", 0.16)


def cap_back(c: Canvas, p: Person) -> None:
    c.shape(whole([(50, 19.5), (37, 22), (31.4, 31), (31.4, 42), (33, 50)]), mix(p.hair, "#000000", 0.12))


def bob_back(c: Canvas, p: Person) -> None:
    c.shape(whole([(50, 19), (36, 21), (28, 33), (26, 50), (26, 66), (33, 71), (42, 66)]), mix(p.hair, "#000000", 0.2))


def bob_front(c: Canvas, p: Person) -> None:
    c.shape(
        [(58, 20), (42, 19), (30, 28), (26, 48), (27, 66), (32, 68), (34, 54), (36, 42), (46, 34), (57, 27)], p.hair
    )
    c.shape([(55, 21), (66, 23), (73, 36), (74, 52), (73, 66), (68, 68), (66.5, 54), (65, 40), (60, 31)], p.hair)
    c.line([(36, 30), (31, 42), (30, 56)], light(p), 1.3)


def short_front(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (32, 44),
            (30, 34),
            (35, 24),
            (46, 18),
            (60, 19),
            (69, 26),
            (70, 36),
            (68, 44),
            (66, 36),
            (60, 31),
            (48, 33),
            (38, 31),
            (34, 36),
        ],
        p.hair,
    )
    c.line([(40, 25), (48, 22), (58, 23)], light(p), 1.2)


def fade_front(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (33, 42),
            (31.6, 33),
            (36, 24),
            (50, 20),
            (64, 24),
            (68.4, 33),
            (67, 42),
            (65, 34),
            (58, 30),
            (50, 29),
            (42, 30),
            (35, 34),
        ],
        p.hair,
    )


def bun_back(c: Canvas, p: Person) -> None:
    c.ball(50, 17, 9, 8, p.hair)
    c.line([(45, 13), (50, 11.5), (55, 13)], light(p), 1.1)
    c.shape(whole([(50, 21), (36, 24), (30, 36), (31, 50), (36, 58)]), mix(p.hair, "#000000", 0.15))


def bun_front(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (31.5, 48),
            (30, 36),
            (36, 25),
            (50, 21),
            (64, 25),
            (70, 36),
            (68.5, 48),
            (66.5, 39),
            (59, 31),
            (50, 27),
            (41, 31),
            (33.5, 39),
        ],
        p.hair,
    )
    c.line([(50, 22.5), (41, 27), (35, 35)], light(p), 0.8)
    c.line([(50, 22.5), (59, 27), (65, 35)], light(p), 0.8)


def fringe_back(c: Canvas, p: Person) -> None:
    c.shape(whole([(50, 18), (35, 20), (27, 34), (25, 56), (24, 80), (34, 86), (42, 76)]), mix(p.hair, "#3a3a5a", 0.12))


def fringe_front(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (30, 44),
            (29, 32),
            (36, 21),
            (50, 18),
            (64, 21),
            (71, 32),
            (70, 44),
            (67.5, 39),
            (60, 38.4),
            (50, 38.8),
            (40, 38.4),
            (32.5, 39),
        ],
        p.hair,
    )
    c.shape([(30, 40), (34, 38), (34, 52), (32.5, 72), (27, 78), (26, 58)], p.hair)
    c.shape(mirrored([(30, 40), (34, 38), (34, 52), (32.5, 72), (27, 78), (26, 58)]), p.hair)
    c.line([(38, 26), (48, 22.4), (58, 24)], "#4a4a66", 1.2)


def waves_back(c: Canvas, p: Person) -> None:
    left: Points = [(50, 17), (36, 18), (25, 30), (24, 42), (19, 54), (22, 66), (17, 78), (26, 88), (40, 82)]
    c.shape(whole(left), p.hair)


def waves_front(c: Canvas, p: Person) -> None:
    c.shape([(57, 19), (42, 18), (29, 29), (26, 44), (29, 56), (33, 50), (34.5, 42), (44, 36), (54, 27)], p.hair)
    c.shape([(54, 20), (66, 21), (74, 34), (74, 46), (70, 57), (67, 50), (65.5, 41), (60, 33)], p.hair)
    for shift in (0, 3.4):
        c.line(
            [(41 - shift, 23 + shift), (31 - shift / 2, 33), (28 - shift, 46), (24, 58), (26 - shift, 70)],
            light(p),
            0.8,
        )


def curls_front(c: Canvas, p: Person) -> None:
    dice = random.Random(5)  # noqa: S311 - the same curls every time
    for i in range(26):
        t = math.pi * (1.02 + 0.96 * i / 25)
        for ring in (15.5, 19.5, 12):
            x = 50 + (ring + 1.5) * math.cos(t) * 1.02 + dice.uniform(-1, 1)
            y = 42 + ring * 1.12 * math.sin(t) + dice.uniform(-1, 1)
            if y < 33 or abs(x - 50) > 15:
                c.ball(x, y, 3.6, 3.4, p.hair)
    for x, y in ((39, 26), (46, 22), (54, 23), (61, 27), (50, 28)):
        c.line([(x - 1.6, y + 0.8), (x, y - 1), (x + 1.7, y + 0.6)], light(p), 0.8)


def afro_back(c: Canvas, p: Person) -> None:
    dice = random.Random(9)  # noqa: S311 - the same curls every time
    c.ball(50, 37, 29, 27, p.hair)
    for i in range(46):
        t = 2 * math.pi * i / 46
        c.ball(50 + 28 * math.cos(t), 37 + 26 * math.sin(t), dice.uniform(2.2, 4), dice.uniform(2.2, 4), p.hair)


def afro_front(c: Canvas, p: Person) -> None:
    c.shape(
        [
            (32, 44),
            (31, 32),
            (40, 22),
            (50, 20),
            (60, 22),
            (69, 32),
            (68, 44),
            (66, 37),
            (58, 31.5),
            (50, 30),
            (42, 31.5),
            (34, 37),
        ],
        p.hair,
    )
    c.shape(
        [(29, 26), (40, 17), (50, 15), (60, 17), (71, 26), (70, 31), (60, 23.5), (50, 21.5), (40, 23.5), (30, 31)],
        p.trim,
    )
    for x, y in ((36, 24), (43, 20.4), (50, 19), (57, 20.4), (64, 24)):
        c.ball(x, y, 1.3, 1.3, p.clothes)


def long_back(c: Canvas, p: Person) -> None:
    c.shape(
        whole([(50, 18), (36, 20), (28, 32), (26, 52), (24, 74), (27, 92), (40, 90), (44, 76)]),
        mix(p.hair, "#4a2030", 0.12),
    )


def long_front(c: Canvas, p: Person) -> None:
    half: Points = [(50, 18.5), (38, 20), (29, 31), (27, 50), (29, 62), (33, 56), (34.4, 44), (41, 34), (50, 25)]
    c.shape(half, p.hair)
    c.shape(mirrored(half), p.hair)
    c.line([(45, 23), (35, 31), (31, 44)], "#3d2a34", 1.0)
    c.line([(55, 23), (65, 31), (69, 44)], "#3d2a34", 1.0)


def scarf_back(c: Canvas, p: Person) -> None:
    c.shape(whole([(50, 15), (35, 18), (26, 32), (25, 52), (24, 72), (14, 86), (20, 100), (40, 104)]), p.trim)


def scarf_front(c: Canvas, p: Person) -> None:
    fold = mix(p.trim, "#3a1020", 0.18)
    under = mix(p.trim, "#fff0e0", 0.55)
    c.shape(
        [
            (50, 27.5),
            (41.5, 29),
            (36.2, 36),
            (35.4, 46),
            (37, 57),
            (42, 65),
            (34, 70),
            (27, 58),
            (26, 38),
            (34, 21),
            (50, 15),
            (66, 21),
            (74, 38),
            (73, 58),
            (66, 70),
            (58, 65),
            (63, 57),
            (64.6, 46),
            (63.8, 36),
            (58.5, 29),
        ],
        p.trim,
    )
    c.line([(36.6, 38), (41.5, 30.4), (50, 28.4), (58.5, 30.4), (63.4, 38)], under, 1.8)
    c.shape(
        [(33, 60), (40, 67), (50, 70), (60, 67), (67, 60), (74, 74), (66, 92), (48, 97), (30, 90), (25, 74)], p.trim
    )
    c.line([(31, 66), (42, 76), (58, 80), (70, 76)], fold, 1.2)
    c.line([(28, 76), (42, 85), (58, 88), (68, 84)], fold, 1.2)
    c.line([(31, 30), (38, 21), (48, 18)], mix(p.trim, "#ffffff", 0.25), 1.0)


def beanie_front(c: Canvas, p: Person) -> None:
    knit = p.trim
    c.shape([(33, 46), (31.6, 38), (36, 35), (35, 42), (34, 50)], p.hair)
    c.shape(mirrored([(33, 46), (31.6, 38), (36, 35), (35, 42), (34, 50)]), p.hair)
    c.shape([(30, 34), (31, 22), (40, 12), (50, 10), (60, 12), (69, 22), (70, 34), (50, 31)], knit)
    for x in (38, 44, 50, 56, 62):
        c.line([(x, 29), (50 + (x - 50) * 0.75, 14)], mix(knit, "#5a2a10", 0.16), 0.9)
    c.shape(
        [(29, 32), (39, 28.6), (50, 27.6), (61, 28.6), (71, 32), (71, 38), (61, 35), (50, 34.2), (39, 35), (29, 38)],
        mix(knit, "#fff0d0", 0.25),
    )
    c.ball(50, 9, 4.6, 4.4, mix(knit, "#fff0d0", 0.45))


def braids_back(c: Canvas, p: Person) -> None:
    for side in (-1, 1):
        for i in range(7):
            c.ball(
                50 + side * (19 + i * 0.4),
                57 + i * 5.2,
                4.3 - i * 0.22,
                3.7,
                mix(p.hair, "#8a5a20", 0.12 if i % 2 else 0.0),
            )
        c.ball(50 + side * 21.6, 92, 2.4, 1.6, p.clothes)


def braids_front(c: Canvas, p: Person) -> None:
    half: Points = [(50, 18.5), (39, 20), (31, 29), (29, 44), (31, 56), (34, 50), (35, 42), (42, 32.5), (50, 26)]
    c.shape(half, p.hair)
    c.shape(mirrored(half), p.hair)
    for side in (-1, 1):
        for i in range(7):
            x, y = 50 + side * (19 + i * 0.4), 57 + i * 5.2
            c.ball(x, y, 4.2 - i * 0.22, 3.5, p.hair)
            c.line([(x - 2.4, y - 0.6), (x, y + 2), (x + 2.4, y - 0.6)], mix(p.hair, "#8a5a20", 0.35), 0.6)
        c.ball(50 + side * 21.8, 93, 2.6, 1.8, p.clothes)
    c.line([(46, 22.5), (37, 28.5), (33, 38)], mix(p.hair, "#ffffff", 0.35), 1.0)


BACK = {
    "short": cap_back,
    "fade": cap_back,
    "curls": cap_back,
    "bob": bob_back,
    "bun": bun_back,
    "fringe": fringe_back,
    "waves": waves_back,
    "afro": afro_back,
    "long": long_back,
    "scarf": scarf_back,
    "braids": braids_back,
}
FRONT = {
    "bob": bob_front,
    "short": short_front,
    "bun": bun_front,
    "fade": fade_front,
    "scarf": scarf_front,
    "fringe": fringe_front,
    "waves": waves_front,
    "curls": curls_front,
    "long": long_front,
    "beanie": beanie_front,
    "afro": afro_front,
    "braids": braids_front,
}
