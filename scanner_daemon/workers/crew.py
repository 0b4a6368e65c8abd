"""A crew of worker processes: started, watched, replaced when they die or grow old, until nothing is due any more."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scanner_daemon.library.library import Library
from scanner_daemon.workers.leasing import take_back_from_the_dead

__all__ = ["CrewReport", "run_crew"]

DIED_LIMIT = 20
"""After so many deaths in one run it is the machine, not one bad page: each page is dead after three attempts."""
RECYCLED = 4
POLL_S = 0.5


@dataclass
class CrewReport:
    """What a run did. ``failed`` holds kind, subject and reason of jobs that did not succeed at an attempt."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    stopped: str = ""
    """Why the run ended early: what this machine lacks."""
    died: int = 0


def run_crew(
    library: Library,
    folder: str,
    url: str | None,
    kinds: Sequence[str],
    *,
    processes: int,
    due_by: datetime | None,
    profile: Path | None = None,
    told: Callable[[dict[str, str]], None] = lambda _: None,
) -> CrewReport:
    """Work on the queue with ``processes`` processes until none finds a job that is due (by ``due_by``).

    ``profile`` is the calibration in force, where it lies outside of the library. ``told`` hears of each job as it
    ends. Whatever kills a worker costs that worker's job one attempt.
    """
    report = CrewReport()
    command = [sys.executable, "-m", "scanner_daemon.workers.job_process", folder, "--kinds", ",".join(kinds)]
    command += ["--url", url] if url else []
    command += ["--due-by", due_by.isoformat()] if due_by else []
    command += ["--profile", str(profile)] if profile else []
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    take_back_from_the_dead(library)
    with selectors.DefaultSelector() as selector:
        crew: set[subprocess.Popen[str]] = set()
        try:
            for _ in range(processes):
                crew.add(_started(command, environment, selector))
            while crew:
                for key, _ in selector.select(POLL_S):
                    process: subprocess.Popen[str] = key.data
                    line = process.stdout.readline() if process.stdout else ""
                    if line:
                        _take(report, json.loads(line), told)
                        continue
                    selector.unregister(key.fileobj)
                    crew.discard(process)
                    if _ended(process, report, library) and not report.stopped:
                        crew.add(_started(command, environment, selector))
        finally:
            for process in crew:
                process.terminate()
            for process in crew:
                _end(process)
    return report


def _started(
    command: list[str], environment: dict[str, str], selector: selectors.BaseSelector
) -> subprocess.Popen[str]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, bufsize=1)
    assert process.stdout is not None
    selector.register(process.stdout, selectors.EVENT_READ, process)
    return process


def _take(report: CrewReport, said: dict[str, str], told: Callable[[dict[str, str]], None]) -> None:
    if "stopped" in said:
        report.stopped = said["stopped"]
        return
    if said["why"]:
        report.failed.append((said["kind"], said["subject"], said["why"]))
    else:
        report.done[said["kind"]] = report.done.get(said["kind"], 0) + 1
    told(said)


def _ended(process: subprocess.Popen[str], report: CrewReport, library: Library) -> bool:
    """Reap a process; whether another must take its place."""
    code = _end(process)
    if code == RECYCLED:
        return True
    if code < 0 or code > RECYCLED:
        report.died += 1
        take_back_from_the_dead(library)
        return report.died <= DIED_LIMIT
    return False


def _end(process: subprocess.Popen[str]) -> int:
    deadline = time.monotonic() + 60
    while process.poll() is None:
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.02)
    if process.stdout is not None:
        process.stdout.close()
    return process.returncode
