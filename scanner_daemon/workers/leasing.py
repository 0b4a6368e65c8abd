"""A worker's life: lease a job, do it, record the result only with the lease; one bad input never stops the rest."""

from __future__ import annotations

import contextlib
import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psutil
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.errors import DiskFull, LeaseLost, LibraryError
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.text.errors import LanguageMissing, TessdataMissing

__all__ = ["Ended", "Finished", "Handler", "Worker", "take_back_from_the_dead", "worker_name"]

Finished = Callable[[Session], Details | None]
"""Records what a handler made, in the transaction that ends the job."""
Handler = Callable[[Lease], Finished]
"""Does the work of one kind of job, outside any transaction."""

MACHINE_LACKS = (DiskFull, LanguageMissing, TessdataMissing)
LEASE_S = 60.0
RENEW_EVERY_S = 15.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one job: ``why`` is empty when it was done."""

    kind: str
    subject: str
    why: str = ""


def worker_name() -> str:
    """Who holds a lease: host, process, and when that process began, so that a dead one can be told from its heir."""
    process = psutil.Process()
    return f"{platform.node()}:{process.pid}:{process.create_time():.2f}"


def is_dead(owner: str) -> bool:
    """Whether the owner of a lease was a process of this machine that is no more."""
    host, _, process = owner.partition(":")
    pid, _, began = process.partition(":")
    if host != platform.node() or not pid.isdigit():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" != began
    except psutil.NoSuchProcess:
        return True


def take_back_from_the_dead(library: Library) -> int:
    """End the leases of workers of this machine that were killed, so that nobody waits for them to run out."""
    now = library.clock.utc()
    with library.write() as session:
        held = session.execute(select(Job.id, Job.lease_owner).where(Job.state == JobState.LEASED)).all()
        dead = [job_id for job_id, owner in held if owner is not None and is_dead(owner)]
        if dead:
            session.execute(update(Job).where(Job.id.in_(dead)).values(lease_until=now))
    return len(dead)


class Worker:
    """One process's share of the queue."""

    def __init__(
        self,
        queue: JobQueue,
        handlers: Mapping[str, Handler],
        record: Callable[[], contextlib.AbstractContextManager[Session]],
    ) -> None:
        """``handlers`` by kind of job, in the order of preference; ``record`` opens one transaction of the library."""
        self._queue = queue
        self._handlers = handlers
        self._record = record
        self._name = worker_name()

    def work_one(self, due_by: datetime | None = None) -> Ended | None:
        """Do one job that is due (by ``due_by``, to take tonight's work now); None when there is none.

        An error of ours is caused by the input and makes a dead letter with its sentence; trouble of the library and
        anything unforeseen is taken for passing and tried again until the attempts are spent. What the machine lacks
        (`MACHINE_LACKS`) is raised with the job handed back: it would fail every other job as well.
        """
        lease = self._queue.claim(self._name, tuple(self._handlers), lease_s=LEASE_S, due_by=due_by)
        if lease is None:
            return None
        try:
            with self._renewing(lease):
                finished = self._handlers[lease.kind](lease)
            with self._record() as session:
                self._queue.complete(lease, finished(session), session=session)
        except LeaseLost:
            return Ended(lease.kind, lease.subject, "another worker took it over")
        except MACHINE_LACKS:
            with contextlib.suppress(LeaseLost):
                self._queue.hand_back(lease)
            raise
        except BookcradleError as error:
            self._fail(lease, error.sentence, transient=isinstance(error, LibraryError))
            return Ended(lease.kind, lease.subject, error.sentence)
        except Exception as error:  # noqa: BLE001  one page must never stop the night
            why = f"{type(error).__name__}: {error}"
            self._fail(lease, why, transient=True)
            return Ended(lease.kind, lease.subject, why)
        return Ended(lease.kind, lease.subject)

    def _fail(self, lease: Lease, why: str, *, transient: bool) -> None:
        with contextlib.suppress(LeaseLost):
            self._queue.fail(lease, why, transient=transient)

    @contextmanager
    def _renewing(self, lease: Lease) -> Iterator[None]:
        """Keep the lease while the work goes on; a lost lease shows when the job is completed."""
        done = threading.Event()

        def renew() -> None:
            while not done.wait(RENEW_EVERY_S):
                try:
                    self._queue.renew(lease, lease_s=LEASE_S)
                except BookcradleError:
                    return

        keeper = threading.Thread(target=renew, name="lease-keeper", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()
