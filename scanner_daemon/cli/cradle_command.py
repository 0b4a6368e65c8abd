"""`bookcradle cradle`: the controller from a terminal, while it is built and set up. Not beside a running daemon."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from firmware_protocol.messages import MAX_JOG_MS, MIN_JOG_MS
from firmware_protocol.vocabulary import JogDirection, ParameterId
from scanner_daemon.capture.ports import Cue, TurnResult
from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.cli.cradle_advice import RELEASED_BY, in_a_terminal
from scanner_daemon.cli.cradle_flash import write_firmware
from scanner_daemon.cli.cradle_info import describe, table_of
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.cradle.by_hand_session import Session, session
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import CradleSettings
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

PortOption = Annotated[str | None, typer.Option("--port", help="The controller's tty; else the one in the settings.")]
BaudOption = Annotated[int | None, typer.Option("--baud", help="Its rate; else the one in the settings.")]
CLEAR = "Hands and books away from platen and arm? It moves now."


class Way(StrEnum):
    """Which way the platen is nudged."""

    UP = "up"
    DOWN = "down"


class NoSuchParameter(BookcradleError):
    """A name that the controller does not have, or no number."""

    code = "cradle.no_such_parameter"
    what = "“{said}” sets nothing."
    remedy = "Say NAME=NUMBER with one of: {names}."
    exit_code = 2


class TurnFailed(BookcradleError):
    """A leaf was to be turned, and the controller does not say that it was."""

    code = "cradle.turn_failed"
    what = "The turn ended as “{outcome}”."
    remedy = f"{{why}} {RELEASED_BY}"


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""
    cradle = typer.Typer(
        no_args_is_help=True, help="Build, try and set up the cradle's controller. Stop the daemon first."
    )
    app.add_typer(cradle, name="cradle")
    _register_talking(cradle)
    _register_moving(cradle)
    _register_flashing(cradle)


def _register_talking(cradle: typer.Typer) -> None:
    @cradle.command()
    def info(
        port: PortOption = None, baud: BaudOption = None, settings: SettingsOption = None, as_json: JsonOption = False
    ) -> None:
        """What the controller says of itself, and what it sees of stop, pinch strip and lid. Nothing moves.

        Versions, parts, pins, parameters with their bounds.
        """
        told = _talk(_cradle_settings(port, baud, settings), describe)
        if as_json:
            print_json(told)
        else:
            console().print(table_of(told))

    @cradle.command()
    def configure(
        values: Annotated[list[str], typer.Argument(help="NAME=NUMBER, as `info` names them.")],
        port: PortOption = None,
        baud: BaudOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Change parameters. The controller checks and keeps them; they survive power cuts."""
        wanted = dict(_parsed(value) for value in values)

        async def change(talk: Session) -> None:
            await talk.configure(wanted)
            for parameter, value in wanted.items():
                console().print(f"{parameter.name.lower()} is {value} now.")

        _talk(_cradle_settings(port, baud, settings), change)


def _register_moving(cradle: typer.Typer) -> None:
    @cradle.command()
    def home(
        port: PortOption = None,
        baud: BaudOption = None,
        settings: SettingsOption = None,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    ) -> None:
        """Find the switches: platen up, arm home."""
        _sure(yes)
        _move(_cradle_settings(port, baud, settings), _homed)

    @cradle.command()
    def jog(
        way: Annotated[Way, typer.Argument(help="up or down")],
        travel_ms: Annotated[int, typer.Argument(help="How far, in ms of its travel.", min=MIN_JOG_MS, max=MAX_JOG_MS)],
        port: PortOption = None,
        baud: BaudOption = None,
        settings: SettingsOption = None,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    ) -> None:
        """Home the platen, then nudge it by a little of its travel, no further than its ends."""

        async def nudge(it: SerialCradle) -> None:
            await _homed(it)
            await _step(f"jog {way.value}", it.jog(JogDirection[way.name], travel_ms))

        _sure(yes)
        _move(_cradle_settings(port, baud, settings), nudge)

    @cradle.command()
    def test(
        port: PortOption = None,
        baud: BaudOption = None,
        settings: SettingsOption = None,
        turn: Annotated[bool, typer.Option("--turn", help="Turn a leaf, too: lay a book in.")] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    ) -> None:
        """Sound every cue, light the lamps, home, lower, raise; say how long each took, and stop at what fails."""
        _sure(yes)
        _move(_cradle_settings(port, baud, settings), lambda it: _try_all(it, turn=turn))


def _register_flashing(cradle: typer.Typer) -> None:
    @cradle.command()
    def flash(
        port: PortOption = None,
        settings: SettingsOption = None,
        old_bootloader: Annotated[bool, typer.Option("--old-bootloader", help="Many Nanos: 57 600 baud.")] = False,
        hex_file: Annotated[
            Path | None,
            typer.Option("--hex", help="Write this instead of building it.", exists=True, dir_okay=False),
        ] = None,
    ) -> None:
        """Build the firmware and write it to an Arduino Uno or Nano with avrdude."""
        chosen = _cradle_settings(port, None, settings)
        with in_a_terminal():
            write_firmware(chosen, hex_file, old_bootloader=old_bootloader)
        console().print("Written and verified. `bookcradle cradle info` shows what it says of itself.")


def _cradle_settings(port: str | None, baud: int | None, settings: Path | None) -> CradleSettings:
    known = load_settings(settings).cradle
    chosen = {key: value for key, value in (("port", port), ("baud", baud)) if value is not None}
    return known.model_copy(update={"controller": "serial", **chosen})


def _parsed(said: str) -> tuple[ParameterId, int]:
    name, _, number = said.partition("=")
    try:
        return ParameterId[name.strip().upper()], int(number)
    except (KeyError, ValueError):
        names = ", ".join(parameter.name.lower() for parameter in ParameterId)
        raise NoSuchParameter(said=said, names=names) from None


def _sure(yes: bool) -> None:
    if not yes:
        typer.confirm(CLEAR, abort=True, err=True)


def _talk(settings: CradleSettings, do: Callable[[Session], Awaitable[Any]]) -> Any:
    async def talk() -> Any:
        async with session(settings.port, settings.baud) as talking:
            return await do(talking)

    with in_a_terminal():
        return asyncio.run(talk())


def _move(settings: CradleSettings, do: Callable[[SerialCradle], Awaitable[None]]) -> None:
    async def move() -> None:
        async with open_cradle(settings, SystemClock()) as cradle:
            if not isinstance(cradle, SerialCradle):
                raise TypeError("a terminal talks to a controller")
            if cradle.problem is not None:
                raise cradle.problem
            await do(cradle)

    with in_a_terminal():
        asyncio.run(move())


async def _step(name: str, motion: Awaitable[Any]) -> Any:
    began = time.monotonic()
    outcome = await motion
    console().print(f"{name}: {(time.monotonic() - began) * 1000:.0f} ms")
    return outcome


async def _homed(cradle: SerialCradle) -> None:
    """What is latched is cleared by the person who has just said that it may move."""
    now = cradle.status
    latched = now.emergency_stop_latched or now.fault_code is not None or now.needs_operator
    await _step("home", cradle.release() if latched else cradle.home())


async def _try_all(cradle: SerialCradle, *, turn: bool) -> None:
    for cue in Cue:
        await _step(f"cue {cue.value}", cradle.cue(cue))
        await asyncio.sleep(1.0)
    for brightness in (128, 255, 0):
        await _step(f"lamps {brightness}", cradle.set_lamps(brightness))
        await asyncio.sleep(0.5)
    await _homed(cradle)
    await _step("lower", cradle.lower_platen())
    await _step("raise", cradle.raise_platen())
    if turn:
        outcome = await _step("turn", cradle.turn_page(secrets.randbelow(2**31) + 1))
        if outcome is not TurnResult.DONE:
            raise TurnFailed(outcome=outcome.value, why=cradle.status.fault_reason or "Look at the leaf.")
