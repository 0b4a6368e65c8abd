"""Every code that the daemon can send has words here, and says in English what the daemon says."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import scanner_daemon
from operator_gui.words.clearing import CLEARING, clears_when
from operator_gui.words.problems import PROBLEMS, words_of
from scanner_daemon.api.schemas import Clears, Fault
from scanner_daemon.capture import interlocks, reasons
from scanner_daemon.capture.reasons import Reason, Refused
from scanner_daemon.errors import BookcradleError
from scanner_daemon.service import faults, lamps, pedal_trial
from scanner_daemon.service.clearing import CLEARS_WHEN
from scanner_daemon.service.notified import EVENT_KINDS

NEVER_SENT = (
    "scanner_daemon.simulation",
    "scanner_daemon.cli",
    "scanner_daemon.api.client",
    "scanner_daemon.pages.codecs",
    "scanner_daemon.pages.neural",
    "scanner_daemon.pages.proposal",
)
"""What only a person at a terminal meets: the network and the GPU's codecs are asked from there alone."""
NOT_IMPORTED = (".__main__", ".migrations.env")


def errors() -> Iterator[type[BookcradleError]]:
    """Every class of error in the daemon's packages."""
    for module in pkgutil.walk_packages(scanner_daemon.__path__, "scanner_daemon."):
        if not module.name.startswith(NEVER_SENT) and not module.name.endswith(NOT_IMPORTED):
            importlib.import_module(module.name)

    def below(kind: type[BookcradleError]) -> Iterator[type[BookcradleError]]:
        yield kind
        for derived in kind.__subclasses__():
            yield from below(derived)

    sent = (kind for kind in below(BookcradleError) if kind.__module__.startswith("scanner_daemon."))
    return (kind for kind in sent if not kind.__module__.startswith(NEVER_SENT))


def reason_codes() -> set[str]:
    """The first argument of every `Reason` that is made anywhere."""
    found = set()
    for module in (reasons, interlocks, faults, lamps, pedal_trial):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def test_every_error_has_the_words_that_the_daemon_has() -> None:
    said: dict[str, list[tuple[str, str]]] = {}
    for kind in errors():
        said.setdefault(kind.code, []).append((kind.what, kind.remedy))
    del said[Refused.code]  # it says its reason
    assert len(said) > 100
    assert not sorted(said.keys() - PROBLEMS.keys()), "codes without words"
    different = {code: PROBLEMS[code] for code, ours in said.items() if PROBLEMS[code] not in ours}
    assert not different


def test_every_reason_has_words() -> None:
    codes = reason_codes()
    assert {"busy", "camera_lost", "red_verdict", "battery_low"} <= codes
    assert not sorted(codes - PROBLEMS.keys())


def test_every_entry_of_the_history_has_words() -> None:
    assert not sorted({said.code for said in EVENT_KINDS.values() if said.code} - PROBLEMS.keys())


def test_every_end_has_its_words() -> None:
    assert set(CLEARING) == set(Clears)
    for end, sentence in CLEARS_WHEN.items():
        assert CLEARING[end] == sentence
        assert clears_when(Fault(code="x", what="", clears=end)) == sentence
    assert clears_when(Fault(code="x", what="", clears_when="As the daemon says.")) == "As the daemon says."


@pytest.mark.parametrize(
    "reason",
    [
        reasons.red_verdict(4),
        reasons.same_leaf(4),
        reasons.turn_not_known(4),
        reasons.unfinished(4),
        reasons.of_error(TimeoutError()),
        reasons.BUSY,
    ],
    ids=lambda reason: reason.code,
)
def test_a_reason_reads_as_the_daemon_says_it(reason: Reason) -> None:
    assert words_of(reason.code, dict(reason.params), "", "") == (reason.what, reason.remedy)


def test_a_refusal_says_its_reason() -> None:
    refusal = Refused.because(reasons.red_verdict(4))
    assert words_of(refusal.code, refusal.params, "", "")[0] == "Spread 4 was judged red."


def test_a_cradle_that_stopped_itself_says_what_stopped_it() -> None:
    assert words_of("cradle_fault", {"fault": "cradle_pinch"}, "", "")[0].startswith("Something was under the platen")
    assert words_of("cradle_fault", {"fault": "of tomorrow"}, "", "")[0] == "The cradle has stopped itself."


@pytest.mark.parametrize(
    ("stop", "twisted"),
    [
        (reasons.emergency("a key"), "no"),
        (reasons.emergency_at_the_cradle(), "yes"),
        (reasons.found_latched(), "if"),
    ],
    ids=["asked for", "at the cradle", "from before"],
)
def test_a_stop_tells_of_the_red_button_where_it_is_down(stop: Reason, twisted: str) -> None:
    remedy = words_of(stop.code, dict(stop.params), stop.what, stop.remedy)[1]
    for said in (remedy, stop.remedy):
        told = {
            "no": "red button" not in said,
            "yes": "twist the red button" in said,
            "if": "if the red button" in said,
        }
        assert told[twisted], said


def test_a_side_is_a_camera_in_words() -> None:
    assert (
        words_of("camera_silent", {"side": "right", "camera": "?"}, "", "")[0] == "The right camera stopped answering."
    )


def test_what_is_not_known_or_not_whole_is_said_by_the_daemon() -> None:
    assert words_of("of.tomorrow", {}, "What.", "Remedy.") == ("What.", "Remedy.")
    assert words_of("red_verdict", {}, "What.", "Remedy.") == ("What.", "Remedy.")
