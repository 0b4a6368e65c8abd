"""The targets of the behaviour suite. A new one is a new parameter here, and no word of the suite changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firmware_protocol.controller_model import ALL_FITTED
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.testing.target import Behaviour, play_on_model
from firmware_protocol.vocabulary import BuildOption


@pytest.fixture(params=["model"])
def play(request: pytest.FixtureRequest) -> Callable[[Behaviour], None]:
    """Runs a behaviour on the target, powered up fresh with everything fitted and an empty memory."""
    assert request.param == "model"
    return lambda behaviour: play_on_model(behaviour, Eeprom(), ALL_FITTED)


@pytest.fixture(params=["model"])
def play_without(request: pytest.FixtureRequest) -> Callable[[BuildOption, Behaviour], None]:
    """The same, on a build that lacks some parts."""
    assert request.param == "model"
    return lambda missing, behaviour: play_on_model(behaviour, Eeprom(), ALL_FITTED & ~missing)
