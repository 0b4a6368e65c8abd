"""`bookcradle flatten`: photographs made elsewhere become pages, and each that does not says why."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from scanner_daemon.calibration.profile import Profile
from scanner_daemon.calibration.profile_file import write_profile
from scanner_daemon.cli import flatten_work
from scanner_daemon.cli.flatten_work import FlattenJob, Wishes, flatten_all
from scanner_daemon.pages.backends import BackendName
from scanner_daemon.pages.codecs import BY_THE_CPU, CodecChoice, CodecFailed, CpuCodec
from scanner_daemon.pages.codecs.library import has_nvidia_device
from scanner_daemon.pages.modes import Mode
from scanner_daemon.simulation.photographs import Shot, photograph
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side
from tests.cli.conftest import Run


def test_each_photograph_becomes_a_page_and_a_line(run: Run, photographs: Path, tmp_path: Path) -> None:
    ran = run("flatten", *sorted(photographs.glob("*.jpg")), "--out", tmp_path / "pages", "--workers", "2")
    assert ran.code == 0, ran.err
    assert ran.out == ""
    for name in ("page_1", "page_2"):
        (line,) = [line for line in ran.err.splitlines() if f"{name}.jpg → {name}.jpg" in line]
        assert "confidence" in line
        assert "ppi (assumed page height)" in line
        with Image.open(tmp_path / "pages" / f"{name}.jpg") as page:
            page.load()
            assert page.info["dpi"][0] == pytest.approx(page.height / (229 / 25.4), rel=0.02)


def test_bad_files_are_told_and_the_rest_is_done(run: Run, photographs: Path, tmp_path: Path) -> None:
    whole = (photographs / "page_1.jpg").read_bytes()
    (photographs / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    names = ("page_1.jpg", "cut.jpg", "notes.txt", "gone.jpg")
    ran = run(
        *("flatten", *(photographs / name for name in names), "--out", tmp_path / "pages"),
        *("--mode", "bilevel", "--backend", "cpu", "--codec", "cpu", "--workers", "1", "--json"),
    )
    assert ran.code == 3
    told = ran.json
    assert told["backend"] == ["Pages are made by the CPU."]
    assert told["codec"] == ["JPEG files are read and written by the CPU."]
    (page,) = told["pages"]
    assert page["model"] in ("cropped", "plane", "curved")
    assert 0 <= page["confidence"] <= 1
    why = {Path(each["photograph"]).name: each["why"] for each in told["skipped"]}
    assert "is cut short" in why["cut.jpg"]
    assert "cannot be read" in why["notes.txt"]
    assert why["gone.jpg"] == "No such file or directory"
    assert [file.name for file in (tmp_path / "pages").iterdir()] == ["page_1.png"]
    with Image.open(tmp_path / "pages" / "page_1.png") as made:
        assert made.mode == "1"
        assert made.size == (page["width"], page["height"])
        assert made.info["dpi"][0] == pytest.approx(page["ppi"], rel=0.001)


def test_where_nothing_can_be_read_it_fails_with_a_sentence(run: Run, photographs: Path, tmp_path: Path) -> None:
    ran = run("flatten", photographs / "notes.txt", "--out", tmp_path / "pages", "--json")
    assert ran.code == 1
    assert ran.json["pages"] == []
    assert "No page was made: notes.txt: This photograph cannot be read" in ran.err


def test_no_photograph_is_ever_replaced(run: Run, photographs: Path) -> None:
    before = (photographs / "page_1.jpg").read_bytes()
    ran = run("flatten", photographs / "page_1.jpg", "--out", photographs)
    assert ran.code == 2
    assert "would replace a photograph" in ran.err
    assert (photographs / "page_1.jpg").read_bytes() == before


def test_a_spread_gives_two_pages_named_by_their_sides(run: Run, tmp_path: Path) -> None:
    spread = np.full((700, 1000), 40, np.uint8)
    for left in (60, 505):
        cv2.rectangle(spread, (left, 60), (left + 435, 640), 225, -1)
    cv2.imwrite(str(tmp_path / "spread.png"), spread)
    ran = run(
        *("flatten", tmp_path / "spread.png", tmp_path / "spread.png", "--out", tmp_path / "pages"),
        *("--layout", "spread", "--format", "png", "--mode", "gray", "--workers", "1"),
    )
    assert ran.code == 0, ran.err
    names = sorted(file.name for file in (tmp_path / "pages").iterdir())
    assert names == ["spread_2_left.png", "spread_2_right.png", "spread_left.png", "spread_right.png"]


def test_a_profile_of_another_camera_is_not_used_and_said_so(run: Run, photographs: Path, tmp_path: Path) -> None:
    rig = true_profile(Shot(seed=2, spread=3, side=Side.LEFT, size=(960, 640)), {Side.LEFT: "6001001"})
    (tmp_path / "profile.json").write_text(rig.model_dump_json(), "utf-8")
    assert Profile.model_validate_json((tmp_path / "profile.json").read_bytes()) == rig
    ran = run(
        *("flatten", photographs / "page_1.jpg", "--out", tmp_path / "pages"),
        *("--profile", tmp_path / "profile.json", "--json"),
    )
    assert ran.code == 0, ran.err
    assert any("profile was not used" in warning for warning in ran.json["pages"][0]["warnings"])


def test_a_calibrated_page_tells_how_surely_its_resolution_is_known(run: Run, tmp_path: Path) -> None:
    shot = Shot(seed=2, spread=3, side=Side.LEFT, size=(1200, 800), rise_mm=20.0, fiducials=True)
    (tmp_path / "shot.jpg").write_bytes(photograph(shot).jpeg())
    profile = true_profile(replace(shot, rise_mm=0.0), {Side.LEFT: "6001001"})
    write_profile(tmp_path / "profile.json", profile)
    ran = run(
        *("flatten", tmp_path / "shot.jpg", "--out", tmp_path / "pages", "--side", "left"),
        *("--profile", tmp_path / "profile.json"),
    )
    assert ran.code == 0, ran.err
    assert re.search(r"at \d+\.?\d* ± 0\.\d+ ppi \(profile, platen \+(19|20)\.\d mm\)", " ".join(ran.err.split()))
    assert "profile was not used" not in ran.err


def test_what_is_no_profile_is_refused(run: Run, photographs: Path, tmp_path: Path) -> None:
    ran = run("flatten", photographs / "page_1.jpg", "--out", tmp_path, "--profile", photographs / "notes.txt")
    assert ran.code == 2
    assert "is no calibration profile" in ran.err


def test_nvidia_asked_for_by_name_is_an_error_where_there_is_none(run: Run, photographs: Path, tmp_path: Path) -> None:
    if has_nvidia_device():
        pytest.skip("THE ERROR WAS NOT TESTED: this machine may have an NVIDIA GPU")
    ran = run("flatten", photographs / "page_1.jpg", "--out", tmp_path / "pages", "--codec", "nvidia")
    assert ran.code == 2
    assert "this machine has no NVIDIA GPU. Use --codec cpu, or install NVIDIA's driver and bookcradle" in ran.err
    assert not (tmp_path / "pages").exists()


def test_a_codec_that_fails_costs_no_page_and_is_told_of(
    monkeypatch: pytest.MonkeyPatch, photographs: Path, tmp_path: Path
) -> None:
    class Lost(CpuCodec):
        def encoded(self, image: NDArray[np.uint8], quality: int) -> bytes:
            raise CodecFailed(detail="it fell off the bus")

    monkeypatch.setattr(flatten_work, "chosen_codec", lambda _: CodecChoice(Lost(), "by a card"))
    wishes = Wishes(Side.SINGLE, "page", Mode.GRAY, "jpg", BackendName.CPU)
    jobs = [FlattenJob(photographs / f"{name}.jpg", tmp_path / name, wishes) for name in ("page_1", "cut")]
    (photographs / "cut.jpg").write_bytes((photographs / "page_1.jpg").read_bytes()[:9000])
    made, cut = flatten_all(jobs, 1)
    assert made.backend == "The JPEG codec of the graphics card failed: it fell off the bus."
    assert made.codec == BY_THE_CPU
    assert made.why_none is None
    with Image.open(tmp_path / "page_1.jpg") as page:
        page.load()
    assert "is cut short" in (cut.why_none or "")
    assert cut.codec == "by a card"


def test_what_another_camera_saw_is_asked_and_told_of(run: Run, tmp_path: Path) -> None:
    shot = Shot(seed=301, spread=11, side=Side.RIGHT, platen="open", size=(1500, 1000))
    (tmp_path / "own.jpg").write_bytes(photograph(shot).jpeg())
    (tmp_path / "beside.jpg").write_bytes(photograph(replace(shot, aside_deg=-20.0)).jpeg())
    ran = run(
        *("flatten", tmp_path / "own.jpg", "--also", tmp_path / "beside.jpg", "--out", tmp_path / "pages"),
        *("--side", "right", "--backend", "cpu", "--json"),
    )
    assert ran.code == 0, ran.err
    (page,) = ran.json["pages"]
    assert page["other_view"].startswith("beside.jpg, ")
    assert "places that both show" in page["other_view"]


def test_every_photograph_has_another_or_none_has(run: Run, photographs: Path, tmp_path: Path) -> None:
    both = [photographs / f"page_{number}.jpg" for number in (1, 2)]
    ran = run("flatten", *both, "--also", both[0], "--out", tmp_path / "pages")
    assert ran.code == 2
    assert "1 given for 2 photographs" in " ".join(ran.err.replace("│", " ").split())
