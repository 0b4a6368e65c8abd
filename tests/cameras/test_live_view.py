"""Previews: whole frames, the newest one wins, and a shot goes before them."""

from __future__ import annotations

import ast
import socket
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gphoto2 as gp

import scanner_daemon.cameras.body
from scanner_daemon.cameras.body.live_view import LiveView
from scanner_daemon.cameras.wire import PREVIEW_STAMP, Deframer
from tests.cameras.conftest import Rig, a_jpeg, until


def newest_number(camera: Any) -> int:
    preview = camera.latest_preview()
    return 0 if preview is None else int(preview[0])


async def test_frames_come_whole_and_are_numbered(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        assert camera.latest_preview() is None
        await camera.start_live_view()
        await until(lambda: newest_number(camera) >= 5)
        preview = camera.latest_preview()
    assert preview is not None
    assert preview[1] in rig.left_scene.shown


async def test_starting_twice_is_harmless(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.start_live_view()
        await camera.start_live_view()
        await until(lambda: newest_number(camera) >= 2)


async def test_arming_leaves_live_view_and_it_can_begin_again_after_the_shot(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.start_live_view()
        await until(lambda: newest_number(camera) >= 1)
        await rig.shoot(camera)
        assert not rig.left.live_view_on
        before = newest_number(camera)
        await camera.start_live_view()
        await until(lambda: newest_number(camera) > before)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


def test_a_reader_that_does_not_read_holds_nobody_up_and_then_gets_the_newest_frame(tmp_path: Path) -> None:
    daemon, body = socket.socketpair()
    jpegs = [a_jpeg(seed, 900) for seed in range(8)]
    session: Any = SimpleNamespace(camera=SimpleNamespace(capture_preview=given_one_by_one(jpegs, tmp_path)))
    with daemon, body:
        live_view = LiveView(body)
        for _ in jpegs:
            live_view.show_one(session)
        deframer, got = Deframer(), list[bytes]()
        daemon.settimeout(20)
        while not got or got[-1] != jpegs[-1]:
            got += [payload[PREVIEW_STAMP.size :] for payload in deframer.feed(daemon.recv(65_536))]
        assert set(got) <= set(jpegs)


def given_one_by_one(jpegs: list[bytes], folder: Path) -> Callable[[], Any]:
    """A ``capture_preview`` whose files live in libgphoto2's own memory, freed with the file."""
    given = iter(jpegs)

    def capture_preview() -> Any:
        (folder / "frame").write_bytes(next(given))
        file = gp.CameraFile()
        file.open(str(folder / "frame"))
        return file

    return capture_preview


def test_a_frames_bytes_are_copied_while_its_owner_lives(tmp_path: Path) -> None:
    """libgphoto2's memoryview does not keep its CameraFile alive: bytes of a temporary's view are silently wrong."""
    jpegs = [a_jpeg(seed, 900) for seed in range(8)]
    session: Any = SimpleNamespace(camera=SimpleNamespace(capture_preview=given_one_by_one(jpegs, tmp_path)))
    assert [LiveView._take(session) for _ in jpegs] == jpegs


def test_no_memoryview_is_taken_of_a_file_that_nothing_holds() -> None:
    """The same trap, for the body's whole program: ``get_data_and_size`` is asked of a name, never of a call."""
    asked = []
    for source in Path(scanner_daemon.cameras.body.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "get_data_and_size":
                asked.append(f"{source.name}:{node.lineno}")
                assert isinstance(node.value, ast.Name), asked[-1]
    assert asked


def test_the_trap_is_still_there() -> None:
    """When libgphoto2's Python binding keeps the owner alive one day, the two tests above may go."""
    file = gp.CameraFile()
    file.set_data_and_size(bytearray(a_jpeg(1, 300)))
    view = file.get_data_and_size()
    assert isinstance(view, memoryview)
    assert not isinstance(view.obj, gp.CameraFile)
