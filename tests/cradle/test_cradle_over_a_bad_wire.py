"""The whole cradle over a wire that loses, garbles, repeats and delays, with resets and re-plugs, in virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from firmware_protocol.controller_store import Eeprom
from firmware_protocol.link import Link
from firmware_protocol.testing import ModelBoard, VirtualTimeLoop, WireFaults, run_virtually
from firmware_protocol.vocabulary import ParameterId
from scanner_daemon.capture.ports import TurnResult
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.cradle.errors import CradleError, CradlePortMissing
from scanner_daemon.settings import CradleSettings

chance = st.sampled_from([0.0, 0.05, 0.2])
wires = st.builds(
    WireFaults,
    loss=chance,
    corruption=chance,
    duplication=chance,
    split=chance,
    delay_ms=st.sampled_from([0.0, 3.0, 30.0]),
)
trouble = st.sampled_from(["none", "none", "reset", "replug", "silence", "stop"])


class VirtualClock:
    """The loop's own clock."""

    def monotonic_ns(self) -> int:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualTimeLoop)
        return loop.monotonic_ns()

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.monotonic_ns() / 1e9, UTC)


def make_trouble(board: ModelBoard, kind: str) -> None:
    loop = asyncio.get_running_loop()
    match kind:
        case "reset":
            loop.call_later(0.25, board.reset)
        case "replug":
            loop.call_later(0.25, board.unplug)
            loop.call_later(1.5, board.plug)
        case "silence":
            loop.call_later(0.25, board.cut, True)
            loop.call_later(2.75, board.cut, False)
        case "stop":
            loop.call_later(0.25, board.press_emergency_stop, True)
            loop.call_later(1.25, board.press_emergency_stop, False)
        case _:
            pass


async def scan(faults: WireFaults, seed: int, resets_on_open: bool, troubles: list[str]) -> dict[int, TurnResult]:
    pace = {
        ParameterId.PLATEN_TRAVEL_MS: 300,
        ParameterId.PLATEN_SETTLE_MS: 20,
        ParameterId.HOME_MS: 100,
        ParameterId.TURN_MS: 600,
    }
    board = ModelBoard(faults=faults, seed=seed, eeprom=Eeprom(parameters=pace), resets_on_open=resets_on_open)

    def opener(port: str, _baud: int, link: Link) -> asyncio.WriteTransport:
        try:
            return board.open(link)
        except FileNotFoundError as missing:
            raise CradlePortMissing(port=port) from missing

    cradle = SerialCradle(CradleSettings(port="virtual"), VirtualClock(), opener=opener)
    keeper = asyncio.create_task(cradle.keep_connected())
    results: dict[int, TurnResult] = {}
    sentences: list[str] = []
    with suppress(CradleError):
        await cradle.connected(30.0)
        await cradle.home()
    for turn_id, kind in enumerate(troubles, start=1):
        make_trouble(board, kind)
        try:
            await cradle.lower_platen()
            await cradle.raise_platen()
            results[turn_id] = await cradle.turn_page(turn_id)
        except CradleError as error:
            sentences.append(error.sentence)
        await asyncio.sleep(3.0)
        for _ in range(5):
            try:
                await cradle.connected(30.0)
                results[turn_id] = await cradle.turn_result(turn_id)
                await cradle.release()
                break
            except CradleError as error:
                sentences.append(error.sentence)
    await asyncio.sleep(1.0)
    keeper.cancel()
    await asyncio.gather(keeper, return_exceptions=True)

    turned = Counter(board.leaves_turned())
    assert all(times == 1 for times in turned.values())
    for turn_id, result in results.items():
        if result is TurnResult.DONE:
            assert turned[turn_id] == 1
        if result in (TurnResult.NEVER_STARTED, TurnResult.FAILED):
            assert turned[turn_id] == 0
    assert all(sentences)
    return results


@given(wires, st.integers(0, 2**32), st.booleans(), st.lists(trouble, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_leaf_is_turned_twice_and_every_result_is_true(
    faults: WireFaults, seed: int, resets_on_open: bool, troubles: list[str]
) -> None:
    run_virtually(scan(faults, seed, resets_on_open, troubles))


def test_on_a_calm_wire_every_leaf_is_turned() -> None:
    results = run_virtually(scan(WireFaults(), 0, True, ["none"] * 4))
    assert results == dict.fromkeys(range(1, 5), TurnResult.DONE)
