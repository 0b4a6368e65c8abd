"""What is freed goes back to the system: asked of the C library itself, in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

ASKED = """
import ctypes, sys
from operator_gui.session.memory import LARGE_BYTES, give_large_blocks_back

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]

class Told(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in
                "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()]

libc.mallinfo2.restype = Told
if sys.argv[1] == "kept":
    give_large_blocks_back()
libc.free(libc.malloc(LARGE_BYTES * 16))
before = libc.mallinfo2().hblks
block = libc.malloc(LARGE_BYTES * 8)
print(libc.mallinfo2().hblks - before)
libc.free(block)
"""


def blocks_of_their_own(how: str) -> int:
    command = [sys.executable, "-c", ASKED, how]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver() < ("glibc", "2.33"), reason="asks glibc, which tells since 2.33")
def test_a_large_block_is_one_of_its_own_even_after_a_larger_one_was_freed() -> None:
    assert blocks_of_their_own("left alone") == 0
    assert blocks_of_their_own("kept") == 1
