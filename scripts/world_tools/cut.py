"""Cuts the demo world's photographs out of the original pictures that pictures.json names.

Run in scripts/ as `python -m world_tools.cut FOLDER`. FOLDER holds each package unpacked under its own name
(`dpkg-deb -x PACKAGE.deb FOLDER/PACKAGE`). Writes photographs 1080 pixels wide and without metadata to
scripts/world/photos: progressive JPEG of at most MAX_BYTES or, where that would look poor, WebP of about as much.
Pictures that are there already are left alone; `--again` cuts them anew. Needs Pillow;
mozjpeg-lossless-optimization, where installed, makes the files a few percent smaller.
"""

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

HERE = Path(__file__).resolve().parent
PHOTOS = HERE.parent / "world" / "photos"
WIDTH = 1080
HEIGHTS = {"P": 1350, "S": 1080, "W": 810, "M": 720, "L": 566}
"""Portrait 4:5, square, 4:3, 3:2 and landscape 1.91:1."""
MAX_BYTES = 104_000
JPEG_QUALITIES = range(80, 67, -4)
WEBP_QUALITIES = range(76, 51, -6)

try:
    from mozjpeg_lossless_optimization import optimize  # type: ignore[import-untyped,import-not-found,unused-ignore]
except ImportError:  # the files only grow a little

    def optimize(data: bytes) -> bytes:
        return data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, nargs="+", help="folders that hold the unpacked packages")
    parser.add_argument("--again", action="store_true", help="cut pictures that exist already, too")
    parser.add_argument("--only", default="", help="only pictures whose name starts so")
    options = parser.parse_args()
    PHOTOS.mkdir(parents=True, exist_ok=True)
    missing = 0
    for picture in json.loads((HERE / "pictures.json").read_text(encoding="utf-8")):
        name = picture["name"]
        if not name.startswith(options.only) or (any(PHOTOS.glob(f"{name}.*")) and not options.again):
            continue
        originals = [f / picture["package"] / picture["original"] for f in options.folder]
        original = next((o for o in originals if o.exists()), None)
        if original is None:
            print(f"missing: {picture['package']} {picture['original']}", file=sys.stderr)
            missing += 1
            continue
        data, suffix = compress(cut(original, picture))
        for old in PHOTOS.glob(f"{name}.*"):
            old.unlink()
        (PHOTOS / f"{name}{suffix}").write_bytes(data)
        print(f"{name}{suffix}: {len(data) // 1024} KB")
    return 1 if missing else 0


def cut(original: Path, picture: dict[str, Any]) -> Image.Image:
    """The part of the original around its focus, in the shape that pictures.json asks for, as sRGB."""
    with Image.open(original) as opened:
        profile = opened.info.get("icc_profile")
        image = opened.convert("RGB")
    if profile:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB")) or image
    height = HEIGHTS[picture["shape"]]
    scale = min(image.width / WIDTH, image.height / height) * picture["zoom"]
    box_width, box_height = WIDTH * scale, height * scale
    left = min(max(picture["focus"][0] * image.width - box_width / 2, 0), max(image.width - box_width, 0))
    top = min(max(picture["focus"][1] * image.height - box_height / 2, 0), max(image.height - box_height, 0))
    return image.resize(
        (WIDTH, height),
        Image.Resampling.LANCZOS,
        (left, top, min(left + box_width, image.width), min(top + box_height, image.height)),
        reducing_gap=3,
    )


def compress(image: Image.Image) -> tuple[bytes, str]:
    """A JPEG file of good quality where MAX_BYTES allow one, WebP for pictures full of detail; bytes and suffix."""
    for quality in JPEG_QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        data = optimize(target.getvalue())
        if len(data) <= MAX_BYTES:
            return data, ".jpg"
    data = b""
    for quality in WEBP_QUALITIES:
        target = io.BytesIO()
        image.save(target, "WEBP", quality=quality, method=6)
        data = target.getvalue()
        if len(data) <= MAX_BYTES:
            break
    return data, ".webp"


if __name__ == "__main__":
    raise SystemExit(main())
