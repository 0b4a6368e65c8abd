"""One worker process: leases page and text jobs until none is due, then ends.

Recycled after some hundreds of jobs, because recognisers grow. Prints one JSON line a job, for whoever started it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import psutil

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.workers.kinds import BRING_BACK_JOB, FREE_JOB, OFF_LOAD_JOB, PREVIEW_JOB
from scanner_daemon.workers.leasing import Handler, Worker
from scanner_daemon.workers.off_load_job import BringBackJob, FreeJob, OffLoadJob
from scanner_daemon.workers.page_job import PAGE_JOB, TEXT_JOB, PageJob
from scanner_daemon.workers.preview_job import PreviewJob
from scanner_daemon.workers.profiles import Profiles
from scanner_daemon.workers.text_job import TextJob
from scanner_daemon.workers.tonight import tonight

__all__ = ["JOBS_A_PROCESS", "handlers", "main"]

JOBS_A_PROCESS = 400
NICENESS = 15
DONE, RECYCLE, FAILED = 0, 4, 1


def handlers(library: Library, kinds: list[str], profile: Path | None = None) -> Mapping[str, Handler]:
    """The handlers of these kinds of jobs, in order of preference; ``profile`` is the calibration in force."""
    profiles = Profiles(library.folders.profiles, profile)
    known: dict[str, Callable[[], Handler]] = {
        PAGE_JOB: lambda: PageJob(library, lambda: tonight(library.clock.utc()), profiles),
        TEXT_JOB: lambda: TextJob(library),
        PREVIEW_JOB: lambda: PreviewJob(library),
        OFF_LOAD_JOB: lambda: OffLoadJob(library),
        FREE_JOB: lambda: FreeJob(library),
        BRING_BACK_JOB: lambda: BringBackJob(library),
    }
    return {kind: known[kind]() for kind in kinds}


def main(arguments: list[str] | None = None) -> int:
    """Work until nothing is due (exit 0), the process has grown old (4), or the machine lacks something (1)."""
    import cv2

    cv2.setNumThreads(1)
    asked = _parse(arguments)
    if asked.background:
        _yield_to_the_cradle()
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    settings = LibrarySettings(folder=asked.folder, url=asked.url)
    due_by = datetime.fromisoformat(asked.due_by) if asked.due_by else None
    try:
        with open_library(settings) as library:
            worker = Worker(JobQueue(library), handlers(library, asked.kinds.split(","), asked.profile), library.write)
            for _ in range(JOBS_A_PROCESS):
                ended = None if stopping else worker.work_one(due_by)
                if ended is None:
                    return DONE
                _say({"kind": ended.kind, "subject": ended.subject, "why": ended.why})
    except BookcradleError as error:
        _say({"stopped": error.sentence})
        return FAILED
    return RECYCLE


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url")
    parser.add_argument("--kinds", default=f"{PAGE_JOB},{TEXT_JOB}")
    parser.add_argument("--due-by")
    parser.add_argument("--background", action="store_true", help="give way to everything that the cradle needs")
    parser.add_argument("--profile", type=Path)
    return parser.parse_args(arguments)


def _yield_to_the_cradle() -> None:
    """Last in the line for the processor and for the disk."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process().ionice(psutil.IOPRIO_CLASS_IDLE)


def _say(what: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
