"""Every failure that a body's process can name becomes a sentence with a remedy."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import scanner_daemon.cameras.body
from scanner_daemon.cameras import errors
from scanner_daemon.cameras.errors import CameraDiskFull, CameraDiskTrouble, CameraError, CameraTrouble, camera_error
from scanner_daemon.vocabulary import Side


def raised_in_the_body() -> dict[str, set[str]]:
    """Kinds and details of every ``BodyFailure("kind", detail=…)`` in the body's program."""
    found: dict[str, set[str]] = {}
    for source in Path(scanner_daemon.cameras.body.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "BodyFailure":
                kind = node.args[0]
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    found.setdefault(kind.value, set()).update(word.arg for word in node.keywords if word.arg)
    return found


@pytest.mark.parametrize(
    ("kind", "details"), sorted(raised_in_the_body().items()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_failure_named_in_the_body_has_its_own_sentence(kind: str, details: set[str]) -> None:
    error = camera_error(Side.RIGHT, kind, dict.fromkeys(details, "X"))
    assert type(error) is not CameraTrouble
    assert "{" not in error.sentence
    assert error.what_happened.endswith((".", ".)"))
    assert error.what_to_do.endswith(".")


@pytest.mark.parametrize(("kind", "error"), [("disk_full", CameraDiskFull), ("disk", CameraDiskTrouble)])
def test_trouble_with_our_own_disk_says_that_the_picture_stays_on_the_camera(
    kind: str, error: type[CameraError]
) -> None:
    told = camera_error(Side.RIGHT, kind, {"doing": "download", "code": 28, "said": "No space", "folder": "/incoming"})
    assert type(told) is error
    assert "stays on the camera" in told.what_to_do


def test_what_libgphoto2_gives_no_reason_for_is_said_as_it_is() -> None:
    error = camera_error(Side.LEFT, "trouble", {"doing": "fire", "code": -1, "said": "Unspecified error"})
    assert error.what_happened == "The left camera could not fire (Unspecified error)."


def test_a_lone_camera_is_just_the_camera() -> None:
    assert camera_error(Side.BOTH, "unplugged", {}).what_happened == "The camera went away."


def test_codes_are_stable_and_told_apart() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__ if name.startswith("Camera")]
    codes = [kind.code for kind in kinds if issubclass(kind, CameraError)]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("camera_") for code in codes)
