"""Pictures are read by several threads at once, and the program goes on."""

from __future__ import annotations

import subprocess
import sys

READ_AT_ONCE = """
import io, sys
from PIL import Image
from PySide6.QtCore import QRunnable, QThreadPool
from PySide6.QtGui import QGuiApplication
from operator_gui.daemon.picture_bytes import PictureReader

application = QGuiApplication([])
made = io.BytesIO()
Image.new("RGB", (64, 48), (3, 4, 5)).save(made, "JPEG")
read = []

class Reading(QRunnable):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def run(self):
        for _ in range(400):
            read.append(not PictureReader(made.getvalue(), self.kind).read().isNull())

pool = QThreadPool(maxThreadCount=3)
for kind in ("", "jpeg", ""):
    pool.start(Reading(kind))
pool.waitForDone()
print(len(read), all(read))
"""


def test_three_threads_that_read_pictures_do_not_wait_for_each_other_for_ever() -> None:
    """In a process of its own: one that stops for ever cannot end its own test."""
    done = subprocess.run(
        [sys.executable, "-c", READ_AT_ONCE], capture_output=True, text=True, timeout=60, check=True,
        env={"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.stdout.split() == ["1200", "True"]
