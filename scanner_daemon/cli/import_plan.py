"""Which files of a folder become which spreads, and which do not, and why. Looks at names and first bytes only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from scanner_daemon.library.models import Layout
from scanner_daemon.vocabulary import Side

__all__ = ["ImportPlan", "PlannedSpread", "Skipped", "plan_import", "unreadable"]

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff"})
SIDED = re.compile(r"^(?P<side>left|right)[-_ ]?(?P<number>\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlannedSpread:
    """The photographs of one spread."""

    files: dict[Side, Path]

    @property
    def missing(self) -> tuple[Side, ...]:
        """Sides of a left-right pair that are not there."""
        if self.files.keys() & {Side.LEFT, Side.RIGHT}:
            return tuple(side for side in (Side.LEFT, Side.RIGHT) if side not in self.files)
        return ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left where it is."""

    name: str
    why: str
    meant_as_photograph: bool = True
    """False for a file that nobody would take for one, such as a text beside the pictures."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Spreads in reading order, and what was left out."""

    spreads: tuple[PlannedSpread, ...]
    skipped: tuple[Skipped, ...]


def plan_import(files: Iterable[Path], layout: Layout) -> ImportPlan:
    """Sort photographs into spreads: one file each (``pages``, ``spread``), or pairs by number (``left-right``)."""
    photographs: list[Path] = []
    skipped: list[Skipped] = []
    for file in sorted(files, key=natural):
        if file.suffix.lower() not in SUFFIXES:
            skipped.append(Skipped(file.name, "no JPEG, PNG or TIFF file", meant_as_photograph=False))
        elif (why := unreadable(file)) is not None:
            skipped.append(Skipped(file.name, why))
        else:
            photographs.append(file)
    if layout is Layout.LEFT_RIGHT:
        spreads, odd = _paired(photographs)
        return ImportPlan(tuple(spreads), (*skipped, *odd))
    side = Side.BOTH if layout is Layout.SPREAD else Side.SINGLE
    return ImportPlan(tuple(PlannedSpread({side: file}) for file in photographs), tuple(skipped))


def unreadable(file: Path) -> str | None:
    """Why this file cannot be taken for a photograph, in words; None when all of its pixels decode."""
    try:
        if file.stat().st_size == 0:
            return "the file is empty"
        with Image.open(file) as image:
            image.load()
    except UnidentifiedImageError:
        return "its contents are no picture, whatever its name says"
    except OSError as error:
        return f"it is damaged or cut short ({error.strerror or error})"
    except (ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return f"it is damaged ({error})"
    return None


def natural(file: Path) -> list[tuple[int, int, str]]:
    """Sorts ``page_10`` after ``page_9``."""
    parts = re.findall(r"\d+|\D+", file.name.lower())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def _paired(photographs: Sequence[Path]) -> tuple[list[PlannedSpread], list[Skipped]]:
    pairs: dict[int, dict[Side, Path]] = {}
    skipped = []
    for file in photographs:
        match = SIDED.match(file.stem)
        if match is None:
            skipped.append(Skipped(file.name, "its name is not left_NUMBER or right_NUMBER"))
            continue
        sides = pairs.setdefault(int(match["number"]), {})
        side = Side(match["side"].lower())
        if side in sides:
            skipped.append(Skipped(file.name, f"{sides[side].name} has the same side and number"))
        else:
            sides[side] = file
    return [PlannedSpread(pairs[number]) for number in sorted(pairs)], skipped
