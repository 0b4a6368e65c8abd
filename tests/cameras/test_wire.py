"""Messages survive any splitting of the stream that carries them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_daemon.cameras.wire import Deframer, decode, encode, frame


@given(payloads=st.lists(st.binary(max_size=200), max_size=8), cuts=st.lists(st.integers(0, 2000), max_size=20))
def test_payloads_come_out_whole_and_in_order_however_the_stream_was_cut(
    payloads: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(frame(payload) for payload in payloads)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    deframer = Deframer()
    out = [whole for start, end in itertools.pairwise(edges) for whole in deframer.feed(stream[start:end])]
    assert out == payloads


def test_a_message_comes_back_as_it_was() -> None:
    message = {"id": 7, "do": "expose", "at_ns": 2**62, "stem": "01J…"}
    [payload] = Deframer().feed(encode(message))
    assert decode(payload) == message


def test_a_length_that_nobody_sends_is_refused_before_memory_is_claimed() -> None:
    with pytest.raises(ValueError, match="4294967295"):
        Deframer().feed(b"\xff\xff\xff\xff")
