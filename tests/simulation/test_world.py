"""The one truth of the rig in a box, and the hand that reaches into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from scanner_daemon.simulation.control import ControlClient, serve_control
from scanner_daemon.simulation.scenery import PlainScenery
from scanner_daemon.simulation.world import Platen, World
from scanner_daemon.vocabulary import Side


class Witnessing:
    """A scenery and a witness that write down what they are told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def photograph(self, opening: int, side: Side, platen: Platen, spoiled: str | None) -> Sequence[bytes]:
        self.told.append(("photograph", opening, side, platen, spoiled))
        return [b"jpeg"]

    def preview(self, opening: int, side: Side, platen: Platen) -> bytes:
        return f"{opening} {side} {platen}".encode()

    def expect(self, opening: int) -> None:
        self.told.append(("expect", opening))

    def opened(self, spread: int) -> None:
        self.told.append(("opened", spread))

    def exposed(self, spread: int) -> None:
        self.told.append(("exposed", spread))

    def spoils_photograph(self, spread: int) -> str | None:
        return "hand_in_frame" if spread == 2 else None


def test_the_world_remembers_what_each_camera_saw() -> None:
    seen = Witnessing()
    world = World(seen, openings=3, has_platen=True)
    world.watched_by(seen)
    world.platen_moved("down")
    world.photograph(Side.LEFT, 11)
    world.leaves_turned(1)
    world.photograph(Side.RIGHT, 22)
    truth = world.truth()
    assert [(shot["at_ns"], shot["side"], shot["opening"], shot["platen"]) for shot in truth["exposures"]] == [
        (11, Side.LEFT, 0, "down"),
        (22, Side.RIGHT, 1, "down"),
    ]
    assert [(turn["leaves"], turn["opening"], turn["by"]) for turn in truth["turns"]] == [(1, 1, "motor")]
    assert seen.told == [
        ("expect", 0),
        ("opened", 1),
        ("exposed", 1),
        ("photograph", 0, Side.LEFT, "down", None),
        ("expect", 1),
        ("opened", 2),
        ("exposed", 2),
        ("photograph", 1, Side.RIGHT, "down", "hand_in_frame"),
    ]


@pytest.mark.parametrize(("leaves", "opening"), [(0, 1), (1, 2), (2, 2), (-1, 0), (-5, 0)])
def test_a_book_ends_at_its_covers(leaves: int, opening: int) -> None:
    world = World(Witnessing(), openings=3, has_platen=True)
    world.open_at(1)
    world.leaves_turned(leaves)
    assert world.opening == opening


def test_without_a_motor_the_glass_always_lies_on_the_book() -> None:
    world = World(Witnessing(), openings=3, has_platen=False)
    assert world.preview(Side.LEFT) == b"0 left down"


def test_a_plain_scenery_is_always_the_same() -> None:
    world = World(PlainScenery(b"picture", b"frame"), openings=2, has_platen=True)
    assert (world.photograph(Side.LEFT, 1), world.preview(Side.RIGHT)) == ([b"picture"], b"frame")


def test_the_hand_asks_and_is_answered(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def break_it(_: object) -> None:
        raise RuntimeError("it is screwed on")

    def remember(request: Mapping[str, Any]) -> None:
        asked.append(dict(request))

    def add(request: Mapping[str, Any]) -> dict[str, int]:
        return {"sum": request["a"] + 1}

    actions: dict[str, Callable[[Mapping[str, Any]], Mapping[str, Any] | None]] = {
        "press": remember,
        "add": add,
        "pull": break_it,
    }
    with serve_control(tmp_path / "c.sock", actions), ControlClient(tmp_path / "c.sock") as hand:
        assert hand.ask("press", switch="fire") == {}
        assert asked == [{"do": "press", "switch": "fire"}]
        assert hand.ask("add", a=1) == {"sum": 2}
        with pytest.raises(RuntimeError, match="screwed on"):
            hand.ask("pull")
        with pytest.raises(RuntimeError, match=r"Known: add, press, pull"):
            hand.ask("dance")
        assert hand.ask("add", a=2) == {"sum": 3}
    assert not (tmp_path / "c.sock").exists()


def test_a_hand_outside_its_block_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="with block"):
        ControlClient(tmp_path / "c.sock").ask("press")
