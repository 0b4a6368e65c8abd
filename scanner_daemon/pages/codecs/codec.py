"""What a codec does, and what can go wrong with one that is not the CPU's own."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.errors import BookcradleError

__all__ = ["Codec", "CodecFailed", "NoNvidiaCodec"]


class Codec(Protocol):
    """JPEG to pixels and pixels to JPEG. Whole photographs only: the copy that is looked at is always the CPU's."""

    @property
    def name(self) -> str:
        """For people: what it is."""
        ...

    @property
    def is_elsewhere(self) -> bool:
        """Whether the work is not the processor's, so that a thread that waits for it takes no core from anybody."""
        ...

    def decoded(self, jpeg: bytes, mode: str, size: tuple[int, int]) -> NDArray[np.uint8]:
        """All pixels as they are stored, EXIF orientation left alone: uint8 (height, width) or (height, width, 3) BGR.

        ``mode`` is Pillow's word for the file's colours and ``size`` its width and height, both from its header.
        Raises `PhotoUnreadable` and `CodecFailed`.
        """
        ...

    def encoded(self, image: NDArray[np.uint8], quality: int) -> bytes:
        """A baseline JPEG, 4:2:0 in colour. ``image`` is uint8 (height, width, 1 or 3 as BGR), contiguous.

        ``quality`` is libjpeg's, 1 to 100. Raises `CodecFailed`.
        """
        ...


class NoNvidiaCodec(BookcradleError):
    """There is no NVIDIA GPU, no driver for it, no library, or what it answers is not what was asked."""

    code = "pages.no_nvidia_codec"
    what = "No NVIDIA GPU can read and write JPEG files here: {detail}."
    remedy = "Use --codec cpu, or install NVIDIA's driver and bookcradle[nvidia]."
    exit_code = 2


class CodecFailed(BookcradleError):
    """The GPU ran out of memory, was lost, or gave other pixels: the same page can still be made by the CPU."""

    code = "pages.codec_failed"
    what = "The JPEG codec of the graphics card failed: {detail}."
    remedy = "Use --codec cpu, which needs none."
