"""The API against its own OpenAPI document: no request gives a 500 or an answer that is not described."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings

from scanner_daemon.api import schemas
from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.http import create_api
from scanner_daemon.capture.words import Cue, PedalSwitch

ENDLESS = r"^/v1/(events|measurements|previews/\{side\})$"


OPERATIONS = sorted(
    f"{method.upper()} {path}"
    for path, methods in create_api(ApiContext(Mock(), Mock()), "0.0.0").openapi()["paths"].items()
    for method in methods
    if not re.fullmatch(ENDLESS, path)
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_breaks_the_contract(described: Any, operation: str) -> None:
    method, path = operation.split()

    @given(case=described[path][method].as_strategy())
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    def check(case: Any) -> None:
        case.call_and_validate()

    check()


def test_the_document_names_what_the_streams_carry(context: ApiContext) -> None:
    document = create_api(context, "0.0.0").openapi()
    assert {"Problem", "Change", "Gap", "RigSnapshot", "Measurement"} <= document["components"]["schemas"].keys()
    operations = [each["operationId"] for path in document["paths"].values() for each in path.values()]
    assert len(operations) == len(set(operations))


def test_the_schemas_import_nothing_that_a_client_could_not_have() -> None:
    allowed = ("__future__", "datetime", "enum", "typing", "pydantic", "scanner_daemon.vocabulary")
    for file in Path(schemas.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            assert all(name and name.startswith((*allowed, "scanner_daemon.api.schemas")) for name in names), file


def test_cues_and_switches_are_the_words_of_the_cradle() -> None:
    assert {word.value for word in schemas.CueWord} == {cue.value for cue in Cue}
    assert {switch.value for switch in schemas.Switch} == {switch.value for switch in PedalSwitch}


def test_a_snapshot_survives_the_wire(rig: Any) -> None:
    board: StateBoard = rig.board
    board.update(
        cameras={"left": schemas.CameraState(side="left", alive=True, battery_percent=80)},
        faults=(schemas.Fault(code="camera_gone", params={"side": "left"}, what="Gone.", remedy="Plug."),),
        timing=schemas.CycleTimes(software_ms=3.5),
    )
    assert schemas.RigSnapshot.model_validate_json(board.snapshot.model_dump_json()) == board.snapshot
