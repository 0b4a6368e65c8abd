"""The loop of a body's process: one command at a time, preview frames while live view runs, else a look at times."""

from __future__ import annotations

import base64
import contextlib
import gc
import select
import socket
import time
from pathlib import Path
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.exposing import Exposing, OrderedShot
from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.body.live_view import LiveView
from scanner_daemon.cameras.body.locks import Locks
from scanner_daemon.cameras.body.session import Session, closing_at_end, on_the_bus, open_by_serial, open_port
from scanner_daemon.cameras.body.shutter import Shutter
from scanner_daemon.cameras.body.vitals import Vitals
from scanner_daemon.cameras.body.widget_tree import all_of
from scanner_daemon.cameras.wire import Deframer, Message, decode, encode

__all__ = ["Body"]

_LOOK_EVERY_S = 1.0
_LOOK_CLOSELY_EVERY_S = 10.0


class Body:
    """Answers the daemon about one body, whether it is plugged or not."""

    def __init__(self, commands: socket.socket, previews: socket.socket) -> None:
        self._commands = commands
        self._deframer = Deframer()
        self._live_view = LiveView(previews)
        self._session: Session | None = None
        self._shutter: Shutter | None = None
        self._locks = Locks()
        self._changed: dict[str, str] = {}
        self._vitals = Vitals()
        self._look_at = 0.0
        self._look_closely_at = 0.0

    def serve(self) -> None:
        """Answer until the daemon closes its end."""
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                while self._serve_once():
                    pass
        finally:
            if self._session is not None:
                self._session.close()

    def _serve_once(self) -> bool:
        if select.select([self._commands], [], [], self._wait_s())[0]:
            arrived = self._commands.recv(65_536)
            if not arrived:
                return False
            for payload in self._deframer.feed(arrived):
                self._answer(decode(payload))
        elif self._session is not None:
            try:
                self._between_commands(self._session)
            except BodyFailure as failure:
                self._lose(failure)
        return True

    def _wait_s(self) -> float | None:
        if self._session is None:
            return None
        look_s = max(0.0, self._look_at - time.monotonic())
        return min(look_s, self._live_view.wait_s()) if self._live_view.running else look_s

    def _answer(self, request: Message) -> None:
        number = request["id"]
        try:
            answer = getattr(self, f"_do_{request['do']}")(request)
            self._tell({"id": number, "done": answer or {}})
        except BodyFailure as failure:
            self._tell({"id": number, "failed": failure.kind, "details": failure.details})
            if failure.session_in_doubt and self._session is not None:
                self._recover(self._session, number)
        self._look_at = time.monotonic() + _LOOK_EVERY_S

    # ------------------------------------------------------------------------------------------------------- commands

    def _do_roll_call(self, request: Message) -> Message:
        bodies: list[Message] = []
        for port, model in on_the_bus(request["ports"]):
            if port in request["skip"]:
                continue
            try:
                with closing_at_end(open_port(port, model)) as session:
                    bodies.append({"port": port, "model": session.model, "serial": session.serial})
            except BodyFailure as failure:
                bodies.append({"port": port, "model": model, "failed": failure.kind, "details": failure.details})
        return {"bodies": bodies}

    def _do_glimpse(self, request: Message) -> Message:
        with closing_at_end(open_by_serial(request["serial"], request["skip"], request["ports"])) as session:
            jpeg = LiveView.glimpse(session)
        return {"jpeg": base64.b64encode(jpeg).decode("ascii")}

    def _do_connect(self, request: Message) -> Message:
        if self._session is not None:
            self._forget()
        session = open_by_serial(request["serial"], request["skip"], request["ports"])
        try:
            to_ram = self._choose_target(session, request["settings"])
            self._locks = Locks.set_up(session, request["settings"])
            clock_set = self._set_clock(session)
        except BodyFailure:
            session.close()
            raise
        self._session, self._shutter = session, Shutter(session, to_ram=to_ram)
        self._changed = {}
        self._vitals.forget()
        self._look_closely_at = time.monotonic() + _LOOK_CLOSELY_EVERY_S
        return {
            "port": session.port,
            "model": session.model,
            "serial": session.serial,
            "brand": session.brand.name,
            "clock_set": clock_set,
            **self._status(session),
        }

    def _do_start_live_view(self, _request: Message) -> None:
        self._need()
        self._live_view.start()

    def _do_arm(self, request: Message) -> None:
        session, shutter = self._need()
        if self._live_view.running:
            self._live_view.stop(session)
        shutter.wait_until_ready(time.monotonic_ns() + int(request["patience_s"] * 1e9))
        touched = self._drain(session)
        dial = widgets.first_value(session.camera, session.brand.mode_dial)
        if dial is not None and dial[1] not in session.brand.manual_modes:
            raise BodyFailure("dial", mode=dial[1])
        if touched or self._changed:
            self._changed = self._locks.look_again(session)
        if self._changed:
            name, shown = next(iter(self._changed.items()))
            raise BodyFailure("setting_changed", setting=name, value=self._locks.values[name], shown=shown)

    def _do_expose(self, request: Message) -> None:
        session, shutter = self._need()
        if self._live_view.running:
            self._live_view.stop(session)
        number = request["id"]
        exposing = Exposing(session, shutter, lambda event, **told: self._tell({"id": number, "event": event, **told}))
        exposing.run(self._ordered(request))

    def _do_fetch(self, request: Message) -> None:
        session, shutter = self._need()
        number = request["id"]
        exposing = Exposing(session, shutter, lambda event, **told: self._tell({"id": number, "event": event, **told}))
        exposing.land(request["folder"], request["name"], self._ordered(request))

    def _do_list_widgets(self, _request: Message) -> Message:
        session, _ = self._need()
        return {"widgets": [told | {"locked": self._locks.holds(told["name"])} for told in all_of(session.camera)]}

    def _do_set_widget(self, request: Message) -> Message:
        session, _ = self._need()
        name = request["name"]
        if self._locks.holds(name):
            raise BodyFailure("locked", setting=name, value=self._locks.values[name])
        widgets.write(session.camera, name, request["value"])
        self._locks.changed_by_hand(session, name)
        return self._status(session)

    def _do_lock_widget(self, request: Message) -> Message:
        session, _ = self._need()
        return {"value": self._locks.lock(session, request["name"]), **self._status(session)}

    def _do_unlock_widget(self, request: Message) -> None:
        self._need()
        self._locks.unlock(request["name"])

    def _do_list_card(self, _request: Message) -> Message:
        session, _ = self._need()
        with translated("list the card"):
            return {"files": [[folder, name] for folder, name in _files_below(session.camera, "/")]}

    # -------------------------------------------------------------------------------------------------- between them

    def _between_commands(self, session: Session) -> None:
        if self._live_view.running and self._live_view.wait_s() == 0:
            self._live_view.show_one(session)
            return
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + _LOOK_EVERY_S
        if not self._live_view.running and self._drain(session):
            self._look_closely_at = now
        if now >= self._look_closely_at:
            self._look_closely_at = now + _LOOK_CLOSELY_EVERY_S
            self._changed = self._locks.look_again(session)
            self._tell({"event": "status", **self._status(session)})
            gc.collect()

    def _drain(self, session: Session) -> bool:
        """Take in what the body has to say: it also proves that the body is there, and keeps it awake.

        True when a property changed that somebody may have touched.
        """
        touched = False
        while True:
            try:
                with translated("look at the body"):
                    kind, data = session.camera.wait_for_event(0)
            except BodyFailure as failure:
                if failure.kind == "busy":
                    return touched
                raise
            if kind == gp.GP_EVENT_TIMEOUT:
                return touched
            if kind == gp.GP_EVENT_FILE_ADDED:
                self._tell({"event": "stray", "folder": data.folder, "name": data.name})
            touched = touched or (kind == gp.GP_EVENT_UNKNOWN and "Property" in str(data))

    def _recover(self, session: Session, after: int) -> None:
        """A fresh session after request ``after`` left the old one in doubt; without one the body counts as lost."""
        self._live_view.running = False
        try:
            session.reopen()
            with translated("look at the body"):
                session.camera.wait_for_event(0)
            self._tell({"event": "well", "after": after})
        except BodyFailure as failure:
            self._lose(failure)

    def _lose(self, failure: BodyFailure) -> None:
        if self._session is None:
            return
        if failure.kind == "busy":
            return
        self._forget()
        self._tell({"event": "lost", "failed": failure.kind, "details": failure.details})

    def _forget(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = self._shutter = None
        self._live_view.running = False

    # --------------------------------------------------------------------------------------------------------- parts

    def _need(self) -> tuple[Session, Shutter]:
        if self._session is None or self._shutter is None:
            raise BodyFailure("unplugged")
        return self._session, self._shutter

    def _choose_target(self, session: Session, settings: dict[str, str]) -> bool:
        """Card unless the settings say otherwise: what is on the card survives a cable. True for the body's memory."""
        brand = session.brand
        name = next((name for name in brand.capture_target if widgets.find(session.camera, name) is not None), None)
        if name is None:
            return False
        wanted = settings.get(name, brand.card)
        widgets.write(session.camera, name, wanted)
        return wanted.casefold() != brand.card.casefold()

    def _set_clock(self, session: Session) -> bool:
        """Give the body this machine's time, so that the dates in its files are true."""
        for name, value in session.brand.clock:
            with contextlib.suppress(BodyFailure):
                widgets.write(session.camera, name, value)
                return True
        return False

    def _status(self, session: Session) -> Message:
        battery = widgets.first_value(session.camera, session.brand.battery)
        percent = battery[1].rstrip("% ") if battery is not None else ""
        return {
            "battery_percent": int(percent) if percent.isdigit() else None,
            "exposure_ms": self._locks.exposure_ms(),
            "files_per_shot": self._locks.files_per_shot,
            "changed": self._changed,
            "vitals": self._vitals.read(session),
        }

    def _ordered(self, request: Message) -> OrderedShot:
        return OrderedShot(
            at_ns=request.get("at_ns", 0),
            incoming=Path(request["incoming"]),
            stem=request["stem"],
            quiet_ms=request.get("quiet_ms", 0.0),
            files=self._locks.files_per_shot,
            deadline_ns=time.monotonic_ns() + int(request["patience_s"] * 1e9),
            keep_on_card=request["keep_on_card"],
        )

    def _tell(self, message: Message) -> None:
        self._commands.sendall(encode(message))


def _files_below(camera: Any, folder: str) -> list[tuple[str, str]]:
    listed = camera.folder_list_files(folder)
    files = [(folder, listed.get_name(index)) for index in range(listed.count())]
    folders = camera.folder_list_folders(folder)
    for index in range(folders.count()):
        files += _files_below(camera, f"{folder.rstrip('/')}/{folders.get_name(index)}")
    return files
