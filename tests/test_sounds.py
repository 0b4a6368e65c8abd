"""Cues that are heard."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path

import pytest

from scanner_daemon.capture.words import Cue
from scanner_daemon.settings import SoundSettings
from scanner_daemon.sounds import TUNES, open_sounds, wav


def player(folder: Path) -> tuple[SoundSettings, Path]:
    """A player that writes down what it was asked to play."""
    heard = folder / "heard"
    script = folder / "player"
    script.write_text(f'#!/bin/sh\necho "$1 $(basename "$2" .wav)" >> {heard}\n', "utf-8")
    script.chmod(0o755)
    return SoundSettings(player=(str(script), "loudly"), needs_device=False), heard


async def until_heard(heard: Path, lines: int) -> list[str]:
    async with asyncio.timeout(10):
        while not heard.exists() or len(heard.read_text("utf-8").splitlines()) < lines:
            await asyncio.sleep(0.02)
    return heard.read_text("utf-8").splitlines()


async def test_each_cue_is_played_by_the_player_of_the_settings(tmp_path: Path) -> None:
    settings, heard = player(tmp_path)
    async with open_sounds(settings) as sounds:
        for cue in Cue:
            sounds.play(cue)
        played = await until_heard(heard, len(Cue))
    assert sorted(played) == sorted(f"loudly {cue.value}" for cue in Cue)


@pytest.mark.parametrize(
    "settings", [SoundSettings(enabled=False), SoundSettings(player=("no-such-player",)), SoundSettings(player=("sh",))]
)
async def test_where_nothing_can_be_played_there_is_silence(
    settings: SoundSettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("scanner_daemon.sounds.SOUND_DEVICES", tmp_path / "no-device")
    async with open_sounds(settings) as sounds:
        sounds.play(Cue.TURN)


async def test_a_player_that_dies_holds_nothing_up(tmp_path: Path) -> None:
    settings = SoundSettings(player=("false",), needs_device=False)
    async with open_sounds(settings) as sounds:
        for _ in range(50):
            sounds.play(Cue.REFUSED)
            await asyncio.sleep(0)


def test_every_cue_has_a_tune_of_its_own_rhythm() -> None:
    assert TUNES.keys() == set(Cue)
    rhythms = [tuple(ms for _, ms in tune) for tune in TUNES.values()]
    assert len(set(rhythms)) == len(rhythms)


@pytest.mark.parametrize("cue", Cue)
def test_a_tune_is_a_wav_file_that_fades_in_and_out(cue: Cue) -> None:
    with wave.open(io.BytesIO(wav(TUNES[cue]))) as file:
        frames = file.readframes(file.getnframes())
        assert file.getnframes() / file.getframerate() == pytest.approx(
            sum(ms for _, ms in TUNES[cue]) / 1000, abs=0.01
        )
    assert frames[:2] == b"\x00\x00"
