"""Pictures: as large as they are shown, upright, in part, and given up when nobody looks any more."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QRect, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from operator_gui.daemon.address import Address
from operator_gui.daemon.images import Images, decoded
from operator_gui.daemon.trouble import Trouble
from tests.operator_gui.scripted_server import STALLS, Says, Script

ORIENTATION = 0x0112
TURNED_RIGHT = 6


def jpeg(size: tuple[int, int] = (400, 200), orientation: int | None = None) -> bytes:
    """Red in its left half, blue in its right one."""
    picture = Image.new("RGB", size, (220, 20, 20))
    picture.paste((20, 20, 220), (size[0] // 2, 0, *size))
    exif = Image.Exif()
    if orientation is not None:
        exif[ORIENTATION] = orientation
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=92, exif=exif)
    return made.getvalue()


@pytest.fixture
def images(qtbot: QtBot, address: Address) -> Iterator[Images]:
    images = Images(address)
    yield images
    images.close()
    images.deleteLater()


@pytest.fixture
def loaded(qtbot: QtBot, images: Images, script: Script) -> Callable[..., QImage]:
    def load(body: bytes, **more: object) -> QImage:
        script.answers["/v1/picture"] = Says(body)
        seen: list[QImage] = []
        images.load("/v1/picture", seen.append, failed=lambda trouble: pytest.fail(str(trouble)), **more)  # type: ignore[arg-type]  # fit or clip
        qtbot.waitUntil(lambda: bool(seen))
        return seen[0]

    return load


def red(color: QColor) -> bool:
    return color.red() > 150 and color.blue() < 90


def test_a_picture_is_decoded_no_larger_than_it_is_shown(loaded: Callable[..., QImage]) -> None:
    assert loaded(jpeg(), fit=QSize(100, 100)).size() == QSize(100, 50)


def test_a_small_picture_is_not_blown_up(loaded: Callable[..., QImage]) -> None:
    assert loaded(jpeg(), fit=QSize(4000, 4000)).size() == QSize(400, 200)


def test_a_picture_stands_as_its_camera_was_held(loaded: Callable[..., QImage]) -> None:
    upright = loaded(jpeg(orientation=TURNED_RIGHT), fit=QSize(100, 100))
    assert upright.size() == QSize(50, 100)
    assert red(upright.pixelColor(25, 10))
    assert not red(upright.pixelColor(25, 90))


def test_a_part_comes_at_full_size(loaded: Callable[..., QImage]) -> None:
    part = loaded(jpeg(), clip=QRect(300, 50, 80, 40))
    assert part.size() == QSize(80, 40)
    assert not red(part.pixelColor(5, 5))


def test_what_is_no_picture_is_a_trouble(qtbot: QtBot, images: Images, script: Script) -> None:
    script.answers["/v1/picture"] = Says(b"no picture")
    troubles: list[Trouble] = []
    images.load("/v1/picture", lambda _: pytest.fail("shown"), failed=troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert troubles[0].code == "gui.picture_unreadable"


def test_half_a_picture_is_no_crash() -> None:
    whole = jpeg()
    assert decoded(whole[: len(whole) // 2], QSize(50, 50)).size() in (QSize(0, 0), QSize(50, 25))


def test_the_daemons_problem_is_told(qtbot: QtBot, images: Images) -> None:
    troubles: list[Trouble] = []
    images.load("/v1/nowhere", lambda _: pytest.fail("shown"), failed=troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert troubles[0].status == 404


def test_a_picture_that_nobody_wants_any_more_calls_nobody(qtbot: QtBot, images: Images, script: Script) -> None:
    script.answers["/v1/slow"] = STALLS
    script.answers["/v1/picture"] = Says(jpeg())
    told: list[object] = []
    owner = QObject()
    images.load("/v1/slow", told.append, failed=told.append, owner=owner)
    given_up = images.load("/v1/slow", told.append, failed=told.append)
    qtbot.waitUntil(lambda: len(script.asked_for("/v1/slow")) == 2)
    owner.deleteLater()
    given_up.abort()
    shown: list[QImage] = []
    images.load("/v1/picture", shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert told == []
