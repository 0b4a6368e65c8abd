"""What the desktop program does not do before its window is there, so that it is there soon."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

STARTED = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from operator_gui.application import Program

application = QApplication([])
store = QSettings(sys.argv[1] + "/preferences.ini", QSettings.Format.IniFormat)
program = Program(application, Path(sys.argv[1]) / "nobody.sock", store, start_at="capture")
program.window.show()
application.processEvents()
known = sorted(sys.modules)
program.close()
print(json.dumps(known))
"""


def modules_after_the_start(folder: Path) -> set[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", STARTED, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stdout))


def test_only_the_screen_in_front_has_been_imported_and_nothing_that_counts_pixels(tmp_path: Path) -> None:
    known = modules_after_the_start(tmp_path)
    screens = {name for name in known if name.startswith("operator_gui.screens.") and name.endswith(".screen")}
    assert screens == {"operator_gui.screens.capture.screen"}
    assert "operator_gui.screens.review.entry" in known
    assert not {name for name in known if name.partition(".")[0] == "numpy"}
