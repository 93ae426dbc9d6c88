"""Text made small, for what is stored more often than it is read: photographs of a post, facts that carry them."""

import zlib

_RAW = -15  # neither header nor checksum: the store keeps what it was given


def pack(text: str) -> bytes:
    """`text` in as few bytes as deflate makes of it. Takes what `unpack` gives back."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, 9)
    return packer.compress(text.encode()) + packer.flush()


def unpack(packed: bytes) -> str:
    """What was packed. Raises ValueError for anything else."""
    try:
        return zlib.decompress(packed, _RAW).decode()
    except zlib.error as error:
        raise ValueError(f"not packed text: {error}") from error
