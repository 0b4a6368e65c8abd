"""Scripted faults: a TOML file that says what breaks, at which spread, at which moment, for how long.

[[fault]]
spread = 3
moment = "exposing"      # lowering | exposing | downloading | turning
part = "left"            # left | right | controller | operator
kind = "unplug"          # see `KINDS`
for_s = 2.0              # then it is put right again; without it the fault stays until told
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scanner_daemon.errors import BookcradleError

__all__ = ["KINDS", "Scenario", "ScenarioInvalid", "ScriptedFault", "read_scenario"]

Moment = Literal["lowering", "exposing", "downloading", "turning"]
Part = Literal["left", "right", "controller", "operator"]

CAMERA_KINDS = frozenset(
    {"unplug", "hang", "busy", "stall", "short_data", "io_error", "store_full", "battery_low", "out_of_focus"}
)
KINDS: dict[Part, frozenset[str]] = {
    "left": CAMERA_KINDS,
    "right": CAMERA_KINDS,
    "controller": frozenset(
        {"cut_link", "brown_out", "jam", "pinch", "two_leaves", "no_leaf", "no_vacuum", "lid_open", "emergency_stop"}
    ),
    "operator": frozenset({"hand_in_frame", "out_of_place", "turns_nothing", "turns_two"}),
}


class ScenarioInvalid(BookcradleError):
    """The scenario file does not say what it should."""

    code = "simulation.scenario_invalid"
    what = "The scenario {file} does not fit: {detail}."
    remedy = "Correct it and start again."
    exit_code = 2


class ScriptedFault(BaseModel):
    """One thing that breaks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spread: int = Field(ge=1)
    """1-based: the n-th exposure of the session that this fault waits for."""
    moment: Moment
    part: Part
    kind: str
    for_s: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _kind_fits_part(self) -> ScriptedFault:
        if self.kind not in KINDS[self.part]:
            known = ", ".join(sorted(KINDS[self.part]))
            raise ValueError(f"“{self.kind}” cannot happen to {self.part}; what can: {known}")
        return self


class Scenario(BaseModel):
    """All that goes wrong in one session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: tuple[ScriptedFault, ...] = ()

    def due(self, spread: int, moment: Moment) -> tuple[ScriptedFault, ...]:
        """What breaks now."""
        return tuple(fault for fault in self.fault if fault.spread == spread and fault.moment == moment)


def read_scenario(file: Path) -> Scenario:
    """Read a scenario; raises ScenarioInvalid with the place of the mistake."""
    try:
        data: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        return Scenario.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ScenarioInvalid(file=str(file), detail=f"{place}: {first['msg']}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioInvalid(file=str(file), detail=str(error)) from None
