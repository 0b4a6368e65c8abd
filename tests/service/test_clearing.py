"""Every fault says what ends it, whatever part of the rig it comes from."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest

from scanner_daemon.api.schemas import Clears
from scanner_daemon.cameras import errors as cameras
from scanner_daemon.capture import interlocks
from scanner_daemon.cradle import errors as cradle
from scanner_daemon.errors import BookcradleError
from scanner_daemon.service.clearing import CLEARS_WHEN, Found, clears


def codes_below(kind: type[BookcradleError]) -> Iterator[str]:
    """The code of an error and of everything derived from it."""
    yield kind.code
    for derived in kind.__subclasses__():
        if derived.__module__.startswith("scanner_daemon."):
            yield from codes_below(derived)


def interlock_codes() -> set[str]:
    """The first argument of every `Reason` that the interlocks can give."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(interlocks))) if isinstance(node, ast.Call)]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Reason"]
    return {
        argument.value for argument in named if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_interlock_says_what_ends_it() -> None:
    codes = interlock_codes()
    assert {"camera_lost", "disk_low", "lid_open"} <= codes
    assert not [code for code in codes if clears(Found.CONDITION, code) is None]


@pytest.mark.parametrize(
    ("found", "family"), [(Found.BODY, cameras.CameraError), (Found.LINK, cradle.CradleError)], ids=["camera", "cradle"]
)
def test_every_error_of_a_camera_or_the_cradle_says_what_ends_it(found: Found, family: type[BookcradleError]) -> None:
    codes = set(codes_below(family))
    assert len(codes) > 20
    assert not [code for code in codes if clears(found, code) is None]


@pytest.mark.parametrize("found", [Found.STOPPED, Found.IN_PLACE, Found.ASIDE])
def test_where_any_error_may_stand_the_place_says_what_ends_it(found: Found) -> None:
    assert all(clears(found, code) is not None for code in {*codes_below(BookcradleError), "a code of tomorrow"})


def test_each_end_has_its_sentence() -> None:
    assert set(CLEARS_WHEN) == set(Clears)
    assert all(sentence.startswith("It clears ") and sentence.endswith(".") for sentence in CLEARS_WHEN.values())
