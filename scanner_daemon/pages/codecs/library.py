"""nvImageCodec, loaded once and without a word on the operator's terminal.

While it loads it writes to the process's stderr, past Python, which of NVIDIA's libraries it does not find, and two of
those it looks for are for formats that we never read. What it writes is kept instead, and tells why if nothing works.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["has_nvidia_device", "load_library", "stderr_kept"]

_MODULE = "nvidia.nvimgcodec"
_VERBOSITY = "PYNVIMGCODEC_VERBOSITY"
"""Of nvImageCodec; 0 leaves out all that it says of single files, which we say ourselves."""
_STDERR = 2


def has_nvidia_device() -> bool:
    """Whether the machine may have an NVIDIA GPU at all: cheap, and enough to spare most machines the search."""
    if sys.platform == "win32":
        return True
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/dxg").exists()


def load_library() -> Any:
    """The module. Raises ImportError, or what else a half-installed one raises: OSError, RuntimeError."""
    os.environ.setdefault(_VERBOSITY, "0")
    return importlib.import_module(_MODULE)


@contextmanager
def stderr_kept() -> Iterator[list[str]]:
    """Keep what is written to file descriptor 2, by whatever language: the lines are there once the block is left."""
    kept: list[str] = []
    sys.stderr.flush()
    with tempfile.TemporaryFile() as file:
        terminal = os.dup(_STDERR)
        try:
            os.dup2(file.fileno(), _STDERR)
            yield kept
        finally:
            os.dup2(terminal, _STDERR)
            os.close(terminal)
            file.seek(0)
            kept += file.read().decode("utf-8", "replace").splitlines()
