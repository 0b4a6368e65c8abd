"""What a controller says of itself, for `bookcradle cradle info`: as JSON, and as a table for whoever wires it."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from firmware_protocol.messages import Welcome
from firmware_protocol.vocabulary import BuildOption, FaultReason, Output, StateFlag
from scanner_daemon.cradle.by_hand_session import Session
from scanner_daemon.cradle.probing import fitted_parts

__all__ = ["describe", "table_of"]

_TRIPPED, _FREE = "pressed, or its wire is broken", "not pressed"
_GUARDS = (
    (BuildOption.STOP_BUTTON, StateFlag.STOP_PRESSED, "emergency_stop", _TRIPPED, _FREE),
    (BuildOption.PINCH_SENSOR, StateFlag.PINCHED, "pinch_strip", _TRIPPED, _FREE),
    (BuildOption.LID_SWITCH, StateFlag.LID_OPEN, "lid", "open", "shut"),
)


async def describe(talk: Session) -> dict[str, Any]:
    """Versions, parts, pins, parameters with their bounds, and what it sees of its guards now; JSON-ready."""
    welcome = talk.welcome
    return {
        "firmware": f"{welcome.firmware_major}.{welcome.firmware_minor}.{welcome.firmware_patch}",
        "protocol": f"{welcome.protocol_major}.{welcome.protocol_minor}",
        "fitted": list(fitted_parts(welcome.options)),
        "boot_count": welcome.boot_count,
        "reset_cause": welcome.reset_cause.name.lower(),
        "turn_slots": welcome.turn_slots,
        "state": _state(welcome),
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


def table_of(told: dict[str, Any]) -> Table:
    """The same for a person."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name in ("firmware", "protocol", "boot_count", "reset_cause", "turn_slots"):
        table.add_row(name.replace("_", " "), str(told[name]))
    table.add_row("fitted", ", ".join(told["fitted"]))
    state = told["state"]
    for _, _, name, active, at_rest in _GUARDS:
        if name in state:
            table.add_row(name.replace("_", " "), active if state[name] else at_rest)
    table.add_row("platen", f"{state['platen']}, {'homed' if state['homed'] else 'not homed'}")
    table.add_row("latched", state["latched"] or "nothing")
    for name, output in told["outputs"].items():
        most = output["max_on_ms"]
        table.add_row(
            name, f"pin D{output['pin']}, on for {f'at most {most} ms' if most else 'as long as it is asked'}"
        )
    for name, found in told["parameters"].items():
        table.add_row(name, f"{found['value']}  ({found['least']} to {found['most']}, {found['default']} at first)")
    return table


def _state(welcome: Welcome) -> dict[str, Any]:
    """``latched``: the stop, or the first fault; None where nothing is."""
    options, flags, fault = BuildOption(welcome.options), welcome.state.flags, welcome.state.fault
    guards = {name: bool(flags & flag) for option, flag, name, _, _ in _GUARDS if option in options}
    stopped = "emergency stop" if flags & StateFlag.STOP_LATCHED else None
    latched = stopped if fault is FaultReason.NONE else fault.name.lower().replace("_", " ")
    platen = welcome.state.platen.name.lower()
    return {**guards, "platen": platen, "homed": bool(flags & StateFlag.HOMED), "latched": latched}
