"""JPEG on an NVIDIA GPU, by nvImageCodec: its hardware decoder where there is one, else CUDA.

What it does not take (CMYK, formats that a driver does not know) the CPU does, with the same errors as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.codecs.codec import CodecFailed, NoNvidiaCodec
from scanner_daemon.pages.codecs.cpu import CpuCodec
from scanner_daemon.pages.codecs.library import load_library, stderr_kept

__all__ = ["NvidiaCodec"]

_LIKE_LIBJPEG = ":fancy_upsampling=1"
"""Chroma is interpolated between its samples, as libjpeg-turbo does it, and not repeated."""
_NO_NVJPEG = "failed to load nvjpeg library"


class NvidiaCodec:
    """One decoder and one encoder of the current CUDA device; a context manager, for any number of threads.

    ``on_gpu=False`` has the same library work on the processor: how the tests run where there is no GPU.
    """

    def __init__(self, *, on_gpu: bool = True) -> None:
        """Raises `NoNvidiaCodec`, with the reason."""
        self._on_gpu = on_gpu
        self._cpu = CpuCodec()
        self._decoding, self._encoding = Lock(), Lock()
        try:
            with stderr_kept() as said:
                self._library = load_library()
                self._decoder = self._opened("Decoder", options=_LIKE_LIBJPEG)
                self._encoder = self._opened("Encoder")
        except ImportError as error:
            raise NoNvidiaCodec(detail=f"nvImageCodec is not installed ({error})") from error
        except (OSError, RuntimeError, AttributeError) as error:
            raise NoNvidiaCodec(detail=f"the driver refused: {_first_line(error)}") from error
        if on_gpu and any(_NO_NVJPEG in line.lower() for line in said):
            raise NoNvidiaCodec(detail="nvJPEG is not installed")

    def _opened(self, kind: str, **options: str) -> Any:
        n = self._library
        kinds = (n.HW_GPU_ONLY, n.GPU_ONLY, n.HYBRID_CPU_GPU) if self._on_gpu else (n.CPU_ONLY,)
        return getattr(n, kind)(
            device_id=n.NVIMGCODEC_DEVICE_CURRENT if self._on_gpu else n.NVIMGCODEC_DEVICE_CPU_ONLY,
            max_num_cpu_threads=1,
            backends=[n.Backend(each) for each in kinds],
            **options,
        )

    @property
    def name(self) -> str:
        """``nvidia``, and who really works."""
        on = "GPU" if self._on_gpu else "processor"
        return f"nvidia: nvImageCodec {self._library.__version__} on the {on}"

    @property
    def is_elsewhere(self) -> bool:
        """Yes; also where the tests only pretend."""
        return True

    def decoded(self, jpeg: bytes, mode: str, size: tuple[int, int]) -> NDArray[np.uint8]:
        """See `Codec.decoded`."""
        pixels = self.taken(jpeg, gray=mode == "L") if mode in ("L", "RGB") else None
        return self._cpu.decoded(jpeg, mode, size) if pixels is None else pixels

    def taken(self, jpeg: bytes, *, gray: bool) -> NDArray[np.uint8] | None:
        """The pixels, or None for a file that nvImageCodec does not take. Raises `CodecFailed`."""
        n = self._library
        how = n.DecodeParams(
            apply_exif_orientation=False,
            color_spec=n.ColorSpec.GRAY if gray else n.ColorSpec.SRGB,
            sample_format=n.SampleFormat.I_Y if gray else n.SampleFormat.I_BGR,
        )
        with self._decoding, _told():
            image = self._decoder.decode(n.CodeStream(jpeg), params=how)
            here = None if image is None else image.cpu()
        if here is None:
            return None
        pixels = np.asarray(here, dtype=np.uint8)
        return pixels[..., 0] if gray else pixels

    def encoded(self, image: NDArray[np.uint8], quality: int) -> bytes:
        """See `Codec.encoded`."""
        jpeg = self.made(image, quality)
        return self._cpu.encoded(image, quality) if jpeg is None else jpeg

    def made(self, image: NDArray[np.uint8], quality: int) -> bytes | None:
        """The file, or None for a picture that nvImageCodec does not take. Raises `CodecFailed`."""
        n = self._library
        gray = image.shape[2] == 1
        how = n.EncodeParams(
            quality_type=n.QualityType.QUALITY,
            quality_value=quality,
            chroma_subsampling=n.ChromaSubsampling.CSS_GRAY if gray else n.ChromaSubsampling.CSS_420,
        )
        with self._encoding, _told():
            picture = n.as_image(image, sample_format=n.SampleFormat.I_Y if gray else n.SampleFormat.I_BGR)
            stream = self._encoder.encode(picture, "jpeg", params=how)
            return None if stream is None else bytes(stream)

    def close(self) -> None:
        """Give the GPU's memory back."""
        for each in (self._decoder, self._encoder):
            each.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        raise CodecFailed(detail=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    """Without the place in NVIDIA's source that follows."""
    lines = str(error).strip().splitlines()
    return lines[0].partition(" at /")[0] if lines else type(error).__name__
