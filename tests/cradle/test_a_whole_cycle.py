"""The thin path: SerialCradle over a real pty against the simulated controller."""

from pathlib import Path

from scanner_daemon.capture.ports import Cue, TurnResult
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.settings import CradleSettings
from scanner_daemon.simulation.controller import Pace, SimulatedController, World


async def test_a_spread_is_pressed_flat_and_its_leaf_turned_once(tmp_path: Path) -> None:
    seen: list[str] = []
    world = World(
        on_leaf_turned=lambda leaves: seen.append(f"leaf {leaves}"), on_platen=seen.append, on_cue=seen.append
    )
    with SimulatedController(tmp_path / "tty", pace=Pace(4, 2, 4, 20, 5), world=world) as controller:
        async with open_cradle(CradleSettings(port=str(tmp_path / "tty")), SystemClock()) as cradle:
            assert isinstance(cradle, SerialCradle)
            await cradle.home()
            settled = await cradle.lower_platen()
            assert settled.commanded_at_ns < settled.at_ns
            assert cradle.status.platen == "down"
            await cradle.cue(Cue.TURN)
            await cradle.raise_platen()
            assert await cradle.turn_page(1) is TurnResult.DONE
        assert seen == ["moving", "up", "moving", "down", "turn", "moving", "up", "leaf 1"]
        assert controller.leaves_turned() == [(1, 1)]
