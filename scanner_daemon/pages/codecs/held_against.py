"""Pixels that another device decoded, held against the small copy that libjpeg-turbo made of the same file.

A GPU's decoder may fill up damaged data without a word. The small copy is read by a decoder that says so, from the
same bytes; where both show the same picture, block by block, the large one is whole.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["BLOCK_PX", "block_means", "largest_difference"]

BLOCK_PX = 16
"""Of the whole photograph: the largest unit in which JPEG stores pixels (ITU-T T.81, A.2.4, chroma halved)."""


def block_means(image: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    """The mean of each block of `BLOCK_PX` pixels of the photograph, of which ``image`` is a copy 1/``by`` the size."""
    block = BLOCK_PX // by
    rows, columns = image.shape[0] // block, image.shape[1] // block
    means = cv2.resize(image[: rows * block, : columns * block], (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(means, dtype=np.uint8)


def largest_difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    """Of two pictures' block means, in grey levels, where both have a block.

    Between libjpeg-turbo's own two sizes of a photograph it is 1.
    """
    rows, columns = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    return int(cv2.absdiff(one[:rows, :columns], other[:rows, :columns]).max(initial=0))
