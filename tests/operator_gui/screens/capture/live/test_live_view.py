"""A live view: upright, the newest frame, and only what is off in words."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from operator_gui.screens.capture.live.condition import PaneSight, pane_condition
from operator_gui.screens.capture.live.decoding import DecodedFrame, FrameDecoder, decode, upright
from operator_gui.screens.capture.live.finding_words import Way, finding_words, way_of
from operator_gui.screens.capture.live.geometry import PaneGeometry
from operator_gui.screens.capture.live.layers import Layers
from operator_gui.screens.capture.live.pane import LivePane
from operator_gui.screens.capture.live.signal_layers import SignalColours, SignalWanted, signal_layer
from operator_gui.theme.palette import DARK
from operator_gui.theme.sizes import TypeSizes
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import AlignmentFinding, CameraState, Fault, RigSnapshot, Side

LOOK = Look(DARK, TypeSizes.at(100))
COLOURS = SignalColours(0xFF00FF00, 0xFFFF0000)


def jpeg(color: tuple[int, int, int] = (90, 90, 90), size: tuple[int, int] = (90, 60)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, color).save(made, "JPEG", quality=95)
    return made.getvalue()


def rig(state: str = "READY", *, alive: bool = True, rotate: int = 0, **more: Any) -> RigSnapshot:
    camera = CameraState(side=Side.LEFT, alive=alive, rotate_degrees=rotate)
    cameras = {Side.LEFT: camera}
    return RigSnapshot(boot="1", revision=1, at=datetime.now(UTC), state=state, cameras=cameras, **more)


@pytest.mark.parametrize(
    ("rotate", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))], ids=lambda value: str(value)
)
def test_the_frames_first_corner_goes_where_the_turn_takes_it(rotate: int, corner: tuple[int, int]) -> None:
    geometry = PaneGeometry(QSize(300, 200), rotate, QRectF(0, 0, 600, 600))
    found = geometry.point((0.0, 0.0))
    shown = geometry.shown
    assert found.x() == pytest.approx(shown.left() + corner[0] * shown.width())
    assert found.y() == pytest.approx(shown.top() + corner[1] * shown.height())


def test_a_picture_is_turned_as_its_points_are() -> None:
    frame = QImage(30, 20, QImage.Format.Format_RGB32)
    frame.fill(QColor("black"))
    frame.setPixelColor(0, 0, QColor("white"))
    turned, _held = upright(frame, 90)
    assert (turned.width(), turned.height()) == (20, 30)
    assert turned.pixelColor(19, 0) == QColor("white")
    back, _held_too = upright(turned, 270)
    assert back.pixelColor(0, 0) == QColor("white")


def test_left_and_right_page_meet_at_the_spine() -> None:
    room = QRectF(0, 0, 600, 300)
    assert PaneGeometry(QSize(300, 300), 0, room, lean=1.0).shown.right() == pytest.approx(600)
    assert PaneGeometry(QSize(300, 300), 0, room, lean=0.0).shown.left() == pytest.approx(0)


def test_of_frames_that_come_faster_than_they_are_decoded_the_newest_is_shown(qtbot: QtBot) -> None:
    decoder = FrameDecoder(COLOURS)
    shown: list[DecodedFrame] = []
    decoder.decoded.connect(shown.append)
    for number in range(1, 9):
        decoder.offer(number, jpeg())
    qtbot.waitUntil(lambda: bool(shown) and shown[-1].number == 8)
    assert [frame.number for frame in shown] == [1, 8]
    assert decoder.dropped == 6


def test_bytes_that_are_no_picture_are_passed_over(qtbot: QtBot) -> None:
    decoder = FrameDecoder(COLOURS)
    shown: list[DecodedFrame] = []
    decoder.decoded.connect(shown.append)
    decoder.offer(1, b"no jpeg at all")
    qtbot.waitUntil(lambda: decoder.dropped == 1)
    decoder.offer(2, jpeg())
    qtbot.waitUntil(lambda: [frame.number for frame in shown] == [2])


def test_peaking_marks_a_sharp_edge_and_not_a_soft_one() -> None:
    wide = np.full((80, 120, 3), 60, np.uint8)
    wide[:, 40:] = 220
    sharp = QImage(wide.tobytes(), 120, 80, 360, QImage.Format.Format_RGB888)
    ramp = np.repeat(np.linspace(60, 220, 120).astype(np.uint8)[None, :, None], 80, 0).repeat(3, 2)
    soft = QImage(ramp.tobytes(), 120, 80, 360, QImage.Format.Format_RGB888)
    marked = signal_layer(sharp, SignalWanted(peaking=True), COLOURS)
    unmarked = signal_layer(soft, SignalWanted(peaking=True), COLOURS)
    assert marked is not None
    assert unmarked is not None
    assert marked.pixelColor(20, 20).alpha() == 255
    assert all(unmarked.pixelColor(x, 20).alpha() == 0 for x in range(60))


def test_zebra_stripes_what_is_burnt_out_and_nothing_else() -> None:
    half = np.full((80, 120, 3), 200, np.uint8)
    half[:, 60:] = 255
    frame = QImage(half.tobytes(), 120, 80, 360, QImage.Format.Format_RGB888)
    layer = signal_layer(frame, SignalWanted(zebra=True), COLOURS)
    assert layer is not None
    alphas = {layer.pixelColor(x, y).alpha() for x in range(32, 60) for y in range(40)}
    assert alphas == {0, 255}
    assert all(layer.pixelColor(x, y).alpha() == 0 for x in range(28) for y in range(40))
    assert signal_layer(frame, SignalWanted(), COLOURS) is None


def test_a_page_too_high_is_said_with_the_way_it_has_to_go() -> None:
    finding = AlignmentFinding(code="page_too_high", params={"by": 6.2, "unit": "mm"}, level="amber")
    assert finding_words(finding) == "6 mm too high"
    assert way_of(finding) is Way.DOWN
    turned = AlignmentFinding(code="page_rotated", params={"degrees": 1.4, "direction": "clockwise"}, level="amber")
    assert finding_words(turned) == "Turned by 1.4°"
    assert way_of(turned) is Way.ANTICLOCKWISE


def test_a_camera_that_is_gone_is_said_with_what_to_do() -> None:
    fault = Fault(code="not_known_here", what="It does not answer.", remedy="Look at its cable.", source="left")
    gone = pane_condition(rig(alive=False, faults=(fault,)), Side.LEFT, connected=True, frame_age_s=0.1)
    assert (gone.sight, gone.what, gone.remedy) == (PaneSight.DARK, "It does not answer.", "Look at its cable.")


def test_an_old_picture_says_that_it_is_old() -> None:
    assert pane_condition(rig(), Side.LEFT, connected=True, frame_age_s=0.2).sight is PaneSight.LIVE
    stale = pane_condition(rig(), Side.LEFT, connected=True, frame_age_s=3.2)
    assert stale.sight is PaneSight.STALE
    assert "3 s" in stale.what
    assert pane_condition(rig(), Side.LEFT, connected=False, frame_age_s=0.1).sight is PaneSight.DARK


def test_a_pane_shows_the_frame_that_was_offered_and_forgets_it_with_the_camera(qtbot: QtBot) -> None:
    pane = LivePane(Side.LEFT, LOOK)
    qtbot.addWidget(pane)
    pane.resize(400, 400)
    pane.show_rig(rig(rotate=90), connected=True)
    pane.set_layers(Layers.of_words("page_box grid loupe peaking zebra margins"))
    pane.show()
    with qtbot.waitSignal(pane.frame_painted) as painted:
        pane.offer(7, jpeg((200, 10, 10)))
    assert painted.args == [7]
    numbers = [pane.shown_number]
    assert numbers == [7]
    assert pane.grab().toImage().pixelColor(300, 200).red() > 150
    pane.show_rig(rig(alive=False), connected=True)
    numbers = [pane.shown_number]
    assert numbers == [None]
    assert pane.condition.sight is PaneSight.DARK


def test_layers_are_remembered_by_name_and_strange_names_are_left_out() -> None:
    layers = Layers().toggled("peaking").toggled("page_box")
    assert Layers.of_words(layers.words()) == layers
    assert Layers.of_words("grid of_a_newer_version") == Layers(page_box=False, grid=True)


def test_the_decoder_reads_what_a_camera_sends() -> None:
    assert decode(jpeg(size=(96, 64))).size() == QSize(96, 64)
