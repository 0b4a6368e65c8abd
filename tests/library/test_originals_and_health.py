"""Originals are never modified or lost; strange files are kept aside; a check says what is wrong; a backup restores."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.library.adoption import adopt_orphans
from scanner_daemon.library.atomic import write_atomically, written_path
from scanner_daemon.library.books import Books
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import BackupElsewhere, LibraryDamaged, OriginalDamaged
from scanner_daemon.library.health import backup, check
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import SpreadState
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.library.conftest import Rig, RigOf


def incoming(library: Library, name: str, content: bytes) -> Path:
    path = library.folders.incoming / name
    path.write_bytes(content)
    return path


class DiskWithoutHardLinks(Disk):
    """exFAT, SMB: a file has one name."""

    def link(self, source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", str(source))


@pytest.mark.parametrize("disk", [Disk(), DiskWithoutHardLinks()])
def test_the_same_bytes_are_one_original(tmp_path: Path, disk: Disk) -> None:
    with open_library(tmp_path, disk=disk) as library:
        one, two = (library.originals.adopt(incoming(library, name, b"bytes")) for name in ("a.JPG", "b.jpg"))
        assert one == two
        assert one.path.read_bytes() == b"bytes"
        assert one.path.stat().st_mode & 0o777 == 0o444
        assert list(library.folders.staging.iterdir()) == []
        assert library.originals.verify(one.sha256, ".jpg")


@pytest.mark.parametrize("disk", [Disk(), DiskWithoutHardLinks()])
def test_a_rotten_original_is_set_aside_when_its_true_bytes_come_again(tmp_path: Path, disk: Disk) -> None:
    with open_library(tmp_path, disk=disk) as library:
        original = library.originals.adopt(incoming(library, "a.jpg", b"bytes"))
        original.path.unlink()
        original.path.write_bytes(b"rot")
        assert not library.originals.verify(original.sha256, ".jpg")
        assert library.originals.adopt(incoming(library, "c.jpg", b"bytes")) == original
        assert original.path.read_bytes() == b"bytes"
        assert [path.read_bytes() for path in library.folders.damaged.iterdir()] == [b"rot"]


def test_bytes_other_than_promised_are_refused_and_left_alone(library: Library) -> None:
    path = incoming(library, "a.jpg", b"bytes")
    with pytest.raises(OriginalDamaged, match=r"a\.jpg"):
        library.originals.adopt(path, "0" * 64)
    assert path.read_bytes() == b"bytes"


def test_a_derived_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "page.png"
    write_atomically(target, b"first")

    def interrupted() -> None:
        with written_path(target) as part:
            part.write_bytes(b"half")
            raise RuntimeError("the worker failed")

    with pytest.raises(RuntimeError, match="the worker failed"):
        interrupted()
    assert target.read_bytes() == b"first"
    assert list(target.parent.iterdir()) == [target]


def test_a_start_after_a_crash_brings_files_home_and_sets_strange_ones_aside(rig: Rig) -> None:
    library = rig.library
    book = Books(library).create("Euclid")
    whole, half, none = rig.intend(book), rig.intend(book), rig.intend(book)
    for side in (Side.LEFT, Side.RIGHT):
        rig.deliver(whole, side)
    rig.deliver(half, Side.LEFT, attempt=2, suffix=".nef")
    part = incoming(library, f"{half.stem(Side.RIGHT, 1)}.jpg.part", b"unfinished")
    empty = incoming(library, f"{none.stem(Side.LEFT, 1)}.jpg", b"")
    foreign = incoming(library, "DSC_0001.JPG", b"of nobody")
    unknown = incoming(library, f"{'0' * 32}.1.jpg", b"of a shot that was never recorded")

    adoption = adopt_orphans(library)
    assert adoption.completed == (whole.spread_id,)
    assert adoption.incomplete == (half.spread_id, none.spread_id)
    assert len(adoption.adopted) == 3
    strange = {part.name, empty.name, foreign.name, unknown.name}
    assert {path.name for path in adoption.unclaimed} == strange
    assert {path.name for path in library.folders.unclaimed.iterdir()} == strange
    states = [spread.state for spread in Leaves(library).list(book)]
    assert states == [SpreadState.LANDED, SpreadState.INCOMPLETE, SpreadState.INCOMPLETE]
    assert [missing.sides for missing in Leaves(library).missing(book)] == [(Side.RIGHT,), (Side.LEFT, Side.RIGHT)]
    assert "stopped before" in Leaves(library).missing(book)[0].reason

    incoming(library, foreign.name, b"another of the same name")
    (again,) = adopt_orphans(library).unclaimed
    assert again.name != foreign.name
    assert (library.folders.unclaimed / foreign.name).read_bytes() == b"of nobody"


def test_a_file_that_comes_late_completes_its_spread(rig: Rig) -> None:
    book = Books(rig.library).create("Euclid")
    intent = rig.intend(book)
    rig.land(intent, [rig.deliver(intent, Side.LEFT)])
    rig.deliver(intent, Side.RIGHT, attempt=2)
    assert adopt_orphans(rig.library).completed == (intent.spread_id,)
    assert Leaves(rig.library).missing(book) == []


def test_a_check_names_what_is_missing_damaged_or_unrecorded(either_rig: Rig) -> None:
    library = either_rig.library
    book = Books(library).create("Euclid")
    intent = either_rig.intend(book)
    landed = either_rig.land(intent, [either_rig.deliver(intent, side) for side in (Side.LEFT, Side.RIGHT)])
    paths = [file.path for file in landed.files]
    seen: list[tuple[int, int]] = []
    assert check(library, verify=True, progress=lambda done, total: seen.append((done, total))).sound
    assert seen == [(1, 2), (2, 2)]

    paths[0].unlink()
    paths[1].chmod(0o644)
    paths[1].write_bytes(b"rot")
    stray = library.folders.originals / "ab" / "stray.jpg"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"?")
    incoming(library, "waiting.jpg", b"w")
    health = check(library, verify=True)
    assert not health.sound
    assert health.missing == (library.folders.relative(paths[0]),)
    assert health.damaged == (library.folders.relative(paths[1]),)
    assert health.unrecorded == ("originals/ab/stray.jpg",)
    assert health.incoming == ("incoming/waiting.jpg",)
    assert health.database == "ok"
    assert check(library).damaged == (), "without verifying, no file is read"


def test_a_backup_is_a_library(rig: Rig, tmp_path: Path, make_rig: RigOf) -> None:
    book = Books(rig.library).create("Euclid")
    rig.shoot(book)
    first = backup(rig.library, tmp_path / "backup")
    assert (first.originals_copied, first.originals_present) == (2, 0)
    rig.shoot(book)
    second = backup(rig.library, tmp_path / "backup")
    assert (second.originals_copied, second.originals_present) == (2, 2)
    with open_library(tmp_path / "backup") as restored:
        assert check(restored, verify=True).sound
        assert Books(restored).progress(book).photographs == 4
        make_rig(restored).shoot(book)
    with pytest.raises(BackupElsewhere):
        backup(rig.library, rig.library.folders.root / "backup")


def test_a_backup_does_not_copy_rot(rig: Rig, tmp_path: Path) -> None:
    rig.shoot(Books(rig.library).create("Euclid"))
    path = next(rig.library.folders.originals.glob("*/*"))
    path.chmod(0o644)
    path.write_bytes(b"rot")
    with pytest.raises(LibraryDamaged, match="has changed"):
        backup(rig.library, tmp_path / "backup")
    assert not [each for each in (tmp_path / "backup").rglob("*") if each.is_file() and each.read_bytes() == b"rot"]


def test_a_library_can_be_moved(rig: Rig, tmp_path: Path) -> None:
    book = Books(rig.library).create("Euclid")
    rig.shoot(book)
    shutil.copytree(rig.library.folders.root, tmp_path / "elsewhere")
    with open_library(tmp_path / "elsewhere") as moved:
        assert check(moved, verify=True).sound
