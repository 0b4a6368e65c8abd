"""The foot pedal through the real libudev, pyudev and python-evdev, below which umockdev puts a fake one."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
A, B, C = 30, 48, 46


def missing() -> str | None:
    if shutil.which("umockdev-wrapper") is None:
        return "umockdev is not installed (apt install umockdev)"
    probe = "import gi; gi.require_version('UMockdev', '1.0'); from gi.repository import UMockdev"
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True).returncode:
        return "the system's Python has no UMockdev (apt install python3-gi gir1.2-umockdev-1.0)"
    return None


class Testbed:
    """The bed's process: takes commands, gives what the listener says."""

    __test__ = False

    def __init__(self) -> None:
        listener = [sys.executable, str(HERE / "listener.py"), "/dev/input/event5"]
        bed = [SYSTEM_PYTHON, str(HERE / "bed.py"), str(HERE / "footswitch.umockdev")]
        self.process = subprocess.Popen(
            ["umockdev-wrapper", *bed, *listener],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(json.loads(line))

    def do(self, *commands: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{command}\n" for command in commands))
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        return self.said.get(timeout=15)

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        finally:  # A bed that died leaves its listener behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        self.reader.join()
        self.process.stdout.close()


@pytest.fixture
def bed() -> Iterator[Testbed]:
    if reason := missing():
        pytest.skip(reason)
    bed = Testbed()
    yield bed
    bed.close()


def test_a_pedal_is_found_when_plugged_grabbed_pressed_and_given_up_when_unplugged(bed: Testbed) -> None:
    assert bed.hear() == {"fitted": False}
    bed.do("plug")
    assert bed.hear() == {"fitted": True}
    bed.do("grabbed")
    assert bed.hear() == {"grabs": 1}, "nobody else may get the pedal's keys"

    bed.do(f"key {B} 1", f"key {B} 2", f"key {B} 2", f"key {B} 0")
    pressed = bed.hear()
    assert (pressed["switch"], pressed["source"]) == ("fire", "evdev:event5")
    bed.do(f"key {B} 1", f"key {B} 0")  # Within the debounce of the release: the contacts bounce.
    bed.do(f"key {A} 1", f"key {A} 0", f"key {C} 1", f"key {C} 0")
    assert [bed.hear()["switch"], bed.hear()["switch"]] == ["re_shoot", "pause"]

    bed.do("unplug")
    assert bed.hear() == {"fitted": False}


def test_a_press_carries_the_time_at_which_it_happened(bed: Testbed) -> None:
    assert bed.hear() == {"fitted": False}
    bed.do("plug")
    assert bed.hear() == {"fitted": True}
    latencies_ns = []
    for code in (A, B, C):
        bed.do(f"key {code} 1")
        latencies_ns.append(bed.hear()["latency_ns"])
    assert all(0 <= latency_ns < 5_000_000_000 for latency_ns in latencies_ns), "the same clock on both sides"
    print(f"event to PedalPressed: median {statistics.median(latencies_ns) / 1e6:.2f} ms")
