"""Frames: stuffing, CRC, and a decoder that always finds the next frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_protocol.frames import (
    MAX_BODY_BYTES,
    MAX_FRAME_BYTES,
    FrameDecoder,
    FrameError,
    cobs_decode,
    cobs_encode,
    crc16,
    decode_frame,
    encode_frame,
)

bodies = st.binary(min_size=1, max_size=MAX_BODY_BYTES)


def test_the_crc_is_the_one_that_the_controllers_library_has() -> None:
    assert crc16(b"123456789") == 0x29B1
    assert crc16(b"") == 0xFFFF


@pytest.mark.parametrize(
    ("plain", "stuffed"),
    [
        ("", "01"),
        ("00", "0101"),
        ("0000", "010101"),
        ("11220033", "0311220233"),
        ("11000000", "0211010101"),
        ("01" * 253, "fe" + "01" * 253),
        ("01" * 254, "ff" + "01" * 254),
        ("01" * 254 + "00", "ff" + "01" * 254 + "0101"),
        ("01" * 255, "ff" + "01" * 254 + "0201"),
    ],
)
def test_stuffing_follows_the_published_examples(plain: str, stuffed: str) -> None:
    assert cobs_encode(bytes.fromhex(plain)) == bytes.fromhex(stuffed)
    assert cobs_decode(bytes.fromhex(stuffed)) == bytes.fromhex(plain)


@given(st.binary(max_size=600))
def test_stuffed_bytes_hold_no_zero_and_come_back_as_they_were(data: bytes) -> None:
    stuffed = cobs_encode(data)
    assert 0 not in stuffed
    assert len(stuffed) <= len(data) + 1 + len(data) // 254
    assert cobs_decode(stuffed) == data


@pytest.mark.parametrize("broken", ["", "05112233", "0311002233", "00", "ff01"])
def test_broken_stuffing_is_refused(broken: str) -> None:
    with pytest.raises(FrameError):
        cobs_decode(bytes.fromhex(broken))


@given(bodies)
def test_a_frame_fits_the_controllers_buffer_and_comes_back(body: bytes) -> None:
    frame = encode_frame(body)
    assert len(frame) <= MAX_FRAME_BYTES
    assert frame.count(0) == 1
    assert decode_frame(frame[:-1]) == body


@pytest.mark.parametrize("length", [0, MAX_BODY_BYTES + 1])
def test_a_body_that_does_not_fit_is_refused(length: int) -> None:
    with pytest.raises(FrameError):
        encode_frame(bytes(length))


@given(bodies, st.integers(0, 8 * MAX_FRAME_BYTES - 1))
def test_one_flipped_bit_is_always_noticed(body: bytes, bit: int) -> None:
    frame = bytearray(encode_frame(body))
    frame[bit // 8 % len(frame)] ^= 1 << bit % 8
    assert body not in list(FrameDecoder().feed(bytes(frame) + b"\0"))


@given(st.lists(bodies, max_size=6), st.integers(1, 9))
def test_frames_arrive_whole_however_the_bytes_are_split(sent: list[bytes], piece_bytes: int) -> None:
    stream = b"".join(encode_frame(body) for body in sent)
    decoder = FrameDecoder()
    received: list[bytes] = []
    for start in range(0, len(stream), piece_bytes):
        received += decoder.feed(stream[start : start + piece_bytes])
    assert received == sent
    assert decoder.refused == 0


@given(st.binary(max_size=400), bodies)
def test_after_any_garbage_the_next_frame_is_found(garbage: bytes, body: bytes) -> None:
    decoder = FrameDecoder()
    assert list(decoder.feed(garbage + b"\0" + encode_frame(body)))[-1] == body
    assert decoder.buffered_bytes == 0


@given(st.lists(st.binary(min_size=1, max_size=100), max_size=20))
def test_the_buffer_never_grows_past_one_frame(pieces: list[bytes]) -> None:
    decoder = FrameDecoder()
    for piece in pieces:
        list(decoder.feed(piece))
        assert decoder.buffered_bytes < MAX_FRAME_BYTES
