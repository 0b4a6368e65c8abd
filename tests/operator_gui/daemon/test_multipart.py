"""The live view's stream of pictures, whatever way the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operator_gui.daemon.multipart import Part, PartParser
from scanner_daemon.api.routes.previews import BOUNDARY, frame_part


def cut(whole: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({min(place, len(whole)) for place in places} | {0, len(whole)})
    return [whole[begin:end] for begin, end in pairwise(ends)]


PICTURES = st.lists(st.binary(max_size=60) | st.just(b"\r\n\r\n--bookcradle-frame\r\nContent-Length: 9\r\n\r\n"))


@given(PICTURES, st.lists(st.integers(0, 900)))
def test_any_cutting_of_what_the_daemon_sends_gives_the_same_pictures(pictures: list[bytes], places: list[int]) -> None:
    whole = f"--{BOUNDARY}\r\n".encode()
    whole += b"".join(frame_part(number, jpeg, 10 * number) for number, jpeg in enumerate(pictures))
    parser = PartParser()
    parts = [part for piece in cut(whole, places) for part in parser.feed(piece)]
    assert [part.body for part in parts] == pictures
    assert [part.headers["x-frame-number"] for part in parts] == [str(number) for number in range(len(pictures))]
    assert all(part.headers["x-frame-at-ns"] == f"{10 * number}" for number, part in enumerate(parts))


def test_a_picture_is_there_before_the_next_one_begins() -> None:
    parser = PartParser()
    assert parser.feed(f"--{BOUNDARY}\r\n".encode() + frame_part(1, b"jpeg", 5)[:-4])[0].body == b"jpeg"


@pytest.mark.parametrize(
    "head",
    [
        b"--b\r\nContent-Type: image/jpeg\r\n\r\n",
        b"--b\r\nContent-Length: -1\r\n\r\n",
        b"--b\r\nContent-Length: 99999999999\r\n\r\n",
        b"x" * 70_000,
    ],
)
def test_what_is_no_stream_of_pictures_is_refused(head: bytes) -> None:
    with pytest.raises(ValueError, match="part without"):
        PartParser().feed(head)


def test_header_names_are_told_in_lower_case() -> None:
    assert PartParser().feed(b"--b\r\nCONTENT-length:2\r\nX-A: 1\r\n\r\nab") == [
        Part(b"ab", {"content-length": "2", "x-a": "1"})
    ]
