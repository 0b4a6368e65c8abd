"""Server-sent events, whatever way the bytes are cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from operator_gui.daemon.server_sent import ServerSent, ServerSentParser

WORDS = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), max_size=20)
EVENTS = st.lists(st.tuples(WORDS.filter(bool), st.lists(WORDS, min_size=1, max_size=3), WORDS), max_size=5)


def cut(whole: bytes, places: list[int]) -> list[bytes]:
    ends = sorted({min(place, len(whole)) for place in places} | {0, len(whole)})
    return [whole[begin:end] for begin, end in pairwise(ends)]


@given(EVENTS, st.lists(st.integers(0, 400)), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_cutting_gives_the_same_events(
    events: list[tuple[str, list[str], str]], places: list[int], newline: str, comments: bool
) -> None:
    lines: list[str] = []
    for event, data, id_ in events:
        lines += [": a heartbeat", ""] if comments else []
        lines += [f"event: {event}", *(f"data: {line}" for line in data), f"id: {id_}", ""]
    whole = "".join(line + newline for line in lines).encode()
    parser = ServerSentParser()
    told = [told for piece in cut(whole, places) for told in parser.feed(piece)]
    assert told == [ServerSent(event, "\n".join(data), id_) for event, data, id_ in events]


def test_an_event_without_data_is_none() -> None:
    assert ServerSentParser().feed(b"event: ping\n\n: comment\n\n") == []


def test_an_event_without_a_type_is_a_message_and_keeps_the_last_id() -> None:
    first, second = ServerSentParser().feed(b"id: 7\ndata: a\n\ndata:b\n\n")
    assert (first.event, first.id, second.data, second.id) == ("message", "7", "b", "7")


def test_bytes_that_are_no_text_are_shown_as_such_and_end_nothing() -> None:
    (told,) = ServerSentParser().feed(b"data: \xff\xfe\n\n")
    assert told.data == "\ufffd\ufffd"


def test_half_an_event_is_not_told() -> None:
    parser = ServerSentParser()
    assert parser.feed(b"data: ha") == []
    assert [told.data for told in parser.feed(b"lf\n\n")] == ["half"]
