"""The targets of the behaviour suite. A new one is a new parameter here, and no word of the suite changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firmware_protocol.controller_model import ALL_FITTED
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.simavr import Build, ToolsMissing
from firmware_protocol.testing.board_target import play_on_board
from firmware_protocol.testing.simavr_target import play_on_simavr
from firmware_protocol.testing.target import Behaviour, HandNeeded, play_on_model
from firmware_protocol.vocabulary import BuildOption


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--port", default=None, help="Play the suite on a board at this tty too. IT MOVES.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    targets = ["model", "simavr"] + (["board"] if metafunc.config.getoption("--port", default=None) else [])
    for fixture in ("play", "play_without"):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, targets, indirect=True)


def play_on(target: str, behaviour: Behaviour, options: BuildOption, config: pytest.Config) -> None:
    if target == "model":
        play_on_model(behaviour, Eeprom(), options)
    elif target == "simavr":
        try:
            play_on_simavr(behaviour, Build(options))
        except ToolsMissing as missing:
            pytest.skip(f"the ELF is not tested here: apt install {missing}")
    elif options != ALL_FITTED:
        pytest.skip("a board has what it has")
    else:
        try:
            play_on_board(behaviour, config.getoption("--port"))
        except HandNeeded as needed:
            pytest.skip(f"needs somebody at the board: {needed}")


@pytest.fixture
def play(request: pytest.FixtureRequest) -> Callable[[Behaviour], None]:
    """Runs a behaviour on the target, powered up fresh with everything fitted and an empty memory."""
    return lambda behaviour: play_on(request.param, behaviour, ALL_FITTED, request.config)


@pytest.fixture
def play_without(request: pytest.FixtureRequest) -> Callable[[BuildOption, Behaviour], None]:
    """The same, on a build that lacks some parts."""
    return lambda missing, behaviour: play_on(request.param, behaviour, ALL_FITTED & ~missing, request.config)
