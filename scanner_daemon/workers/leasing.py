"""A worker's life: lease a job, do it, record the result only with the lease; one bad input never stops the rest."""

from __future__ import annotations

import contextlib
import os
import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.errors import LeaseLost
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.queue import JobQueue, Lease

__all__ = ["Ended", "Finished", "Handler", "Worker", "worker_name"]

Finished = Callable[[Session], Details | None]
"""Records what a handler made, in the transaction that ends the job."""
Handler = Callable[[Lease], Finished]
"""Does the work of one kind of job, outside any transaction."""

LEASE_S = 60.0
RENEW_EVERY_S = 15.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one job: ``why`` is empty when it was done."""

    kind: str
    subject: str
    why: str = ""


def worker_name() -> str:
    """Who holds a lease: the host and the process, so that leases of a dead process can be told."""
    return f"{platform.node()}:{os.getpid()}"


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

        An error of ours is caused by the input and makes a dead letter with its sentence; anything else is taken for
        passing and tried again until the attempts are spent.
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
        except BookcradleError as error:
            self._fail(lease, error.sentence, transient=False)
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
