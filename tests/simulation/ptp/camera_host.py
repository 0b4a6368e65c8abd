"""A program with the real libgphoto2 in it, driven line by line: one process a camera, as the daemon has it.

Run as ``python camera_host.py [IOLIBS]``. A line of JSON in is one call, a line out its result or an error code.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from typing import Any

import gphoto2 as gp


class Host:
    """At most one open camera; every method can be called by a line."""

    camera: Any = None
    place: tuple[str, str] = ("", "")

    def autodetect(self) -> list[list[str]]:
        found = gp.Camera.autodetect()
        return sorted([found.get_name(i), found.get_value(i)] for i in range(found.count()))

    def open(self, address: str, model: str) -> None:
        self.place = address, model
        self.reopen()

    def reopen(self) -> None:
        """Open a fresh object: one whose init() has failed says "busy" for ever after."""
        if self.camera is not None:
            with contextlib.suppress(gp.GPhoto2Error):
                self.camera.exit()
            self.camera = None
        address, model = self.place
        ports = gp.PortInfoList()
        ports.load()
        abilities = gp.CameraAbilitiesList()
        abilities.load()
        camera = gp.Camera()
        camera.set_port_info(ports[ports.lookup_path(address)])
        camera.set_abilities(abilities[abilities.lookup_model(model)])
        camera.init()
        self.camera = camera

    def get(self, name: str) -> dict[str, object]:
        widget = self.camera.get_single_config(name)
        choices = []
        if widget.get_type() in (gp.GP_WIDGET_RADIO, gp.GP_WIDGET_MENU):
            choices = [widget.get_choice(i) for i in range(widget.count_choices())]
        return {"value": widget.get_value(), "read_only": bool(widget.get_readonly()), "choices": choices}

    def set(self, name: str, value: object) -> None:
        widget = self.camera.get_single_config(name)
        widget.set_value(value)
        self.camera.set_single_config(name, widget)

    def knows(self, name: str) -> bool:
        try:
            return self.camera.get_single_config(name) is not None  # None for an unknown one on some bodies
        except gp.GPhoto2Error:
            return False

    def capture(self) -> list[str]:
        path = self.camera.capture(gp.GP_CAPTURE_IMAGE)
        return [path.folder, path.name]

    def trigger(self) -> int:
        at_ns = time.monotonic_ns()
        self.camera.trigger_capture()
        return at_ns

    def wait_for_files(self, count: int, timeout_s: float) -> list[list[str]]:
        deadline = time.monotonic() + timeout_s
        files: list[list[str]] = []
        while time.monotonic() < deadline and len(files) < count:
            kind, data = self.camera.wait_for_event(200)
            if kind == gp.GP_EVENT_FILE_ADDED:
                files.append([data.folder, data.name])
        return files

    def download(self, folder: str, name: str) -> dict[str, object]:
        file = self.camera.file_get(folder, name, gp.GP_FILE_TYPE_NORMAL)  # kept alive until its bytes are copied
        data = bytes(memoryview(file.get_data_and_size()))
        return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "head": data[:16].hex()}

    def delete(self, folder: str, name: str) -> None:
        self.camera.file_delete(folder, name)

    def listed(self, folder: str) -> list[str]:
        found = self.camera.folder_list_files(folder)
        return sorted(found.get_name(i) for i in range(found.count()))

    def shoot(self, times: int) -> list[object]:
        digests = []
        for _ in range(times):
            folder, name = self.capture()
            digests.append(self.download(folder, name)["sha256"])
            self.delete(folder, name)
        return digests

    def preview(self) -> str:
        file = self.camera.capture_preview()
        return bytes(memoryview(file.get_data_and_size())).hex()

    def previews(self, count: int) -> dict[str, float]:
        began = time.monotonic()
        frames = {self.preview() for _ in range(count)}
        return {"seconds": time.monotonic() - began, "distinct": len(frames)}

    def clock(self) -> int:
        return time.monotonic_ns()

    def storage(self) -> dict[str, int]:
        (card,) = self.camera.get_storageinfo()
        return {"capacity_kb": card.capacitykbytes, "free_kb": card.freekbytes}


def main() -> None:
    if len(sys.argv) > 1:
        os.environ["IOLIBS"] = sys.argv[1]  # only after `import gphoto2`, which sets its own
    host = Host()
    for line in sys.stdin:
        call = json.loads(line)
        try:
            answer = {"result": getattr(host, call["call"])(**call["with"])}
        except gp.GPhoto2Error as error:
            answer = {"error": error.code}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
