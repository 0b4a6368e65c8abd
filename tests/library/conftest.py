"""A library of each kind: on SQLite, and on a PostgreSQL cluster that is thrown away afterwards."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from scanner_daemon.capture.ports import CycleTiming, FileLanded, Intent, LandedSpread
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.intents import Intents
from scanner_daemon.library.landing import Landing
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.vocabulary import FileKind, Side


@dataclass
class SetClock:
    """A clock that a test moves."""

    now: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    ns: int = 1_000_000_000_000
    steps: list[float] = field(default_factory=list)

    def monotonic_ns(self) -> int:
        return self.ns

    def utc(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.steps.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.ns += round(seconds * 1e9)


BOTH_SIDES = (Side.LEFT, Side.RIGHT)


class Rig:
    """Does to a library what the daemon and its camera processes do."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.intents = Intents(library)
        self.landing = Landing(library)

    def intend(
        self,
        book: str,
        position: int | None = None,
        sides: tuple[Side, ...] = BOTH_SIDES,
        *,
        re_shoot: bool = False,
        insert: bool = False,
    ) -> Intent:
        return self.intents.intend(book, position, sides, re_shoot=re_shoot, insert=insert, operator="ada")

    def deliver(self, intent: Intent, side: Side, *, attempt: int = 1, suffix: str = ".jpg") -> FileLanded:
        """What a camera process leaves: a synced file under its final name in ``incoming/``."""
        path = self.library.folders.incoming / f"{intent.stem(side, attempt)}{suffix}"
        taken = f"spread {intent.position}, "
        content = f"photograph {taken}{side} {intent.version} {attempt}{suffix}".encode() * 50
        path.write_bytes(content)
        kind = FileKind.JPEG if suffix == ".jpg" else FileKind.RAW
        return FileLanded(side, 7, path, kind, hashlib.sha256(content).hexdigest(), len(content))

    def land(self, intent: Intent, files: list[FileLanded], why_missing: str = "No picture came.") -> LandedSpread:
        timing = CycleTiming(pressed_at_ns=1, fire_at_ns=5, commanded_at_ns=dict.fromkeys(intent.shot_ids, 6))
        return self.landing.landed(LandedSpread(intent, files), timing, why_missing=why_missing)

    def shoot(
        self,
        book: str,
        position: int | None = None,
        sides: tuple[Side, ...] = BOTH_SIDES,
        *,
        re_shoot: bool = False,
        insert: bool = False,
    ) -> Intent:
        """A whole cycle that goes well."""
        intent = self.intend(book, position, sides, re_shoot=re_shoot, insert=insert)
        self.land(intent, [self.deliver(intent, side) for side in sides])
        return intent


RigOf = type[Rig]


@pytest.fixture
def make_rig() -> RigOf:
    return Rig


@pytest.fixture
def rig(library: Library) -> Rig:
    return Rig(library)


@pytest.fixture
def either_rig(either_library: Library) -> Rig:
    return Rig(either_library)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def new_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that was opened once; copying it is quicker than migrating a new one."""
    folder = tmp_path_factory.mktemp("new") / "library"
    with open_library(folder):
        pass
    return folder


@pytest.fixture
def library(tmp_path: Path, clock: SetClock, new_library: Path) -> Iterator[Library]:
    shutil.copytree(new_library, tmp_path / "library")
    with open_library(tmp_path / "library", clock=clock) as opened:
        yield opened


def _unprivileged() -> dict[str, int]:
    """PostgreSQL refuses to run as root: the account that its package made, or nobody."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid}
    pytest.skip("NO POSTGRESQL TESTS: there is no unprivileged account to run a server as")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a cluster on a Unix socket in a temporary folder, to be completed by a database's name."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    initdb = candidates[-1] if candidates else Path(found) if found else None
    if initdb is None:
        pytest.skip("NO POSTGRESQL TESTS: its server binaries are not installed (Debian package postgresql)")
    account = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="bookcradle-pg-") as name:
        folder = Path(name)
        if account:
            os.chown(folder, account["user"], account["group"])
        data = folder / "data"

        def run(*command: str | Path) -> None:
            user, group = (account["user"], account["group"]) if account else (None, None)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=name, user=user, group=group)

        run(initdb, "-D", data, "-U", "bookcradle", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        pg_ctl = (initdb.with_name("pg_ctl"), "-D", data, "-w", "-t", "30")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c shared_buffers=16MB"
        run(*pg_ctl, "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://bookcradle@/{{database}}?host={folder}"
        finally:
            run(*pg_ctl, "-m", "immediate", "stop")


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """An empty database of its own for one test."""
    database = f"test_{new_id()}"
    administration = create_engine(postgresql_server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with administration.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {database}"))
        yield postgresql_server.format(database=database)
        with administration.connect() as connection:
            connection.execute(text(f"DROP DATABASE {database} WITH (FORCE)"))
    finally:
        administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either_library(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, new_library: Path
) -> Iterator[Library]:
    """The same test on both databases."""
    shutil.copytree(new_library, tmp_path / "library")
    url = None if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    with open_library(tmp_path / "library", url=url, clock=clock) as opened:
        yield opened
