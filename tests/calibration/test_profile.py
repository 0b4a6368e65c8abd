"""A profile is a value, named by what it holds, and its file is believed only as it was written."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from scanner_daemon.calibration.profile import Fiducial, FlatField, PlatenPlane, Profile, SideProfile
from scanner_daemon.calibration.profile_file import (
    FORMAT,
    ProfileDamaged,
    ProfileTooNew,
    ProfileUnreadable,
    read_profile,
    write_profile,
)
from scanner_daemon.vocabulary import Side


@pytest.fixture
def file(tmp_path: Path, profile: Profile) -> Path:
    path = tmp_path / "profile.json"
    write_profile(path, profile)
    return path


def test_a_profile_comes_back_from_its_file_as_it_was(file: Path, profile: Profile) -> None:
    again = read_profile(file)
    assert again == profile
    assert again.content_hash == profile.content_hash
    assert [path.name for path in file.parent.iterdir()] == ["profile.json"]


def test_every_value_is_in_the_hash(profile: Profile, side: SideProfile) -> None:
    lens = side.lens.model_copy(update={"k3": 0.0501})
    others = [
        side.model_copy(update={"lens": lens}),
        side.model_copy(update={"serial": "3005678"}),
        side.model_copy(update={"ppi_uncertainty": 0.31}),
        side.model_copy(update={"flat_field": None}),
    ]
    hashes = {profile.model_copy(update={"sides": {Side.LEFT: other}}).content_hash for other in others}
    hashes.add(profile.model_copy(update={"made_at": datetime(2026, 3, 3, 8, tzinfo=UTC)}).content_hash)
    assert len(hashes | {profile.content_hash}) == 6


def test_a_profile_without_fiducials_is_written_and_named_as_before_there_were_any(
    profile: Profile, side: SideProfile, tmp_path: Path
) -> None:
    assert "fiducials" not in side.model_dump()
    marked = side.model_copy(update={"fiducials": (Fiducial(number=4, at_mm=(50.0, -130.0), size_mm=10.0),)})
    other = profile.model_copy(update={"sides": {Side.LEFT: marked}})
    assert other.content_hash != profile.content_hash
    write_profile(tmp_path / "marked.json", other)
    assert read_profile(tmp_path / "marked.json").sides[Side.LEFT] == marked


def test_nothing_of_a_profile_can_be_changed(profile: Profile) -> None:
    with pytest.raises(ValidationError):
        setattr(profile.sides[Side.LEFT].lens, "k1", 0.0)  # noqa: B010 - mypy knows that it may not be


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProfileUnreadable, match=r"nowhere\.json.*cameras\.profile"):
        read_profile(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'"text"', b'{"bookcradle_profile": true}', b'{"a": 1}', b"[" * 100_000]
)
def test_what_is_no_profile_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "profile.json"
    path.write_bytes(content)
    with pytest.raises(ProfileUnreadable) as told:
        read_profile(path)
    assert told.value.what_to_do


def test_a_profile_of_a_newer_program_is_refused_and_named(file: Path) -> None:
    document = json.loads(file.read_text())
    file.write_text(json.dumps(document | {"bookcradle_profile": FORMAT + 1, "profile": {"unheard": "of"}}))
    with pytest.raises(ProfileTooNew) as told:
        read_profile(file)
    assert told.value.params == {"path": str(file), "found": FORMAT + 1, "known": FORMAT}


def test_an_edited_profile_is_not_believed(file: Path) -> None:
    file.write_text(file.read_text().replace("508.0", "509.0"))
    with pytest.raises(ProfileDamaged, match="never edited"):
        read_profile(file)


def test_a_value_that_cannot_be_is_named(file: Path) -> None:
    document = json.loads(file.read_text())
    document["profile"]["sides"]["left"]["ppi"] = -1
    file.write_text(json.dumps(document))
    with pytest.raises(ProfileUnreadable, match=r"sides\.left\.ppi"):
        read_profile(file)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (PlatenPlane, {"pixels_to_mm": [[1, 0, 0], [2, 0, 0], [0, 0, 1]], "uncertainty_mm": 0}),
        (PlatenPlane, {"pixels_to_mm": [[1, 0, 0], [0, float("nan"), 0], [0, 0, 1]], "uncertainty_mm": 0}),
        (FlatField, {}),
        (FlatField, {"gains": [[1.0, 1.0], [1.0]]}),
        (FlatField, {"gains": [[1.0, 0.0], [1.0, 1.0]]}),
        (FlatField, {"array_sha256": "short"}),
    ],
)
def test_senseless_values_are_refused(kind: type[PlatenPlane] | type[FlatField], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(values)
