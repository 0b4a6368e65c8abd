"""``auto``, ``cpu`` or ``nvidia``: which codec reads and writes JPEG files, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner_daemon.pages.codecs.codec import NoNvidiaCodec
from scanner_daemon.pages.codecs.cpu import CpuCodec
from scanner_daemon.pages.codecs.library import has_nvidia_device, stderr_kept
from scanner_daemon.pages.codecs.nvidia import NvidiaCodec
from scanner_daemon.pages.codecs.trial import require_same_pixels

__all__ = ["BY_THE_CPU", "CodecChoice", "CodecName", "by_the_cpu", "choose_codec"]

BY_THE_CPU = "JPEG files are read and written by the CPU."


class CodecName(StrEnum):
    """What may be asked for."""

    AUTO = "auto"
    """An NVIDIA GPU where one answers, else the CPU."""
    CPU = "cpu"
    NVIDIA = "nvidia"
    """An NVIDIA GPU, or an error that says why there is none."""


@dataclass(frozen=True, slots=True)
class CodecChoice:
    """The codec, and in ``sentence`` what it is, and why if a GPU that is there is not used."""

    codec: CpuCodec | NvidiaCodec
    sentence: str


def by_the_cpu() -> CodecChoice:
    """What there always is."""
    return CodecChoice(CpuCodec(), BY_THE_CPU)


def choose_codec(wanted: CodecName) -> CodecChoice:
    """A GPU is taken only after it has read and written a picture as the CPU does.

    Raises `NoNvidiaCodec` where ``nvidia`` is asked for and cannot be had.
    """
    if wanted is CodecName.CPU or (wanted is CodecName.AUTO and not has_nvidia_device()):
        return by_the_cpu()
    try:
        return _nvidia()
    except NoNvidiaCodec as none:
        if wanted is CodecName.NVIDIA:
            raise
        return CodecChoice(CpuCodec(), f"{BY_THE_CPU[:-1]}: {none.params['detail']}.")


def _nvidia() -> CodecChoice:
    if not has_nvidia_device():
        raise NoNvidiaCodec(detail="this machine has no NVIDIA GPU")
    codec = NvidiaCodec()
    try:
        with stderr_kept():
            require_same_pixels(codec)
    except NoNvidiaCodec:
        codec.close()
        raise
    return CodecChoice(codec, f"JPEG files are read and written by an NVIDIA GPU ({codec.name}).")
