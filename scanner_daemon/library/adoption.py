"""After a crash: every file in ``incoming/`` is brought home or set aside, and every open intent is closed.

Run once at the start, under the daemon's lock and before the first intent. Running it again finds nothing to do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from scanner_daemon.library.captures import AdoptedFile, Captures
from scanner_daemon.library.errors import in_sentences
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Cycle, CycleState, Shot
from scanner_daemon.library.stems import IncomingName, kind_of, parse_name
from scanner_daemon.library.unclaimed import set_unclaimed
from scanner_daemon.vocabulary import FileKind

__all__ = ["Adoption", "adopt_orphans"]

_WHY = "The program stopped before this side's picture came home."


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was found."""

    adopted: tuple[str, ...] = ()
    """Names of the files that were given to their shots."""
    unclaimed: tuple[Path, ...] = ()
    """Files that were set aside: unfinished, empty, or of no recorded shot."""
    completed: tuple[str, ...] = ()
    """Ids of spreads whose sides turned out to be all there."""
    incomplete: tuple[str, ...] = ()
    """Ids of spreads of which a side did not come home."""


def adopt_orphans(library: Library, operator: str = "") -> Adoption:
    """Bring the library to the state in which files and rows agree. Raises `DiskFull` with nothing lost."""
    by_shot, strange = _sort_incoming(library)
    cycles = _cycles(library, by_shot)
    known = {shot_id for cycle_shots in cycles.values() for shot_id in cycle_shots}
    strange += [path for shot_id, files in by_shot.items() if shot_id not in known for path, _ in files]
    adopted: list[str] = []
    completed: list[str] = []
    incomplete: list[str] = []
    for cycle_id, shot_ids in cycles.items():
        files = [(path, name) for shot_id in shot_ids for path, name in by_shot.get(shot_id, [])]
        spread_id, whole = _close(library, cycle_id, files, operator)
        adopted += [path.name for path, _ in files]
        (completed if whole else incomplete).append(spread_id)
    moved = tuple(set_unclaimed(library, path) for path in strange)
    if moved:
        with library.write() as session:
            library.log(session, "files_unclaimed", operator, names=[path.name for path in moved])
    return Adoption(tuple(adopted), moved, tuple(completed), tuple(incomplete))


def _sort_incoming(library: Library) -> tuple[dict[str, list[tuple[Path, IncomingName]]], list[Path]]:
    by_shot: dict[str, list[tuple[Path, IncomingName]]] = defaultdict(list)
    strange: list[Path] = []
    with in_sentences():
        for path in sorted(library.folders.incoming.iterdir()):
            if path == library.folders.unclaimed:
                continue
            name = parse_name(path.name)
            if name is None or not path.is_file() or path.is_symlink() or path.stat().st_size == 0:
                strange.append(path)
            else:
                by_shot[name.shot_id].append((path, name))
    return by_shot, strange


def _cycles(library: Library, by_shot: dict[str, list[tuple[Path, IncomingName]]]) -> dict[str, list[str]]:
    """Shots by cycle, of all cycles that are open or to which a file in ``incoming/`` belongs."""
    found: dict[str, list[str]] = {}
    with library.read() as session:
        open_cycles = session.scalars(select(Cycle.id).where(Cycle.state == CycleState.INTENDED)).all()
        named = session.scalars(select(Shot.cycle_id).where(Shot.id.in_(list(by_shot)), Shot.cycle_id.is_not(None)))
        for cycle_id in sorted({*open_cycles, *(cycle for cycle in named if cycle is not None)}):
            found[cycle_id] = list(session.scalars(select(Shot.id).where(Shot.cycle_id == cycle_id)))
    return found


def _close(library: Library, cycle_id: str, files: list[tuple[Path, IncomingName]], operator: str) -> tuple[str, bool]:
    originals = [(path, name, library.originals.adopt(path)) for path, name in files]
    with library.write() as session:
        cycle = session.get_one(Cycle, cycle_id)
        was_open = cycle.state is CycleState.INTENDED
        missing = Captures(library).record(
            session,
            cycle,
            [
                AdoptedFile(
                    shot_id=name.shot_id,
                    attempt=name.attempt,
                    kind=kind_of(name.suffix) or FileKind.RAW,
                    original=original,
                    original_name=path.name,
                    captured_at=cycle.intended_at,
                )
                for path, name, original in originals
            ],
            why_missing=_WHY,
        )
        if was_open:
            library.log(
                session,
                "spread_adopted",
                operator,
                cycle.spread.book_id,
                spread_id=cycle.spread_id,
                files=[path.name for path, _ in files],
                missing=[side.value for side in missing],
            )
        spread_id = cycle.spread_id
    for path, _, _ in originals:
        library.originals.release(path)
    return spread_id, not missing
