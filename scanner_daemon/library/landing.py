"""Bringing the files of a spread home: originals first, then the rows, then the names in ``incoming/`` go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from scanner_daemon.capture.ports import CycleTiming, FileLanded, Intent, LandedSpread
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.library.captures import AdoptedFile, Captures
from scanner_daemon.library.errors import OriginalDamaged
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import FlagRow, VerdictRow
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.originals import Original
from scanner_daemon.library.stems import parse_name
from scanner_daemon.library.summaries import refresh
from scanner_daemon.library.unclaimed import set_unclaimed
from scanner_daemon.vocabulary import Side

__all__ = ["Landing", "timing_details"]

SerialOf = Callable[[Side], str | None]


def timing_details(timing: CycleTiming) -> Details:
    """The timing record as JSON: the fields of `CycleTiming`, sides by name."""
    return {
        name: {str(side): at for side, at in value.items()} if isinstance(value, dict) else value
        for name, value in asdict(timing).items()
    }


class Landing:
    """Adopts and records what a cycle delivered."""

    def __init__(self, library: Library, serial_of: SerialOf | None = None) -> None:
        self._library = library
        self._captures = Captures(library)
        self._serial_of = serial_of or (lambda _side: None)

    def landed(
        self, spread: LandedSpread, timing: CycleTiming, *, why_missing: str, refused: bool = False
    ) -> LandedSpread:
        """Adopt the files, commit them with the timing, and empty ``incoming/``; the files at their final places.

        ``refused``: they show another spread, and are kept without counting for this one.
        May be repeated after any failure. Raises `DiskFull` with every file still in ``incoming/``, and
        `OriginalDamaged` when bytes changed since the camera process hashed them (that file is set aside).
        """
        adopted = [(file, self._adopt(file)) for file in spread.files]
        serials = {side: serial for side in spread.intent.shot_ids if (serial := self._serial_of(side)) is not None}
        with self._library.write() as session:
            self._captures.record(
                session,
                self._captures.cycle_of(session, spread.intent.turn_id),
                [self._as_adopted(spread.intent, file, original, timing) for file, original in adopted],
                why_missing=why_missing,
                timing=timing_details(timing),
                serials=serials,
                refused=refused,
            )
        for file, original in adopted:
            if file.path != original.path:
                self._library.originals.release(file.path)
        return replace(spread, files=[replace(file, path=original.path) for file, original in adopted])

    def judged(self, intent: Intent, verdict: Verdict) -> None:
        """Commit the verdict with all its flags."""
        with self._library.write() as session:
            cycle = self._captures.cycle_of(session, intent.turn_id)
            row = VerdictRow(
                spread_id=cycle.spread_id,
                cycle_id=cycle.id,
                level=verdict.level,
                inspected_ms=verdict.inspected_ms,
                judged_at=self._library.clock.utc(),
            )
            for flag in verdict.flags:
                crop = flag.crop or (None, None, None, None)
                row.flags.append(
                    FlagRow(
                        spread_id=cycle.spread_id,
                        shot_id=intent.shot_ids.get(flag.side),
                        check=flag.check,
                        level=flag.level,
                        side=flag.side,
                        value=flag.value,
                        limit=flag.limit,
                        reason=flag.reason,
                        crop_x=crop[0],
                        crop_y=crop[1],
                        crop_width=crop[2],
                        crop_height=crop[3],
                        version=flag.version,
                    )
                )
            session.add(row)
            cycle.spread.level = verdict.level
            refresh(session, cycle.spread_id)

    def _adopt(self, file: FileLanded) -> Original:
        originals = self._library.originals
        if not file.path.exists():
            path = originals.path_of(file.sha256, file.path.suffix.lower())
            if path.is_file():  # an earlier try got as far as releasing it
                return Original(path, file.sha256, file.size_bytes)
        try:
            return originals.adopt(file.path, file.sha256)
        except OriginalDamaged:
            set_unclaimed(self._library, file.path)
            raise

    def _as_adopted(self, intent: Intent, file: FileLanded, original: Original, timing: CycleTiming) -> AdoptedFile:
        name = parse_name(file.path.name)
        return AdoptedFile(
            shot_id=intent.shot_ids[file.side],
            attempt=name.attempt if name is not None else 1,
            kind=file.kind,
            original=original,
            original_name=file.path.name,
            captured_at=self._utc_of(timing.commanded_at_ns.get(file.side) or timing.fire_at_ns),
        )

    def _utc_of(self, monotonic_ns: int | None) -> datetime | None:
        if monotonic_ns is None:
            return None
        ago_ns = self._library.clock.monotonic_ns() - monotonic_ns
        return self._library.clock.utc() - timedelta(microseconds=ago_ns / 1000)
