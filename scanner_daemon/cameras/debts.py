"""Files that a body still holds for us: an exposure was ours, and its file has not landed yet.

Kept by the daemon, because the child process may be killed and the cable pulled in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

__all__ = ["Debts", "OwedFile", "Shot"]

CardFile = tuple[str, str]
"""Folder and name on the body."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One exposure: where its files belong and how many there will be."""

    incoming: Path
    stem: str
    files: int


@dataclass(frozen=True, slots=True)
class OwedFile:
    """A file on the body that belongs to a shot."""

    shot: Shot
    folder: str
    name: str


@dataclass(slots=True)
class Debts:
    """What one body owes."""

    known_on_card: set[CardFile] | None = None
    """What lay on the card before our exposures; None when nobody has looked."""
    files: list[OwedFile] = field(default_factory=list)
    unannounced: list[Shot] = field(default_factory=list)
    """Shots that may have been taken and of which no file was announced before the body went away."""

    def __bool__(self) -> bool:
        return bool(self.files or self.unannounced)

    def fired(self, shot: Shot) -> None:
        """From now on there may be files of this shot on the body."""
        self.unannounced.append(shot)

    def refused(self, shot: Shot) -> None:
        """The body said clearly that it did not fire."""
        self.unannounced.remove(shot)

    def announced(self, shot: Shot, folder: str, name: str) -> None:
        """The body names a file of this shot."""
        self.files.append(OwedFile(shot, folder, name))
        if sum(owed.shot is shot for owed in self.files) >= shot.files and shot in self.unannounced:
            self.unannounced.remove(shot)

    def settled(self, folder: str, name: str, *, left_on_card: bool) -> None:
        """A file is home."""
        self.files = [owed for owed in self.files if (owed.folder, owed.name) != (folder, name)]
        if left_on_card and self.known_on_card is not None:
            self.known_on_card.add((folder, name))

    def ended(self, shot: Shot) -> None:
        """All files of this shot have landed."""
        if shot in self.unannounced:
            self.unannounced.remove(shot)

    def assign(self, on_card: Iterable[CardFile]) -> list[CardFile]:
        """After the body came back: say which files on its card are of the unannounced shot; return unclaimed ones.

        Only when it is certain: one such shot, no more new files than it makes, no two of one kind. Else the new files
        stay where they are, and a person decides. Shots without any new file were never taken.
        """
        announced = {(owed.folder, owed.name) for owed in self.files}
        known = self.known_on_card
        if known is None:
            self.known_on_card = set(on_card) - announced
            waiting, self.unannounced = self.unannounced, []
            return sorted(self.known_on_card) if waiting else []
        new = sorted(set(on_card) - known - announced)
        shots, self.unannounced = self.unannounced, []
        suffixes = {PurePosixPath(name).suffix.lower() for _, name in new}
        if len(shots) == 1 and 0 < len(new) <= shots[0].files and len(suffixes) == len(new):
            self.files += [OwedFile(shots[0], folder, name) for folder, name in new]
            return []
        known.update(new)
        return new
