"""Scenario files: what they say is done at its moment, once; what does not fit is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.body import SimulatedBody
from scanner_daemon.simulation.ptp.faults import Condition, Fault
from scanner_daemon.simulation.sabotage import Sabotage
from scanner_daemon.simulation.scenario import KINDS, Scenario, ScenarioInvalid, ScriptedFault, read_scenario
from scanner_daemon.vocabulary import Side


def a_file(folder: Path, text: str) -> Path:
    file = folder / "scenario.toml"
    file.write_text(text, "utf-8")
    return file


def test_a_scenario_names_faults_by_spread_and_moment(tmp_path: Path) -> None:
    scenario = read_scenario(
        a_file(
            tmp_path,
            '[[fault]]\nspread = 3\nmoment = "exposing"\npart = "left"\nkind = "unplug"\nfor_s = 2.0\n'
            '[[fault]]\nspread = 3\nmoment = "turning"\npart = "controller"\nkind = "jam"\n',
        )
    )
    (unplug,) = scenario.due(3, "exposing")
    assert (unplug.part, unplug.kind, unplug.for_s) == ("left", "unplug", 2.0)
    assert [fault.kind for fault in scenario.due(3, "turning")] == ["jam"]
    assert scenario.due(2, "exposing") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[fault]]\nspread = 3\nmoment = "exposing"\npart = "left"\nkind = "jam"', "jam"),
        ('[[fault]]\nspread = 0\nmoment = "exposing"\npart = "left"\nkind = "hang"', "fault.0.spread"),
        ('[[fault]]\nspread = 1\nmoment = "noon"\npart = "left"\nkind = "hang"', "fault.0.moment"),
        ('[[fault]]\nspread = 1\nmoment = "exposing"\npart = "left"\nkind = "hang"\nwhy = "?"', "fault.0.why"),
        ("[[fault]", "line 1"),
    ],
)
def test_what_does_not_fit_is_said_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        read_scenario(a_file(tmp_path, text))
    assert told in refused.value.sentence
    assert "scenario.toml" in refused.value.sentence
    assert refused.value.exit_code == 2


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ScenarioInvalid, match="nowhere"):
        read_scenario(tmp_path / "nowhere.toml")


class WitnessBody(SimulatedBody):
    """Writes down what is injected into it."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.struck: list[Fault | Condition] = []

    def inject(self, fault: Fault | Condition) -> None:
        self.struck.append(fault)


@pytest.mark.parametrize("kind", sorted(KINDS["left"]))
def test_every_fault_of_a_camera_reaches_its_body(kind: str) -> None:
    fault = ScriptedFault(spread=2, moment="exposing", part="left", kind=kind)
    body = WitnessBody("nikon", "1", photograph=lambda _: [b""], preview=lambda: b"")
    sabotage = Sabotage(Scenario(fault=(fault,)), {Side.LEFT: body}, None, Pace())
    sabotage.opened(1)
    assert body.struck == []
    sabotage.opened(2)
    sabotage.opened(2)
    assert len(body.struck) == 1


def test_what_the_operator_spoils_is_spoiled_once() -> None:
    fault = ScriptedFault(spread=2, moment="exposing", part="operator", kind="hand_in_frame")
    sabotage = Sabotage(Scenario(fault=(fault,)), {}, None, Pace())
    assert sabotage.spoils_photograph(1) is None
    assert sabotage.spoils_photograph(2) == "hand_in_frame"
    assert sabotage.spoils_photograph(2) is None


@pytest.mark.parametrize(("kind", "leaves"), [("turns_nothing", 0), ("turns_two", 2), (None, 1)])
def test_how_many_leaves_the_operator_turns(kind: str | None, leaves: int) -> None:
    faults = () if kind is None else (ScriptedFault(spread=4, moment="turning", part="operator", kind=kind),)
    sabotage = Sabotage(Scenario(fault=faults), {}, None, Pace())
    assert sabotage.by_hand(4) == leaves
    assert sabotage.by_hand(5) == 1


def test_a_fault_of_a_controller_that_is_not_there_is_an_error() -> None:
    fault = ScriptedFault(spread=1, moment="lowering", part="controller", kind="jam")
    sabotage = Sabotage(Scenario(fault=(fault,)), {}, None, Pace())
    with pytest.raises(ValueError, match="no controller"):
        sabotage.opened(1)
