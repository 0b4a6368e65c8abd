"""The coarse map as bytes: small, exact to a sixteenth of a pixel, and the way from a word back to the photograph.

With it is kept what the page tells its neighbours, so that these can be made again from the same words.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.neighbours import Circumstances, Neighbour
from scanner_daemon.pages.remap import CoarseMap
from scanner_daemon.vocabulary import Side

__all__ = ["map_bytes", "map_of", "neighbour_of", "photo_outline"]

_PER_PX = 64
"""Nodes are kept to 1/64 px, as differences of differences: small numbers, which pack well."""
_FORMAT = 2
_SAID = ("seen", "focal_px")
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def map_bytes(coarse: CoarseMap, told: Neighbour | None = None) -> bytes:
    """A compressed NumPy archive: ``nodes`` (rows, columns, 2) int32 and ``size``, see `map_of`.

    ``told`` adds ``information``, ``pull`` and, as JSON, ``told``, see `neighbour_of`.
    """
    places = np.rint(coarse.nodes.astype(np.float64) * _PER_PX).astype(np.int32)
    for axis in (0, 1):
        places = np.diff(places, axis=axis, prepend=np.zeros_like(places.take([0], axis=axis)))
        places = np.diff(places, axis=axis, prepend=np.zeros_like(places.take([0], axis=axis)))
    out = io.BytesIO()
    size = np.array([_FORMAT, coarse.width, coarse.height, coarse.step_px], dtype=np.int32)
    if told is None:
        np.savez_compressed(out, nodes=places, size=size)
    else:
        said = {name: value for name, value in asdict(told).items() if name in _SAID}
        words = np.array(json.dumps(said, sort_keys=True))
        np.savez_compressed(out, nodes=places, size=size, told=words, information=told.information, pull=told.pull)
    return out.getvalue()


def neighbour_of(content: bytes) -> Neighbour | None:
    """What the page told; None where it told nothing, or cannot be understood."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            said = json.loads(str(stored["told"]), object_hook=_with_tuples)
            seen = said.pop("seen")
            seen = Circumstances(**{**seen, "side": Side(seen["side"])})
            return Neighbour(seen, **said, information=stored["information"], pull=stored["pull"])
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _with_tuples(read: dict[str, object]) -> dict[str, object]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}


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
