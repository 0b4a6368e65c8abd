"""What the operator hears where the controller has no buzzer: a tone a cue, from a small child process.

The child is a shell that waits for names of sound files, so that a cue costs the daemon one write to a pipe and no
player can hold it up. Where there is no player or no sound device there is silence, and the log says so once.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import math
import shutil
import struct
import tempfile
import wave
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from scanner_daemon.capture.words import Cue
from scanner_daemon.settings import SoundSettings

__all__ = ["TUNES", "Sounds", "open_sounds", "wav"]

_log = logging.getLogger(__name__)

Note = tuple[float, int]
"""Hertz and milliseconds; 0 Hz is silence."""
TUNES: Mapping[Cue, Sequence[Note]] = {
    Cue.ARMED: ((880, 70),),
    Cue.TURN: ((660, 70), (0, 30), (990, 90)),
    Cue.TURN_BACK: ((780, 110), (0, 30), (590, 110), (0, 30), (440, 160)),
    Cue.REFUSED: ((196, 180),),
    Cue.FLAGGED: ((520, 90), (0, 60), (520, 90)),
    Cue.STOPPED: ((330, 220), (247, 220), (330, 220), (247, 220)),
}
"""Told apart by number and direction of their notes, not by pitch alone."""
RATE_HZ = 22_050
VOLUME = 0.5
FADE_MS = 5
LOOP = 'while IFS= read -r tune; do "$@" "$tune" </dev/null >/dev/null 2>&1 & done; wait'
SOUND_DEVICES = Path("/dev/snd")
END_S = 2.0


class Sounds:
    """Plays cues. Use `open_sounds`."""

    def __init__(self, folder: Path | None, child: asyncio.subprocess.Process | None) -> None:
        self._folder = folder
        self._child = child

    def play(self, cue: Cue) -> None:
        """Sound a cue; returns at once, and never raises."""
        if self._child is None or self._folder is None or self._child.stdin is None:
            return
        if self._child.returncode is None and not self._child.stdin.is_closing():
            self._child.stdin.write(f"{self._folder / cue.value}.wav\n".encode())


@asynccontextmanager
async def open_sounds(settings: SoundSettings) -> AsyncIterator[Sounds]:
    """Sounds while the body runs; silent ones where they are switched off or cannot be played here."""
    why = _why_silent(settings)
    if why is not None:
        _log.info("no sounds: %s", why)
        yield Sounds(None, None)
        return
    with tempfile.TemporaryDirectory(prefix="bookcradle-sounds-") as folder:
        for cue, tune in TUNES.items():
            (Path(folder) / f"{cue.value}.wav").write_bytes(wav(tune))
        command = ["/bin/sh", "-c", LOOP, "bookcradle-sounds", *settings.player]
        child = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
        try:
            yield Sounds(Path(folder), child)
        finally:
            await _end(child)


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.stdin is not None:
        child.stdin.close()
    try:
        async with asyncio.timeout(END_S):
            await child.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def _why_silent(settings: SoundSettings) -> str | None:
    if not settings.enabled:
        return "they are switched off in the settings (sound.enabled)"
    if shutil.which(settings.player[0]) is None:
        return f"there is no {settings.player[0]} here (Debian: alsa-utils)"
    if settings.needs_device and not SOUND_DEVICES.exists():
        return "this machine has no sound device"
    return None


def wav(tune: Sequence[Note]) -> bytes:
    """A mono 16-bit WAV file of a tune, each note faded in and out so that it does not click."""
    samples: list[int] = []
    for hertz, duration_ms in tune:
        count = RATE_HZ * duration_ms // 1000
        fade = RATE_HZ * FADE_MS // 1000
        for n in range(count):
            swell = min(1.0, n / fade, (count - n) / fade)
            samples.append(round(32767 * VOLUME * swell * math.sin(2 * math.pi * hertz * n / RATE_HZ)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()
