"""Which files of a folder become which spreads."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scanner_daemon.cli.import_plan import plan_import
from scanner_daemon.library.models import Layout
from scanner_daemon.vocabulary import Side


def photographs(folder: Path, *names: str) -> None:
    for name in names:
        Image.effect_noise((64, 48), 50).save(folder / name)


def test_left_and_right_files_pair_by_number_in_reading_order(tmp_path: Path) -> None:
    photographs(tmp_path, "right_0010.jpg", "left_0010.jpg", "left_9.png", "RIGHT-9.TIF")
    plan = plan_import(tmp_path.iterdir(), Layout.LEFT_RIGHT)
    names = [{side: file.name for side, file in spread.files.items()} for spread in plan.spreads]
    assert names == [
        {Side.LEFT: "left_9.png", Side.RIGHT: "RIGHT-9.TIF"},
        {Side.LEFT: "left_0010.jpg", Side.RIGHT: "right_0010.jpg"},
    ]
    assert not plan.skipped


def test_a_pair_without_its_other_half_says_so(tmp_path: Path) -> None:
    photographs(tmp_path, "left_1.jpg")
    (spread,) = plan_import(tmp_path.iterdir(), Layout.LEFT_RIGHT).spreads
    assert spread.missing == (Side.RIGHT,)


def test_pages_come_in_the_order_a_person_would_count_them(tmp_path: Path) -> None:
    photographs(tmp_path, "page10.jpg", "page9.jpg", "page100.jpg")
    plan = plan_import(tmp_path.iterdir(), Layout.PAGES)
    assert [spread.files[Side.SINGLE].name for spread in plan.spreads] == ["page9.jpg", "page10.jpg", "page100.jpg"]
    assert all(spread.missing == () for spread in plan.spreads)


@pytest.mark.parametrize(
    ("name", "contents", "why"),
    [
        ("notes.txt", b"read me", "no JPEG, PNG or TIFF"),
        ("empty.jpg", b"", "empty"),
        ("text.jpg", b"this is a text file", "no picture"),
        ("garbage.jpg", b"\xff\xd8\xff\xe0" + bytes(200), "damaged|no picture"),
    ],
)
def test_what_is_no_photograph_is_skipped_and_named(tmp_path: Path, name: str, contents: bytes, why: str) -> None:
    photographs(tmp_path, "good.jpg")
    (tmp_path / name).write_bytes(contents)
    plan = plan_import(tmp_path.iterdir(), Layout.PAGES)
    assert len(plan.spreads) == 1
    (skipped,) = plan.skipped
    assert skipped.name == name
    assert any(word in skipped.why for word in why.split("|"))


def test_a_photograph_that_was_cut_short_is_skipped_and_named(tmp_path: Path) -> None:
    photographs(tmp_path, "good.jpg")
    whole = (tmp_path / "good.jpg").read_bytes()
    (tmp_path / "short.jpg").write_bytes(whole[: len(whole) // 2])
    plan = plan_import(tmp_path.iterdir(), Layout.SPREAD)
    assert [spread.files[Side.BOTH].name for spread in plan.spreads] == ["good.jpg"]
    assert plan.skipped[0].name == "short.jpg"
