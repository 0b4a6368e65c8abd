"""Memory that was freed goes back to the system before more of it is asked for.

While a photograph is looked at, arrays of some megabytes come and go in two threads, and glibc keeps up to 80 MB of
them for later, for every thread by itself. Whole photographs and whole pages do not fit in, so that the peak would be
so much higher.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

__all__ = ["give_back_freed"]

_ARENA_MAX = -8
"""Of `mallopt`, as glibc's malloc.h has it."""


def give_back_freed() -> None:
    """Takes some milliseconds. Does nothing where the C library is not glibc."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    if not (hasattr(library, "malloc_trim") and hasattr(library, "mallopt")):
        return None
    library.mallopt(_ARENA_MAX, 1)
    return library
