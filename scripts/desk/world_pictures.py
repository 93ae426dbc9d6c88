"""The demo world's pictures: renditions are made once, by the code of the media context, and kept."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from desk import places

WORLD = places.ROOT / "scripts" / "world"
RENDITIONS = places.LOCAL / "renditions"
CODE = ("functions", "layers/shared/python")


def render_all(cast: Any, posts: Any) -> dict[str, Any]:
    """Faces and photographs by name, each with its card, its renditions and its master."""
    names = [(f"faces/{each['face']}", True) for each in cast]
    names += [(f"photos/{photo['file']}", False) for post in posts for photo in post["photos"]]
    RENDITIONS.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        return dict(pool.map(_render, names, chunksize=4))


def _render(wanted: tuple[str, bool]) -> tuple[str, Any]:
    """One picture's renditions, from `.local/renditions` when they were made before."""
    name, is_face = wanted
    sys.path[:0] = [str(places.ROOT / part) for part in CODE if str(places.ROOT / part) not in sys.path]
    data = (WORLD / name).read_bytes()
    code = b"".join(path.read_bytes() for path in sorted((places.ROOT / "functions" / "media").glob("*ing.py")))
    kept = RENDITIONS / f"{hashlib.sha256(data + code).hexdigest()[:32]}.json"
    if kept.exists():
        return name, json.loads(kept.read_text())
    from media import imaging

    made = imaging.avatar(data) if is_face else imaging.render(data)
    found = {
        "card": {
            "width": made.width,
            "height": made.height,
            "widths": sorted({each.width for each in made.renditions}),
            "thumbhash": made.thumbhash,
            "color": made.dominant_colour,
        },
        "master": base64.b64encode(made.master).decode(),
        "renditions": [
            {"name": each.name, "type": each.content_type, "data": base64.b64encode(each.data).decode()}
            for each in made.renditions
        ],
    }
    half = kept.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(found))
    half.replace(kept)
    return name, found
