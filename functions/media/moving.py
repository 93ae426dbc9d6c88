"""How many frames a moving picture has, told from its bytes before any decoder sees it.

A frame may lie outside of the size that a GIF's header declares, and decoders then enlarge the picture: so the size
that counts is the one that holds all frames.
"""

from typing import Final

from media.faults import MAX_FRAMES, Rejected, check_motion, check_pixels

_MAX_BLOCKS: Final = 600_000
"""Most blocks that are looked at: a full file of 60 MB has 250,000; only an attacker's blocks are tiny."""
_EXTENSION, _FRAME, _TRAILER = 0x21, 0x2C, 0x3B


def gif_frames(data: bytes) -> int:
    """Frames of a GIF (GIF89a, 1990); Rejected when it is cut short, damaged or too much to decode."""
    if len(data) < 14:
        raise Rejected("truncated", "shorter than a GIF header")
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    blocks = _Blocks(data, 13 + _table(data[10]))
    frames = 0
    while (kind := blocks.next_byte()) not in (None, _TRAILER):
        if kind == _EXTENSION:
            blocks.skip(1)
        elif kind == _FRAME:
            place = blocks.take(9)
            left, top, across, down = (int.from_bytes(place[at : at + 2], "little") for at in (0, 2, 4, 6))
            width, height = max(width, left + across), max(height, top + down)
            frames += 1
            check_motion(width, height, frames)
            blocks.skip(_table(place[8]) + 1)
        elif kind:
            raise Rejected("damaged", f"a GIF has no block of kind {kind}")
        else:
            continue  # some writers fill up with zeros
        blocks.skip_chain()
    if not frames:
        raise Rejected("truncated" if kind is None else "damaged", "a GIF without a frame")
    check_pixels(width, height)
    return frames


def webp_frames(data: bytes) -> int:
    """Frames (ANMF chunks) of a WebP whose header says that it moves; size and length are checked."""
    width = 1 + int.from_bytes(data[24:27], "little")
    height = 1 + int.from_bytes(data[27:30], "little")
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    at, frames, chunks = 12, 0, 0
    while at + 8 <= end:
        chunks += 1
        if data[at : at + 4] == b"ANMF":
            frames += 1
            check_motion(width, height, frames)
        elif chunks > MAX_FRAMES + 1000:
            raise Rejected("damaged", "chunks without end")
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    if not frames:
        raise Rejected("damaged", "a moving WebP without a frame")
    return frames


def _table(flags: int) -> int:
    """Bytes of the colour table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


class _Blocks:
    """A place in a GIF, moved forwards."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at, self.seen = data, at, 0

    def next_byte(self) -> int | None:
        self._count()
        if self.at >= len(self.data):
            return None
        self.at += 1
        return self.data[self.at - 1]

    def take(self, size: int) -> bytes:
        self.skip(size)
        if self.at > len(self.data):
            raise Rejected("truncated", "within a GIF's frame")
        return self.data[self.at - size : self.at]

    def skip(self, size: int) -> None:
        self.at += size

    def skip_chain(self) -> None:
        """Skip sub-blocks up to and with the empty one that ends them."""
        while True:
            self._count()
            if self.at >= len(self.data):
                raise Rejected("truncated", "within a GIF's blocks")
            size = self.data[self.at]
            self.at += 1 + size
            if not size:
                return

    def _count(self) -> None:
        self.seen += 1
        if self.seen > _MAX_BLOCKS:
            raise Rejected("damaged", "blocks without end")
