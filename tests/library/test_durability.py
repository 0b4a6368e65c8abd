"""A crash or a power cut at every step: what a camera had delivered is never lost, and rows and files agree."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from scanner_daemon.library.adoption import adopt_orphans
from scanner_daemon.library.books import Books
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import DiskFull
from scanner_daemon.library.health import check
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Cycle, CycleState, File, JobState, Spread, SpreadState
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.library.conftest import RigOf

SIDES = (Side.LEFT, Side.RIGHT)


class RecordingDisk(Disk):
    """Notes every operation that changes the disk, and what a power cut could take back."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.unsynced_entries: dict[Path, Path] = {}
        """Names made or moved whose folder has not been synced since: name -> its folder."""
        self.unsynced_removals: set[Path] = set()
        self.unsynced_bytes: set[Path] = set()

    def before(self, step: str) -> None:
        self.steps.append(step)

    def sync_folder(self, folder: Path) -> None:
        self.before(f"sync folder {folder.name}")
        super().sync_folder(folder)
        self.unsynced_entries = {name: where for name, where in self.unsynced_entries.items() if where != folder}

    def sync_file(self, path: Path) -> None:
        self.before(f"sync file {path.suffix}")
        super().sync_file(path)
        self.unsynced_bytes.discard(path)

    def link(self, source: Path, target: Path) -> None:
        self.before(f"link {target.suffix}")
        super().link(source, target)
        self.unsynced_entries[target] = target.parent

    def rename(self, source: Path, target: Path) -> None:
        self.before(f"rename {target.suffix}")
        super().rename(source, target)
        self.unsynced_entries[target] = target.parent

    def unlink(self, path: Path) -> None:
        self.before(f"unlink {path.suffix}")
        assert not self.unsynced_entries, "a name was taken away before its successor would survive a power cut"
        super().unlink(path)
        self.unsynced_removals.add(path)

    def protect(self, path: Path) -> None:
        self.before(f"protect {path.suffix}")
        super().protect(path)

    def create(self, path: Path) -> BinaryIO:
        self.before(f"create {path.suffix}")
        self.unsynced_bytes.add(path)
        return super().create(path)

    def sync_open_file(self, file: BinaryIO) -> None:
        self.before("sync open file")
        super().sync_open_file(file)
        self.unsynced_bytes.discard(Path(file.name))


@contextmanager
def commits_noted(disk: RecordingDisk) -> Iterator[None]:
    """Commits take their place among the steps; and none may rest on what a power cut could take back."""

    def note(session: Session) -> None:
        if session.new or session.dirty or session.deleted or disk.unsynced_entries or disk.unsynced_bytes:
            assert not disk.unsynced_entries, "rows were committed before the files that they name were safe"
            assert not disk.unsynced_bytes
        disk.before("commit")

    event.listen(Session, "before_commit", note)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", note)


def test_files_are_safe_before_rows_and_rows_before_names_go(tmp_path: Path, make_rig: RigOf) -> None:
    disk = RecordingDisk()
    with open_library(tmp_path, disk=disk) as library:
        rig = make_rig(library)
        book = Books(library).create("Euclid")
        intent = rig.intend(book, sides=(Side.LEFT,))
        file = rig.deliver(intent, Side.LEFT)
        disk.steps.clear()
        with commits_noted(disk):
            rig.land(intent, [file])
        assert disk.steps == [
            "sync folder originals",
            "link .jpg",
            "protect .jpg",
            "sync file .jpg",
            f"sync folder {file.sha256[:2]}",
            "commit",
            "unlink .jpg",
        ]


def test_an_import_is_safe_before_its_rows(tmp_path: Path) -> None:
    disk = RecordingDisk()
    photograph = tmp_path / "scan.jpg"
    photograph.write_bytes(b"\xff\xd8\xff a page")
    with open_library(tmp_path / "library", disk=disk) as library:
        book = Books(library).create("Euclid")
        disk.steps.clear()
        with commits_noted(disk):
            add_photograph(library, book, photograph, Side.SINGLE)
    kept = [step for step in disk.steps if not step.startswith("sync folder")]
    assert kept == ["create .jpg", "sync open file", "link .jpg", "protect .jpg", "sync file .jpg", "commit"]


class Killed(BaseException):
    """The process is gone: nothing that it would have cleaned up is cleaned up."""


class PowerCutDisk(RecordingDisk):
    """The power goes before step number ``at``."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.armed = False

    def before(self, step: str) -> None:
        if not self.armed:
            return
        if len(self.steps) == self.at:
            raise Killed
        super().before(step)


def copy_after_power_cut(
    library: Library, disk: PowerCutDisk, delivered: dict[str, bytes], kept: int, to: Path
) -> None:
    """What the disk may hold afterwards: of the unsynced entries only those whose bit in ``kept`` is set.

    The database is as committed, which ``synchronous=FULL`` promises.
    """
    shutil.copytree(library.folders.root, to)
    for bit, name in enumerate(sorted({*disk.unsynced_entries, *disk.unsynced_removals})):
        if kept >> bit & 1:
            continue
        place = to / name.relative_to(library.folders.root)
        if name in disk.unsynced_entries:
            place.unlink()
        else:
            place.write_bytes(delivered[name.name])


STEPS_OF_A_LANDING = 13


@pytest.mark.parametrize("kept", [0b00, 0b01, 0b10, 0b11])
@pytest.mark.parametrize("at", range(STEPS_OF_A_LANDING + 1))
def test_a_power_cut_at_any_step_loses_nothing(
    tmp_path: Path, new_library: Path, make_rig: RigOf, at: int, kept: int
) -> None:
    root = tmp_path
    shutil.copytree(new_library, root / "before")
    disk = PowerCutDisk(at)
    with open_library(root / "before", disk=disk) as library:
        rig = make_rig(library)
        book = Books(library).create("Euclid")
        intent = rig.intend(book)
        files = [rig.deliver(intent, side) for side in SIDES]
        delivered = {file.path.name: file.path.read_bytes() for file in files}
        disk.armed = True
        with commits_noted(disk):
            try:
                rig.land(intent, files)
            except Killed:
                pass
            else:
                assert at == len(disk.steps) == STEPS_OF_A_LANDING, "only a cut after the last step goes unnoticed"
        copy_after_power_cut(library, disk, delivered, kept, root / "after")
    with open_library(root / "after") as library:
        adopt_orphans(library)
        assert_all_is_home(library, list(delivered.values()))


def assert_all_is_home(library: Library, delivered: list[bytes]) -> None:
    """Rows and files agree, every delivered byte is there, and its page job is queued once."""
    health = check(library, verify=True)
    assert health.sound
    assert health.incoming == ()
    with library.read() as session:
        assert {file.sha256 for file in session.scalars(select(File))} == {
            hashlib.sha256(content).hexdigest() for content in delivered
        }
        assert session.scalars(select(Cycle)).one().state is CycleState.LANDED
        assert session.scalars(select(Spread)).one().state is SpreadState.LANDED
    assert JobQueue(library).counts() == {"page": {JobState.QUEUED: len(delivered)}}
    again = adopt_orphans(library)
    assert (again.adopted, again.unclaimed, again.completed, again.incomplete) == ((), (), (), ())


_DAEMON = """
import hashlib, os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.orm import Session
from scanner_daemon.capture.ports import CycleTiming, FileLanded, LandedSpread
from scanner_daemon.library.adoption import adopt_orphans
from scanner_daemon.library.books import Books
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.landing import Landing
from scanner_daemon.library.library import open_library
from scanner_daemon.vocabulary import FileKind, Side

url, what, folders = sys.argv[1] or None, sys.argv[2], sys.argv[3:]
count = deadly = 0

def step(*args):
    global count
    if count == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1

class DeadlyDisk(Disk):
    pass

for name in ("sync_folder", "sync_file", "link", "rename", "unlink", "protect"):
    def deadly_operation(self, *args, original=getattr(Disk, name)):
        step()
        return original(self, *args)
    setattr(DeadlyDisk, name, deadly_operation)

event.listen(Session, "before_commit", step)
event.listen(Session, "after_commit", step)

def live(library):
    global count
    if what == "adopt":
        count = 0
        adopt_orphans(library)
    else:
        book = Books(library).list()[0].book_id
        count = 0
        intent = Intents(library).intend(book, None, (Side.LEFT, Side.RIGHT), re_shoot=False, operator="ada")
        files = []
        for side in intent.shot_ids:
            path = library.folders.incoming / f"{intent.stem(side, 1)}.jpg"
            path.write_bytes(path.name.encode() * 100)
            files.append(FileLanded(side, 1, path, FileKind.JPEG, hashlib.sha256(path.read_bytes()).hexdigest(), 1))
        Landing(library).landed(LandedSpread(intent, files), CycleTiming(pressed_at_ns=1), why_missing="none came")

for number, folder in (each.split(":", 1) for each in folders):
    child = os.fork()
    if child == 0:
        deadly = 10**9
        with open_library(Path(folder), url=url, disk=DeadlyDisk()) as library:
            deadly = int(number)
            live(library)
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    print("killed" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9 else os.waitstatus_to_exitcode(status))
"""


def kill_before(steps: dict[int, Path], url: str, what: str) -> int:
    """The daemon's part in each folder, killed before the step that is its key; how many were still alive by then.

    Keys ascend; the last is beyond the end, so that every step was tried.
    """
    arguments = [f"{step}:{folder}" for step, folder in steps.items()]
    command = [sys.executable, "-c", _DAEMON, url, what, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ends = done.stdout.split()
    killed = ends.count("killed")
    assert ends == ["killed"] * killed + ["0"] * (len(steps) - killed), done.stderr
    assert 0 < killed < len(steps), "the last step was not reached"
    return killed


def agree(library: Library) -> None:
    """After a crash at any step and a start: as many files as were delivered, all at home, nothing open."""
    delivered = len({path.stat().st_ino for path in library.folders.root.rglob("*.jpg")})
    adopt_orphans(library)
    health = check(library, verify=True)
    assert health.sound
    assert health.incoming == ()
    assert health.files_checked == delivered
    with library.read() as session:
        assert CycleState.INTENDED not in set(session.scalars(select(Cycle.state)))
        states = session.scalars(select(Spread.state)).all()
        assert states in ([], [SpreadState.INCOMPLETE], [SpreadState.LANDED])
    if states == [SpreadState.LANDED]:
        assert JobQueue(library).counts() == {"page": {JobState.QUEUED: 2}}


def test_kill_9_at_each_step_of_a_landing(tmp_path: Path, new_library: Path) -> None:
    folders = {step: tmp_path / f"{step}" for step in range(18)}
    for folder in folders.values():
        shutil.copytree(new_library, folder)
        with open_library(folder) as library:
            Books(library).create("Euclid")
    assert kill_before(folders, "", "land") >= STEPS_OF_A_LANDING
    for folder in folders.values():
        with open_library(folder) as library:
            agree(library)


def test_kill_9_around_each_commit_of_a_landing_on_postgresql(
    tmp_path: Path, new_library: Path, postgresql_url: str
) -> None:
    shutil.copytree(new_library, tmp_path / "library")
    with open_library(tmp_path / "library", url=postgresql_url) as library:
        book = Books(library).create("Euclid")
        steps = (0, 1, 2, 4, 12, 13, 14, 15, 16, 40)  # around each commit
        kill_before(dict.fromkeys(steps, tmp_path / "library"), postgresql_url, "land")
        delivered = len({path.stat().st_ino for path in library.folders.root.rglob("*.jpg")})
        adopt_orphans(library)
        health = check(library, verify=True)
        assert health.sound
        assert health.incoming == ()
        assert health.files_checked == delivered >= 12
        progress = Books(library).progress(book)
        assert progress.photographs == delivered
        assert progress.spreads > progress.incomplete > 0


def test_kill_9_at_each_step_of_the_adoption_itself(tmp_path: Path, new_library: Path, make_rig: RigOf) -> None:
    folders = {step: tmp_path / f"{step}" for step in range(21)}
    delivered: list[bytes] = []
    for folder in folders.values():
        shutil.copytree(new_library, folder)
        with open_library(folder) as library:
            rig = make_rig(library)
            intent = rig.intend(Books(library).create("Euclid"))
            delivered = [rig.deliver(intent, side).path.read_bytes() for side in SIDES]
            (library.folders.incoming / "IMG_0001.JPG").write_bytes(b"of nobody")
    assert kill_before(folders, "", "adopt") >= STEPS_OF_A_LANDING
    for folder in folders.values():
        with open_library(folder) as library:
            adopt_orphans(library)
            strange = library.folders.unclaimed / "IMG_0001.JPG"
            assert strange.read_bytes() == b"of nobody"
            strange.unlink()
            assert_all_is_home(library, delivered)


def test_full_disk_keeps_what_was_delivered_and_says_so(tmp_path: Path, make_rig: RigOf) -> None:
    """A small file system of its own where root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("NO FULL DISK TEST: mounting a small tmpfs needs root")
    mounted = tmp_path / "small"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mounted)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("NO FULL DISK TEST: this machine does not let root mount a tmpfs")
    try:
        _fill_and_recover(mounted, make_rig)
    finally:
        subprocess.run(["umount", str(mounted)], check=True)


def _fill_and_recover(mounted: Path, make_rig: RigOf) -> None:
    photograph = mounted.parent / "scan.jpg"
    photograph.write_bytes(b"\xff\xd8\xff" + os.urandom(300_000))
    with open_library(mounted / "library") as library:
        rig = make_rig(library)
        book = Books(library).create("Euclid")
        intent = rig.intend(book)
        files = [rig.deliver(intent, side) for side in SIDES]
        delivered = [file.path.read_bytes() for file in files]
        filler = mounted / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        with pytest.raises(DiskFull, match="Make room"):
            add_photograph(library, book, photograph, Side.SINGLE)
        with pytest.raises(DiskFull, match="Make room"):
            rig.land(intent, files)
        with pytest.raises(DiskFull, match="Make room"):
            _write_rows(library)
        filler.unlink()
        assert [path.name for path in library.folders.staging.iterdir()] == []
        rig.land(intent, files)
        assert_all_is_home(library, delivered)


def _write_rows(library: Library) -> None:
    with library.write() as session:
        for _ in range(2000):
            library.log(session, "filler", "ada", text="x" * 2000)


def test_a_file_size_limit_is_told_as_a_full_disk(tmp_path: Path) -> None:
    said = subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert said.stdout == "The disk of the library is full. ...\n".replace(
        "...", "Make room on it, then try again; everything that was photographed so far is kept."
    )


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from scanner_daemon.library.atomic import write_atomically
from scanner_daemon.library.errors import DiskFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
write_atomically(folder / "page.png", b"old")
try:
    write_atomically(folder / "page.png", b"x" * 200_000)
except DiskFull as error:
    print(error.sentence)
assert (folder / "page.png").read_bytes() == b"old"
assert [path.name for path in folder.iterdir()] == ["page.png"]
"""
