"""A file that came home after its spread had been given up: it still belongs to its shot, and is never thrown away."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.library.captures import AdoptedFile, Captures
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Shot
from scanner_daemon.library.stems import kind_of, parse_name
from scanner_daemon.library.unclaimed import set_unclaimed
from scanner_daemon.vocabulary import FileKind

__all__ = ["adopt_late"]

_WHY = "This side's picture has not come home."


def adopt_late(library: Library, path: Path, operator: str = "") -> bool:
    """Give one file in ``incoming/`` to the shot that its name says; False when it was set aside as unclaimed.

    A newer photograph of the same side stays the one that counts. Raises `DiskFull` with the file left where it is.
    """
    name = parse_name(path.name)
    if name is None:
        set_unclaimed(library, path)
        return False
    original = library.originals.adopt(path)
    with library.write() as session:
        shot = session.get(Shot, name.shot_id)
        if shot is None or shot.cycle is None:
            raise NotInBook(thing=f"photograph {name.shot_id}")
        file = AdoptedFile(
            shot_id=shot.id,
            attempt=name.attempt,
            kind=kind_of(name.suffix) or FileKind.RAW,
            original=original,
            original_name=path.name,
            captured_at=shot.cycle.intended_at,
        )
        Captures(library).record(session, shot.cycle, [file], why_missing=_WHY)
        book_id = shot.spread.book_id
        library.log(session, "file_came_late", operator, book_id, spread_id=shot.spread_id, side=shot.side.value)
    library.originals.release(path)
    return True
