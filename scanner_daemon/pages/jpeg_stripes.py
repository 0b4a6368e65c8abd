"""One JPEG out of stripes that were encoded side by side: a restart marker between two stripes makes them one scan.

At a restart marker the encoder forgets everything it knew (ITU-T T.81, E.1.4), so a stripe's data are the same whether
it stands alone or below another, as long as its height is a whole number of MCUs. The file does not depend on how many
threads there are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["encoded_in_stripes"]

_LEAST_STRIPES = 4
_MOST_MCUS = 65535
"""Between two restart markers (T.81, B.2.4.4)."""
_START_OF_FRAME, _START_OF_SCAN = 0xC0, 0xDA
_END_OF_IMAGE, _RESTARTS = b"\xff\xd9", 8


class _Stripe(NamedTuple):
    """A baseline JPEG in three parts: up to the start of its scan, the scan's own header, and the entropy-coded data.

    ``height_at`` is where in ``tables`` the frame's height stands.
    """

    tables: bytes
    scan: bytes
    coded: bytes
    height_at: int


def encoded_in_stripes(
    image: NDArray[np.uint8], encode: Callable[[NDArray[np.uint8]], bytes], mcu_px: int, threads: int
) -> bytes:
    """``image`` encoded by ``encode``, which makes a baseline JPEG of MCUs ``mcu_px`` wide and high, in ``threads``."""
    height, width = image.shape[:2]
    mcus_across, mcus_down = -(-width // mcu_px), -(-height // mcu_px)
    number = max(_LEAST_STRIPES, -(-mcus_across * mcus_down // _MOST_MCUS) + 1)
    mcus_a_stripe = -(-mcus_down // number)
    rows = mcus_a_stripe * mcu_px
    if mcus_down <= number or mcus_a_stripe * mcus_across > _MOST_MCUS:
        return encode(image)
    parts = [image[top : top + rows] for top in range(0, height, rows)]
    if threads > 1:
        with ThreadPoolExecutor(min(threads, len(parts)), thread_name_prefix="encode") as pool:
            stripes = [_taken_apart(jpeg) for jpeg in pool.map(encode, parts)]
    else:
        stripes = [_taken_apart(encode(part)) for part in parts]
    return _joined(stripes, height, mcus_a_stripe * mcus_across)


def _joined(stripes: Sequence[_Stripe], height: int, mcus_a_stripe: int) -> bytes:
    first = stripes[0]
    at = first.height_at
    tables = first.tables[:at] + height.to_bytes(2, "big") + first.tables[at + 2 :]
    interval = b"\xff\xdd\x00\x04" + mcus_a_stripe.to_bytes(2, "big")
    joined = [tables, interval, first.scan, first.coded]
    for number, stripe in enumerate(stripes[1:]):
        joined += [bytes((0xFF, 0xD0 + number % _RESTARTS)), stripe.coded]
    return b"".join((*joined, _END_OF_IMAGE))


def _taken_apart(jpeg: bytes) -> _Stripe:
    """Walk the segments (T.81, Annex B) up to the scan."""
    at, height_at = 2, 0
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == _START_OF_FRAME:
            height_at = at + 5
        if marker == _START_OF_SCAN:
            coded = at + 2 + length
            return _Stripe(jpeg[:at], jpeg[at:coded], jpeg[coded : -len(_END_OF_IMAGE)], height_at)
        at += 2 + length
