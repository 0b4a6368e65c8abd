"""What is a press: contacts bounce, keys repeat while held, and none of that is a second press."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.pedals.device import UnknownKeyError, switches_by_code
from scanner_daemon.pedals.keyboard import HeldKeys
from scanner_daemon.pedals.keys import COMMON_KEYS, Debounce, KeyEdge

B, C = 48, 46
SWITCHES = {B: PedalSwitch.FIRE, C: PedalSwitch.PAUSE}
MS = 1_000_000


def presses(edges: list[KeyEdge], debounce_ms: float = 30.0) -> list[tuple[PedalSwitch, int]]:
    debounce = Debounce(SWITCHES, debounce_ms)
    return [press for press in map(debounce.press, edges) if press is not None]


def test_a_press_is_told_at_its_first_edge() -> None:
    assert presses([KeyEdge(5 * MS, B, 1), KeyEdge(90 * MS, B, 0)]) == [(PedalSwitch.FIRE, 5 * MS)]


def test_bouncing_contacts_are_one_press() -> None:
    bounces = [
        KeyEdge(at * MS, B, value)
        for at, value in [(0, 1), (2, 0), (3, 1), (5, 0), (9, 1), (200, 0), (203, 1), (204, 0)]
    ]
    assert presses(bounces) == [(PedalSwitch.FIRE, 0)]


def test_a_held_switch_is_one_press() -> None:
    held = [KeyEdge(0, B, 1)] + [KeyEdge((250 + 33 * n) * MS, B, 2) for n in range(60)] + [KeyEdge(3_000 * MS, B, 0)]
    assert presses(held) == [(PedalSwitch.FIRE, 0)]


def test_two_switches_do_not_debounce_each_other() -> None:
    assert presses([KeyEdge(0, B, 1), KeyEdge(1 * MS, C, 1)]) == [(PedalSwitch.FIRE, 0), (PedalSwitch.PAUSE, 1 * MS)]


def test_a_key_that_is_no_switch_presses_nothing() -> None:
    assert presses([KeyEdge(0, 99, 1)]) == []


@given(
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0, 1, 2])), max_size=60),
    st.floats(0, 100, allow_nan=False),
)
def test_presses_of_a_switch_are_never_closer_than_the_debounce(
    steps: list[tuple[int, int]], debounce_ms: float
) -> None:
    at_ns, edges = 0, []
    for wait_ms, value in steps:
        at_ns += wait_ms * MS
        edges.append(KeyEdge(at_ns, B, value))
    told = presses(edges, debounce_ms)
    downs = {edge.at_ns for edge in edges if edge.value == 1}
    assert all(later - earlier >= round(debounce_ms * MS) for (_, earlier), (_, later) in pairwise(told))
    assert all(at in downs for _, at in told)


@given(st.lists(st.tuples(st.integers(31, 5_000), st.integers(31, 5_000)), max_size=20))
def test_clean_presses_are_all_told(presses_and_pauses: list[tuple[int, int]]) -> None:
    at_ns, edges = 0, []
    for down_ms, up_ms in presses_and_pauses:
        edges.append(KeyEdge(at_ns, B, 1))
        at_ns += down_ms * MS
        edges.append(KeyEdge(at_ns, B, 0))
        at_ns += up_ms * MS
    assert len(presses(edges)) == len(presses_and_pauses)


def test_every_common_key_is_one_that_the_kernel_knows() -> None:
    codes = switches_by_code({})
    assert len(codes) == len(COMMON_KEYS)
    assert codes[B] is PedalSwitch.FIRE


def test_the_settings_may_say_what_a_key_is() -> None:
    assert switches_by_code({"KEY_B": PedalSwitch.PAUSE, "KEY_K": PedalSwitch.FIRE})[B] is PedalSwitch.PAUSE


@pytest.mark.parametrize("name", ["KEY_NOWHERE", "REL_X", "b"])
def test_a_key_that_does_not_exist_is_refused_by_name(name: str) -> None:
    with pytest.raises(UnknownKeyError, match=name):
        switches_by_code({name: PedalSwitch.FIRE})


def test_a_terminal_key_that_is_held_is_one_press() -> None:
    held = HeldKeys()
    typed_ms = [0, 500, *range(533, 3_000, 33), 4_000]
    assert [at for at in typed_ms if held.pressed(32, at * MS)] == [0, 4_000]
