"""The coarse map as bytes: small, exact to a sixteenth of a pixel, and the way from a word back to the photograph."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.remap import CoarseMap

__all__ = ["map_bytes", "map_of", "photo_outline"]

_PER_PX = 64
"""Nodes are kept to 1/64 px, as differences of differences: small numbers, which pack well."""
_FORMAT = 2
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def map_bytes(coarse: CoarseMap) -> bytes:
    """A compressed NumPy archive: ``nodes`` (rows, columns, 2) int32 and ``size``, see `map_of`."""
    places = np.rint(coarse.nodes.astype(np.float64) * _PER_PX).astype(np.int32)
    for axis in (0, 1):
        places = np.diff(places, axis=axis, prepend=np.zeros_like(places.take([0], axis=axis)))
        places = np.diff(places, axis=axis, prepend=np.zeros_like(places.take([0], axis=axis)))
    out = io.BytesIO()
    size = np.array([_FORMAT, coarse.width, coarse.height, coarse.step_px], dtype=np.int32)
    np.savez_compressed(out, nodes=places, size=size)
    return out.getvalue()


def map_of(content: bytes) -> CoarseMap:
    """The map again, its nodes to 1/128 px. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            places, size = stored["nodes"], [int(value) for value in stored["size"]]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"no stored map: {error}") from error
    if len(size) == 4 and size[0] == _FORMAT and places.ndim == 3:
        for axis in (1, 0):
            places = np.cumsum(np.cumsum(places, axis=axis), axis=axis)
        return CoarseMap((places / _PER_PX).astype(np.float32), *size[1:])
    raise ValueError("a stored map of another version")


def photo_outline(coarse: CoarseMap, box: tuple[float, float, float, float]) -> NDArray[np.float64]:
    """Where a box of the page (left, top, right, bottom, pixels) is on the photograph as stored: (4, 2) pixels.

    From the box's top left corner clockwise as the page is read. On a curved page the sides bend between the corners
    by less than the paper does.
    """
    low, high = np.array(box[:2], dtype=np.float64), np.array(box[2:], dtype=np.float64)
    return coarse.photo_points(low + _CORNERS * (high - low))
