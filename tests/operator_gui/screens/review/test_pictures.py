"""What lies where: turned photographs, the edge between photograph and page, words, and what is kept of thumbnails."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import cast

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from operator_gui.daemon.images import Images
from operator_gui.screens.review import thumbnails
from operator_gui.screens.review.pyramid import Pyramid, Turn, read_level
from operator_gui.screens.review.thumbnails import GridThumbnails
from operator_gui.screens.review.wipe import place_on_page
from scanner_daemon.api.schemas import GridSide, PageReviewed, Side


def stored(size: tuple[int, int] = (60, 40)) -> bytes:
    """A grey picture whose top left corner is red."""
    image = Image.new("RGB", size, (90, 90, 90))
    image.paste((250, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("turn", "size", "red_at"),
    [
        (Turn(0), (60, 40), (2, 2)),
        (Turn(90), (40, 60), (37, 2)),
        (Turn(180), (60, 40), (57, 37)),
        (Turn(270), (40, 60), (2, 57)),
        (Turn(0, mirrored=True), (60, 40), (57, 2)),
        (Turn(90, mirrored=True), (40, 60), (37, 57)),
    ],
)
def test_a_stored_picture_is_turned_upright(
    turn: Turn, size: tuple[int, int], red_at: tuple[int, int], qapp: QApplication
) -> None:
    whole, image = read_level(stored(), None, turn)
    assert (whole, image.size()) == (QSize(*size), QSize(*size))
    assert QColor(image.pixel(*red_at)).red() > 200
    assert QColor(image.pixel(*red_at)).green() < 50


def test_a_small_level_keeps_the_size_of_the_whole(qapp: QApplication) -> None:
    whole, image = read_level(stored((600, 400)), 300, Turn(90))
    assert (whole, image.size()) == (QSize(400, 600), QSize(200, 300))


def test_the_level_that_is_fine_enough_is_shown(qapp: QApplication) -> None:
    small, full = QImage(100, 50, QImage.Format.Format_RGB32), QImage(400, 200, QImage.Format.Format_RGB32)
    pyramid = Pyramid(QSize(400, 200), (small, full))
    assert [pyramid.level_for(scale).width() for scale in (0.1, 0.25, 0.3, 4.0)] == [100, 100, 400, 400]
    assert Pyramid(QSize(400, 200), (small,)).enough_for(0.25)
    assert not Pyramid(QSize(400, 200), (small,)).enough_for(0.5)


def test_the_photograph_lies_so_that_its_page_covers_the_page(qapp: QApplication) -> None:
    """Stored 1000 x 800, the upright page is its part from (100, 200) to (700, 600) turned by a quarter."""
    corners = ((100.0, 600.0), (100.0, 200.0), (700.0, 200.0), (700.0, 600.0))
    page = PageReviewed(page_id="p", shot_id="h", side=Side.LEFT, corners=corners, clockwise_degrees=90)
    photograph = Pyramid(QSize(800, 1000), (QImage(8, 10, QImage.Format.Format_RGB32),))
    placed = place_on_page(page, photograph, (800, 1200))
    assert placed == QRectF(-400, -200, 1600, 2000)


def test_a_photograph_without_an_outline_fills_the_page(qapp: QApplication) -> None:
    page = PageReviewed(page_id="p", shot_id="h", side=Side.LEFT)
    photograph = Pyramid(QSize(600, 800), (QImage(6, 8, QImage.Format.Format_RGB32),))
    assert place_on_page(page, photograph, (300, 400)) == QRectF(0, 0, 300, 400)


class Loading:
    def __init__(self, path: str, then: Callable[[QImage], None]) -> None:
        self.path, self.then, self.aborted = path, then, False

    def abort(self) -> None:
        self.aborted = True


class Shelf:
    """Stands for `Images`: keeps what is asked for until the test delivers it."""

    def __init__(self) -> None:
        self.asked: list[Loading] = []

    def load(self, path: str, then: Callable[[QImage], None], **_: object) -> Loading:
        self.asked.append(Loading(path, then))
        return self.asked[-1]

    def deliver(self) -> None:
        for each in [each for each in self.asked if not each.aborted]:
            self.asked.remove(each)
            each.then(QImage(100, 100, QImage.Format.Format_RGB32))


def sides(*numbers: int) -> list[GridSide]:
    return [GridSide(side=Side.LEFT, shot_id=f"h{n}", page_id=f"p{n}", image_sha256=f"{n}") for n in numbers]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def kept(shelf: Shelf, qapp: QApplication) -> GridThumbnails:
    return GridThumbnails(cast(Images, shelf), QObject(qapp))


def test_thumbnails_are_asked_for_a_few_at_once_in_the_order_of_the_cells(kept: GridThumbnails, shelf: Shelf) -> None:
    kept.want(sides(*range(10)))
    assert [each.path for each in shelf.asked] == [f"/v1/pages/p{n}/thumbnail" for n in range(thumbnails.AT_ONCE)]
    shelf.deliver()
    shelf.deliver()
    assert kept.all_here
    kept.want(sides(*range(10)))
    assert shelf.asked == []


def test_equal_pictures_are_fetched_once(kept: GridThumbnails, shelf: Shelf) -> None:
    kept.want(sides(4, 4, 4))
    assert len(shelf.asked) == 1


def test_what_has_gone_out_of_view_is_given_up(kept: GridThumbnails, shelf: Shelf) -> None:
    kept.want(sides(*range(10)))
    before = list(shelf.asked)
    kept.want(sides(1, 20))
    assert [each.aborted for each in before] == [n != 1 for n in range(thumbnails.AT_ONCE)]
    assert shelf.asked[-1].path == "/v1/pages/p20/thumbnail"


def test_no_more_than_a_bounded_number_of_bytes_is_kept(
    kept: GridThumbnails, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MOST_BYTES", 10 * 40_000)
    for first in range(0, 100, 5):
        kept.want(sides(*range(first, first + 5)))
        shelf.deliver()
    assert kept.kept_bytes == 10 * 40_000
    assert kept.pixmap("99") is not None
    assert kept.pixmap("0") is None
