"""Why an upload is refused, in words for its owner, and the limits of size that say so."""

from typing import Final

MAX_BYTES: Final = 60 * 1024 * 1024
"""Largest accepted file; 48 MP phone pictures are 8 to 15 MB, long GIFs and 16-bit PNGs the rest."""
MAX_PIXELS: Final = 50_000_000
"""Most pixels that are decoded: phones write up to 50 MP, panoramas about 40 MP (issue 2, security.md row 21)."""
MAX_FRAMES: Final = 400
"""Most frames of a moving picture: 20 seconds at 20 frames a second."""
MAX_MOVING_PIXELS: Final = 200_000_000
"""Most pixels of all frames together, each as large as the whole picture: decoding them takes about two seconds."""

SENTENCES: Final = {
    "empty": "The file is empty.",
    "too_large": "The file is larger than 60 MB.",
    "too_large_for_form": "The file is larger than 25 MB. Upload it in parts.",
    "too_many_pixels": "The picture has more than 50 megapixels.",
    "too_many_scans": "The picture is stored in a way that takes too long to read. Save it again as JPEG.",
    "too_much_motion": "The moving picture is too long or too large. Make it shorter or smaller.",
    "not_media": "The file is not a picture.",
    "format_not_supported": "This kind of file is not supported. Use JPEG, PNG, WebP, AVIF, HEIC or GIF.",
    "animated_not_supported": "This kind of moving picture is not supported. Use GIF or WebP.",
    "truncated": "The file is incomplete. Upload it again.",
    "damaged": "The picture is damaged and cannot be read.",
    "crop_outside": "The crop lies outside the picture.",
}


class Rejected(Exception):
    """An upload that is refused for good. `reason` is a key of SENTENCES; `sentence` may be shown to the member."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.sentence = SENTENCES[reason]
        self.detail = detail
        """What the decoder said; for the log, never for the member."""
        super().__init__(f"{reason}: {detail or self.sentence}")


def check_pixels(width: int, height: int) -> None:
    """Refuse a size that would take too much memory, or that no picture has."""
    if width < 1 or height < 1:
        raise Rejected("damaged", f"{width} x {height} pixels")
    if width * height > MAX_PIXELS:
        raise Rejected("too_many_pixels", f"{width} x {height} pixels")


def check_motion(width: int, height: int, frames: int) -> None:
    """Refuse what would take too long to decode: frames without end, or too many large ones."""
    check_pixels(width, height)
    if frames > MAX_FRAMES or (frames > 1 and width * height * frames > MAX_MOVING_PIXELS):
        raise Rejected("too_much_motion", f"{frames} frames of {width} x {height} pixels")
