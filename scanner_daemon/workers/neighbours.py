"""What the pages before a photograph's tell the page engine: taken from what is stored of them, and from nothing else.

So a page follows from its photograph and from the stored maps that its record names, and is made again alike as long as
these are. Which of the pages before it were made already is another matter: workers may be faster with one than with
the other, and then fewer are listened to. The record says which were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanner_daemon.library.earlier_pages import earlier_pages
from scanner_daemon.library.library import Library
from scanner_daemon.library.pages import Photograph
from scanner_daemon.pages import CODE_VERSION
from scanner_daemon.pages.neighbours import Neighbour
from scanner_daemon.pages.stored_map import neighbour_of
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.profiles import CalibrationFound

__all__ = ["Neighbours", "neighbours_of"]

_REACH = 8
"""Spreads."""
_MOST = 4
"""Pages of each side."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What is handed to the page engine, and the hashes of the stored maps that it was read from."""

    told: tuple[Neighbour, ...] = ()
    map_sha256: tuple[str, ...] = ()


def neighbours_of(library: Library, photograph: Photograph, found: CalibrationFound, map_kind: str) -> Neighbours:
    """Of the nearest pages before, of the same side, camera and calibration, made by the same code.

    A page photographed by itself, on no known side, has none: the next one may be its other side.
    """
    if photograph.side is Side.SINGLE:
        return Neighbours()
    told: list[Neighbour] = []
    hashes: list[str] = []
    for page in earlier_pages(library, photograph, map_kind, reach=_REACH):
        engine = page.facts.get("page_engine")
        if page.code_version != CODE_VERSION or not isinstance(engine, dict):
            continue
        if engine.get("profile") != found.profile_hash:
            continue
        try:
            one = neighbour_of(page.artifact.read_bytes())
        except OSError:
            continue  # derived files may be deleted at any time
        if one is None or sum(each.seen.side is one.seen.side for each in told) >= _MOST:
            continue
        told.append(replace(one, page=page.page_id, apart=page.apart))
        hashes.append(page.artifact_sha256)
    return Neighbours(tuple(told), tuple(hashes))
