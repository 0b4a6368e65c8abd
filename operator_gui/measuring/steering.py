"""Orders as JSON lines on stdin, an answer to each as a JSON line on stdout: ``{"do": "key", "keys": ["F3"]}``."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QRect, QSize, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget

from operator_gui.daemon.client import Call
from operator_gui.daemon.images import Picture
from operator_gui.daemon.trouble import Trouble
from operator_gui.measuring.heartbeat import Heartbeat
from operator_gui.measuring.paints import Paints
from operator_gui.session.preferences import Language, ThemeChoice

if TYPE_CHECKING:
    from operator_gui.application import Program

__all__ = ["Steering"]

ORDERS = frozenset("show key type size prefer grab told settle watch watched drag open_pictures wait end".split())
CHUNK = 1 << 16
LOOK_MS = 2
DRAG_STEP_MS = 8
STOPS_AT = 0.618
"""Of the range: where a drag ends, which is where it has not been for a while."""
QUIET_MS = 40
"""After so long without a request, a picture on its way or a paint, a screen is complete."""


class Steering(QObject):
    """Does what it is told while the program runs as ever."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._rest = b""
        self._heartbeat = Heartbeat(self)
        self._paints = Paints(program.window, program.previews, self)
        self._connected_ns = 0
        program.rig.connection_changed.connect(self._connection_changed)
        self._listening = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._listening.activated.connect(self._read)

    # ------------------------------------------------------------------------------------------------------- orders

    def show(self, screen: str, place: str = "") -> dict[str, Any]:
        """Bring a screen to the front."""
        self._program.window.show_screen(screen, place)
        return {}

    def key(self, keys: list[str]) -> dict[str, Any]:
        """Press keys, by Qt's portable names, where the focus is."""
        for key in keys:
            combination = QKeySequence(key)[0]  # type: ignore[index]  # the stubs forget that it is a sequence
            self._press(combination.key(), combination.keyboardModifiers(), key if len(key) == 1 else "")
        return {}

    def type(self, text: str) -> dict[str, Any]:
        """Type into the field that has the focus."""
        for letter in text:
            self._press(Qt.Key(0), Qt.KeyboardModifier.NoModifier, letter)
        return {}

    def size(self, width: int, height: int) -> dict[str, Any]:
        """Make the window so large, in points."""
        self._program.window.setMinimumSize(1, 1)
        self._program.window.resize(width, height)
        return {"width": self._program.window.width(), "height": self._program.window.height()}

    def prefer(self, name: str, value: str) -> dict[str, Any]:
        """Choose for the person: theme, language, text_percent or operator."""
        preferences = self._program.preferences
        match name:
            case "theme":
                preferences.theme = ThemeChoice(value)
            case "language":
                preferences.language = Language(value)
            case "text_percent":
                preferences.text_percent = int(value)
            case _:
                preferences.set_text(name, value)
        return {}

    def grab(self, file: str, state: str = "", within_ms: int = 10_000) -> dict[str, Any]:
        """A picture of the window as it is, or as soon as the rig is in ``state``."""
        began = time.monotonic()
        while state and self._state() != state:
            if time.monotonic() - began > within_ms / 1000:
                return {"saved": False}
            self._let_run(LOOK_MS)
        if state:
            self._let_run(QUIET_MS)  # layouts follow the words
        return {"saved": self._program.window.grab().save(file)}

    def told(self) -> dict[str, Any]:
        """What is known of the rig, and what the band says."""
        return {
            "connected": self._program.rig.connected,
            "connected_ns": self._connected_ns,
            "last_paint_ns": self._paints.last_ns,
            "pending": self._pending(),
            "scope": self._program.window.scope,
            "state": self._state(),
        }

    def settle(self, within_ms: int = 10_000) -> dict[str, Any]:
        """Wait until nothing is on its way any more; ``complete_ns`` is the end of the paint that showed the last."""
        began_ns = busy_ns = complete_ns = time.monotonic_ns()
        while (now_ns := time.monotonic_ns()) - began_ns < within_ms * 1e6:
            if self._pending():
                busy_ns = complete_ns = now_ns
            elif complete_ns == busy_ns and self._paints.last_ns > busy_ns:
                complete_ns = self._paints.last_ns
            if now_ns - busy_ns > QUIET_MS * 1e6:
                return {"settled": True, "complete_ns": complete_ns}
            self._let_run(LOOK_MS)
        return {"settled": False, "complete_ns": complete_ns}

    def watch(self) -> dict[str, Any]:
        """Begin to measure."""
        self._paints.watch(self._program.window)
        self._paints.start()
        self._heartbeat.start()
        return {}

    def watched(self) -> dict[str, Any]:
        """End measuring; everything since `watch`."""
        self._paints.stop()
        ages = {side.value: [round(age, 3) for age in found] for side, found in self._paints.age_ms.items()}
        return {
            "held_ms": [round(held, 3) for held in self._heartbeat.stop()],
            "paint_ms": [round(took, 3) for took in self._paints.took_ms],
            "age_ms": ages,
        }

    def drag(self, seconds: float) -> dict[str, Any]:
        """Drag the longest scroll bar in sight over its whole range, down and up again, as a person does."""
        bar = self._longest_bar()
        if bar is None:
            return {"rows": 0}
        top, bottom = bar.minimum(), bar.maximum()
        steps = max(2, round(seconds * 1000 / DRAG_STEP_MS))
        began = time.monotonic()
        bar.setSliderDown(True)
        for step in range(steps):
            bar.setSliderPosition(top + round((bottom - top) * (1 - abs(1 - 2 * step / steps))))
            self._let_run(max(0, round((step + 1) * DRAG_STEP_MS - (time.monotonic() - began) * 1000)))
        bar.setSliderPosition(top + round((bottom - top) * STOPS_AT))
        bar.setSliderDown(False)
        return {"rows": bottom - top, "stopped_ns": time.monotonic_ns()}

    def open_pictures(self, paths: list[str], count: int, width: int, height: int) -> dict[str, Any]:
        """Open ``count`` pictures one after the other, in turn as large as a pane and a part of them at full size."""
        opened: list[float] = []
        failed: list[str] = []
        loop = QEventLoop()

        def next_one() -> None:
            number = len(opened) + len(failed)
            if number >= count:
                loop.quit()
                return
            began = time.monotonic()

            def shown(image: QImage) -> None:
                opened.append((time.monotonic() - began) * 1000)
                self._program.window.update()
                QTimer.singleShot(0, next_one)
                del image

            def lost(trouble: Trouble) -> None:
                failed.append(trouble.code)
                QTimer.singleShot(0, next_one)

            whole = number % 2 == 0
            self._program.images.load(
                paths[number // 2 % len(paths)],
                shown,
                fit=QSize(width, height) if whole else None,
                clip=None if whole else QRect(0, 0, width, height),
                failed=lost,
                owner=self,
            )

        next_one()
        loop.exec()
        return {"opened_ms": [round(ms, 1) for ms in opened], "failed": failed}

    def wait(self, ms: int) -> dict[str, Any]:
        """Let the program run."""
        self._let_run(ms)
        return {}

    def end(self) -> dict[str, Any]:
        """Close the program."""
        QTimer.singleShot(0, QApplication.quit)
        return {}

    # ------------------------------------------------------------------------------------------------------ the rest

    def _state(self) -> str | None:
        snapshot = self._program.rig.snapshot
        return snapshot.state.value if snapshot else None

    def _connection_changed(self, connected: bool) -> None:
        if connected and not self._connected_ns:
            self._connected_ns = time.monotonic_ns()

    def _pending(self) -> int:
        """Requests, pictures on their way, and cells in view that have not come or wait for their picture."""
        program = self._program
        under_way = len(program.client.findChildren(Call)) + len(program.images.findChildren(Picture))
        in_front = program.window.screen_widget(program.window.scope)
        return under_way + (not program.rig.connected) + (not in_front.complete)

    def _longest_bar(self) -> QScrollBar | None:
        areas = [area for area in self._program.window.findChildren(QAbstractScrollArea) if area.isVisible()]
        bars = sorted((area.verticalScrollBar() for area in areas), key=lambda bar: bar.maximum() - bar.minimum())
        return bars[-1] if bars else None

    @staticmethod
    def _let_run(ms: int) -> None:
        loop = QEventLoop()
        timer = QTimer(loop, singleShot=True, interval=ms, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(loop.quit)
        timer.start()
        loop.exec()

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        """Where no window manager has made the window active, it is done now."""
        window = self._program.window
        if QApplication.focusWidget() is None:
            QApplication.setActiveWindow(window)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            focus: QWidget | None = QApplication.focusWidget()
            QCoreApplication.sendEvent(focus or window, QKeyEvent(kind, key, modifiers, text))

    def _read(self) -> None:
        received = os.read(sys.stdin.fileno(), CHUNK)
        if not received:
            self._listening.setEnabled(False)
            self.end()
            return
        *lines, self._rest = (self._rest + received).split(b"\n")
        for line in lines:
            sys.stdout.write(json.dumps(self._obey(line)) + "\n")
            sys.stdout.flush()

    def _obey(self, line: bytes) -> dict[str, Any]:
        order = json.loads(line)
        name = order.pop("do")
        if name not in ORDERS:
            return {"error": f"no order is called {name}"}
        run: Callable[..., dict[str, Any]] = getattr(self, name)
        try:
            return run(**order)
        except (KeyError, TypeError, ValueError) as error:
            return {"error": repr(error)}
