"""`bookcradle cradle`: the controller from a terminal, while it is built and set up. Not beside a running daemon."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from firmware_protocol.messages import MAX_JOG_MS, MIN_JOG_MS
from firmware_protocol.simavr.building import BuildFailed, ToolsMissing, build_controller
from firmware_protocol.vocabulary import JogDirection, Output, ParameterId
from scanner_daemon.capture.ports import Cue, TurnResult
from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.cradle.by_hand_session import Session, session
from scanner_daemon.cradle.errors import CradleError
from scanner_daemon.cradle.probing import fitted_parts
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import CradleSettings
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

PortOption = Annotated[str | None, typer.Option("--port", help="The controller's tty; else the one in the settings.")]
BaudOption = Annotated[int | None, typer.Option("--baud", help="Its rate; else the one in the settings.")]
CLEAR = "Hands and books away from platen and arm? It moves now."
FLASH_S = 120.0


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


class CannotFlash(BookcradleError):
    """No avrdude, no compiler, or the board did not take it."""

    code = "cradle.cannot_flash"
    what = "The firmware was not written to the board: {detail}"
    remedy = "{hint}"


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
        """What the controller says of itself: versions, parts, pins, parameters with their bounds. Nothing moves."""
        told = asyncio.run(_within_session(_cradle_settings(port, baud, settings), _describe))
        if as_json:
            print_json(told)
        else:
            _print(told)

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

        asyncio.run(_within_session(_cradle_settings(port, baud, settings), change))


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
        asyncio.run(_moved(_cradle_settings(port, baud, settings), _homed))

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
        asyncio.run(_moved(_cradle_settings(port, baud, settings), nudge))

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
        asyncio.run(_moved(_cradle_settings(port, baud, settings), lambda it: _try_all(it, turn=turn)))


def _register_flashing(cradle: typer.Typer) -> None:
    @cradle.command()
    def flash(
        port: PortOption = None,
        settings: SettingsOption = None,
        old_bootloader: Annotated[bool, typer.Option("--old-bootloader", help="Many Nanos: 57 600 baud.")] = False,
        hex_file: Annotated[Path | None, typer.Option("--hex", help="Write this instead of building it.")] = None,
    ) -> None:
        """Build the firmware and write it to an Arduino Uno or Nano with avrdude."""
        chosen = _cradle_settings(port, None, settings)
        image = hex_file or _built()
        if shutil.which("avrdude") is None:
            raise CannotFlash(detail="avrdude is not installed.", hint="Install it: `apt install avrdude`.")
        rate = "57600" if old_bootloader else "115200"
        words = ["-p", "atmega328p", "-c", "arduino", "-P", chosen.port, "-b", rate, "-D", "-U", f"flash:w:{image}:i"]
        try:
            run = subprocess.run(["avrdude", *words], capture_output=True, text=True, timeout=FLASH_S, check=False)
        except subprocess.TimeoutExpired:
            raise CannotFlash(detail="avrdude did not end.", hint="Pull the cable and try again.") from None
        if run.returncode != 0:
            said = [line for line in run.stderr.splitlines() if "error" in line.lower()]
            hint = "Check --port, stop the daemon, and try --old-bootloader (and the jumper that disables auto-reset)."
            raise CannotFlash(detail=said[0].strip() if said else f"avrdude ended with {run.returncode}.", hint=hint)
        console().print("Written and verified. `bookcradle cradle info` shows what it says of itself.")


def _built() -> Path:
    try:
        return build_controller().with_suffix(".hex")
    except ToolsMissing as missing:
        raise CannotFlash(detail="its compiler is not installed.", hint=f"`apt install {missing}`") from missing
    except BuildFailed as failed:
        raise CannotFlash(detail=str(failed), hint="Run `make -C firmware_protocol/firmware`.") from failed


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


async def _within_session(settings: CradleSettings, do: Callable[[Session], Awaitable[Any]]) -> Any:
    async with session(settings.port, settings.baud) as talk:
        return await do(talk)


async def _describe(talk: Session) -> dict[str, Any]:
    welcome = talk.welcome
    return {
        "firmware": f"{welcome.firmware_major}.{welcome.firmware_minor}.{welcome.firmware_patch}",
        "protocol": f"{welcome.protocol_major}.{welcome.protocol_minor}",
        "fitted": list(fitted_parts(welcome.options)),
        "boot_count": welcome.boot_count,
        "reset_cause": welcome.reset_cause.name.lower(),
        "turn_slots": welcome.turn_slots,
        "outputs": {
            Output(report.output).name.lower(): {"pin": report.pin, "max_on_ms": report.max_on_ms}
            for report in await talk.outputs()
        },
        "parameters": {
            report.parameter.name.lower(): {
                "value": report.value,
                "least": report.least,
                "most": report.most,
                "default": report.default,
            }
            for report in await talk.parameters()
        },
    }


def _print(told: dict[str, Any]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in ("firmware", "protocol", "boot_count", "reset_cause", "turn_slots"):
        table.add_row(name.replace("_", " "), str(told[name]))
    table.add_row("fitted", ", ".join(told["fitted"]))
    for name, output in told["outputs"].items():
        table.add_row(name, f"pin D{output['pin']}, at most {output['max_on_ms'] or 'any number of'} ms on")
    for name, found in told["parameters"].items():
        table.add_row(name, f"{found['value']}  ({found['least']} to {found['most']}, {found['default']} at first)")
    console().print(table)


@asynccontextmanager
async def _connected(settings: CradleSettings) -> AsyncIterator[SerialCradle]:
    async with open_cradle(settings, SystemClock()) as cradle:
        if not isinstance(cradle, SerialCradle):
            raise TypeError("a terminal talks to a controller")
        problem = cradle.problem
        if problem is not None:
            raise problem
        yield cradle


async def _moved(settings: CradleSettings, do: Callable[[SerialCradle], Awaitable[None]]) -> None:
    async with _connected(settings) as cradle:
        await do(cradle)


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
            status = cradle.status
            raise CradleError(detail=status.fault_reason or f"the turn ended as {outcome.value}")
