"""Other page dewarpers and ours on the same photographs, in turn. See the README beside this file."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import recognise
from scanner_daemon.vocabulary import Side
from tests.benchmarks.peers.environments import PEERS, environment
from tests.benchmarks.peers.matching import matched

DEADLINE_S = 400


@dataclass(frozen=True)
class View:
    """A photograph in its upright form, and the page that it shows."""

    name: str
    file: Path
    true_page: NDArray[np.uint8] | None
    text: str
    side: Side


@dataclass(frozen=True)
class Ran:
    """What one program did: seconds with its start and its files, peak MB, and why there is no page."""

    seconds: float
    peak_mb: float
    why: str = ""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True, help="for environments and pictures; kept")
    asked.add_argument("--only", nargs="*", help="names of peers; without it all but the heavy ones")
    asked.add_argument("--read", action="store_true", help="also measure the character error rate")
    asked.add_argument("--photograph", type=Path, help="a real one, with its text beside it as .txt, instead")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    runners = list(_runners(options.folder, options.only))
    views = _views(options.folder) if options.photograph is None else [_real(options.photograph, options.folder)]
    rows = []
    for view in views:
        rows.append(_row("photograph", view, view.file, Ran(0.0, 0.0), read=options.read))
        for name, python, code, why in runners:
            target = options.folder.resolve() / f"{view.name}_{name}.png"
            ran = Ran(0.0, 0.0, why) if why else _run(python, code, view, target)
            rows.append(_row(name, view, target, ran, read=options.read))
            if not options.json:
                print(rows[-1], flush=True)
    if options.json:
        print(json.dumps(rows, indent=2))


def _views(folder: Path) -> Iterator[View]:
    shots = {
        "platen": Shot(seed=101, spread=14, side=Side.RIGHT, platen="down"),
        "open": Shot(seed=102, spread=14, side=Side.RIGHT, platen="open"),
    }
    for name, shot in shots.items():
        taken = photograph(shot)
        file = folder / f"{name}.jpg"
        if not file.exists():
            cv2.imwrite(str(file), taken.truth.upright(taken.image), [cv2.IMWRITE_JPEG_QUALITY, 92])
        assert taken.truth.page is not None
        yield View(name, file.resolve(), taken.truth.page.image(300), taken.truth.text, shot.side)


def _real(file: Path, folder: Path) -> View:
    """Upright, as its header asks, so that no program needs to know of headers; nothing is known of its shape."""
    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if picture is None:
        raise SystemExit(f"{file} is no photograph")
    upright = folder.resolve() / f"{file.stem}.jpg"
    if upright == file.resolve():
        raise SystemExit("--folder holds the photograph itself")
    cv2.imwrite(str(upright), picture, [cv2.IMWRITE_JPEG_QUALITY, 95])
    text = file.with_suffix(".txt")
    return View(file.stem, upright, None, text.read_text("utf-8") if text.is_file() else "", Side.SINGLE)


def _runners(folder: Path, only: list[str] | None) -> Iterator[tuple[str, Path, str, str]]:
    """Name, interpreter and code of each, and why it cannot run; bookcradle first."""
    ours = (
        "import scanner_daemon, cv2\nfrom scanner_daemon.pages import flatten\n"
        "from scanner_daemon.vocabulary import Side\ncv2.setNumThreads(2)\n"
        "(page,) = flatten(open(source, 'rb').read(), side=Side(side))\ncv2.imwrite(target, page.image)\n"
    )
    yield "bookcradle", Path(sys.executable), ours, ""
    for peer in PEERS:
        if peer.name in only if only else not peer.heavy:
            python, why = environment(peer, folder)
            yield peer.name, python, peer.run, why


def _run(python: Path, code: str, view: View, target: Path) -> Ran:
    """Once, in a session of its own, so that nothing it started outlives it; it tells its own peak of memory."""
    target.unlink(missing_ok=True)
    head = f"source, target, side = {str(view.file)!r}, {str(target)!r}, {view.side.value!r}\n"
    ours = python == Path(sys.executable)
    began = time.monotonic()
    child = subprocess.Popen(
        [python, "-c", head + code + _PEAK],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=target.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3]) if ours else ""},
        start_new_session=True,
    )
    try:
        said, told = (part.decode("utf-8", "replace") for part in child.communicate(timeout=DEADLINE_S))
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return Ran(DEADLINE_S, 0.0, f"not done after {DEADLINE_S} s")
    seconds = time.monotonic() - began
    peaks = [float(line.split()[1]) / 1e6 for line in said.splitlines() if line.startswith("peak ")]
    peak_mb = peaks[-1] if peaks else 0.0
    if child.returncode or not target.exists():
        lines = told.strip().splitlines()
        return Ran(seconds, peak_mb, lines[-1] if lines else f"made no page, ended with {child.returncode}")
    return Ran(seconds, peak_mb)


_PEAK = """
import re, resource
own = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])
print('\\npeak', 1024 * max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
"""Its own memory as Linux counts it for this program alone, or that of a program which it ran."""


def _row(who: str, view: View, file: Path, ran: Ran, *, read: bool) -> dict[str, object]:
    row: dict[str, object] = {"who": who, "view": view.name, "s": round(ran.seconds, 2), "peak_mb": round(ran.peak_mb)}
    if ran.why:
        return row | {"failed": ran.why}
    made = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if made is None:
        return row | {"failed": "its page cannot be read"}
    page = np.asarray(made, np.uint8)
    if view.true_page is not None:
        fit = matched(view.true_page, page)
        if fit is None:
            row["failed"] = "no ink of the true page was found again"
        else:
            row |= {"rms_mm": round(fit.rms_mm, 3), "p95_mm": round(fit.p95_mm, 3), "found": round(fit.found, 2)}
    if read and view.text:
        seen = recognise(page, page.shape[0] / (229 / 25.4), ("eng",))
        row["cer"] = round(character_error_rate(view.text, plain_text(seen)), 4)
    return row


if __name__ == "__main__":
    main()
