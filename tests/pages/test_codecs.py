"""JPEG by nvImageCodec: the pixels and files of the CPU's codec, its errors, and no word on the terminal.

The real library works on the processor wherever these tests run, and on the GPU as well where there is one.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from scanner_daemon.pages import PhotoTruncated, PhotoUnreadable, flatten
from scanner_daemon.pages import photo as photo_module
from scanner_daemon.pages.codecs import (
    BY_THE_CPU,
    CodecFailed,
    CodecName,
    CpuCodec,
    NoNvidiaCodec,
    NvidiaCodec,
    choice,
    choose_codec,
    trial,
)
from scanner_daemon.pages.codecs.held_against import block_means, largest_difference
from scanner_daemon.pages.codecs.library import has_nvidia_device
from scanner_daemon.pages.encoding import encoded_jpeg
from scanner_daemon.pages.photo import read_photo

Pixels = NDArray[np.uint8]
Encode = Callable[..., bytes]

LEVELS = 4
"""How far two decoders may be from each other where nothing changes from one pixel to the next by much."""


@pytest.fixture(scope="module", params=["processor", "gpu"])
def nvidia(request: pytest.FixtureRequest) -> Iterator[NvidiaCodec]:
    untested = f"NVIMAGECODEC WAS NOT TESTED ON THE {request.param.upper()}"
    if request.param == "gpu" and not has_nvidia_device():
        pytest.skip(f"{untested}: this machine has no NVIDIA GPU")
    try:
        codec = NvidiaCodec(on_gpu=request.param == "gpu")
    except NoNvidiaCodec as none:
        pytest.skip(f"{untested}: {none.params['detail']}")
    with codec:
        yield codec


@pytest.fixture
def on_the_processor() -> Iterator[NvidiaCodec]:
    try:
        codec = NvidiaCodec(on_gpu=False)
    except NoNvidiaCodec as none:
        pytest.skip(f"NVIMAGECODEC WAS NOT TESTED: {none.params['detail']}")
    with codec:
        yield codec


class Spied(CpuCodec):
    """A codec on another device that gives what it is told to give, and counts how often it was asked."""

    is_elsewhere = True

    def __init__(self, changed: Callable[[Pixels], Pixels] = np.array) -> None:
        self.changed, self.asked = changed, 0

    def decoded(self, jpeg: bytes, mode: str, size: tuple[int, int]) -> Pixels:
        self.asked += 1
        return self.changed(super().decoded(jpeg, mode, size))


def soft(height: int, width: int, channels: int = 3) -> Pixels:
    """Light and colours that change slowly: what decoders do with single pixels of chroma is their own affair."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bands = [128 + 50 * np.sin(x / 17 + k) * np.cos(y / 23) + 40 * np.sin(x / 300 + 2 * k) for k in range(channels)]
    return np.ascontiguousarray(np.stack(bands, axis=2).astype(np.uint8))


@pytest.mark.parametrize("size", [(64, 48), (333, 131), (1301, 1003)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_it_decodes_the_pixels_that_the_cpu_decodes(
    nvidia: NvidiaCodec, size: tuple[int, int], mode: str, subsampling: int
) -> None:
    picture = soft(size[1], size[0])
    file = io.BytesIO()
    Image.fromarray(picture if mode == "RGB" else picture[..., 1]).save(file, "JPEG", subsampling=subsampling)
    right = CpuCodec().decoded(file.getvalue(), mode, size)
    decoded = nvidia.taken(file.getvalue(), gray=mode == "L")
    assert decoded is not None
    assert decoded.shape == right.shape
    assert cv2.absdiff(decoded, right).max() <= LEVELS


def test_the_turn_that_a_header_asks_for_is_left_to_the_map(nvidia: NvidiaCodec, encoded: Encode) -> None:
    lying = encoded(soft(200, 300), orientation=6)
    assert nvidia.decoded(lying, "RGB", (300, 200)).shape == (200, 300, 3)


@pytest.mark.parametrize(("height", "width"), [(48, 64), (131, 333), (1003, 1301)])
@pytest.mark.parametrize("channels", [1, 3])
def test_it_encodes_files_like_those_of_the_cpu(nvidia: NvidiaCodec, height: int, width: int, channels: int) -> None:
    page = soft(height, width, channels)
    assert nvidia.made(page, 92) is not None
    made, cpu_made = (JpegImageFile(io.BytesIO(encoded_jpeg(page, 299.6, codec=by))) for by in (nvidia, None))
    assert (made.format, made.mode, made.size) == ("JPEG", "L" if channels == 1 else "RGB", (width, height))
    assert made.info["dpi"] == (300, 300)
    assert made.info["jfif_unit"] == 1
    assert made.quantization == cpu_made.quantization
    assert [layer[1:3] for layer in made.layer] == [layer[1:3] for layer in cpu_made.layer]
    shown, cpu_shown = (np.asarray(each, np.uint8) for each in (made, cpu_made))
    assert largest_difference(block_means(shown, 1), block_means(cpu_shown, 1)) <= LEVELS
    assert cv2.absdiff(shown.reshape(height, width, -1), page[..., ::-1]).mean() < 2


def test_a_large_photograph_is_the_codec_s_and_its_small_copy_the_cpu_s(nvidia: NvidiaCodec, encoded: Encode) -> None:
    photo = encoded(soft(300, 4100))
    read, by_cpu = read_photo(photo, nvidia), read_photo(photo)
    assert np.array_equal(read.looked_at, by_cpu.looked_at)
    assert read.looked_at_scale == 0.5
    assert cv2.absdiff(read.image, by_cpu.image).max() <= LEVELS
    spied = Spied()
    assert np.array_equal(read_photo(photo, spied).image, by_cpu.image)
    assert spied.asked == 1


@pytest.mark.parametrize("size", [(300, 3900), (12, 4100)])
def test_a_photograph_too_small_to_be_looked_at_in_a_copy_is_the_cpu_s(encoded: Encode, size: tuple[int, int]) -> None:
    spied = Spied()
    assert read_photo(encoded(soft(*size)), spied).image.shape[:2] == size
    assert spied.asked == 0


@pytest.mark.parametrize("options", [{"progressive": True}, {"mode": "CMYK"}])
def test_what_only_the_cpu_takes_the_cpu_gets(nvidia: NvidiaCodec, options: dict[str, object]) -> None:
    file, mode = io.BytesIO(), str(options.pop("mode", "RGB"))
    Image.fromarray(soft(64, 4100)).convert(mode).save(file, "JPEG", **options)
    read, by_cpu = read_photo(file.getvalue(), nvidia), read_photo(file.getvalue())
    assert np.array_equal(read.image, by_cpu.image)


def test_damage_is_the_same_error_with_either_codec(nvidia: NvidiaCodec, encoded: Encode) -> None:
    whole = encoded(np.random.default_rng(1).integers(0, 256, (300, 4100, 3), dtype=np.uint8))
    half = len(whole) // 2
    with pytest.raises(PhotoTruncated, match="cut short"):
        read_photo(whole[:half], nvidia)
    with pytest.raises(PhotoUnreadable, match="damaged"):
        read_photo(whole[:half] + whole[half + 4096 :], nvidia)


def _half_grey(pixels: Pixels) -> Pixels:
    return np.concatenate([pixels[: len(pixels) // 2], np.full_like(pixels[len(pixels) // 2 :], 128)])


@pytest.mark.parametrize(
    ("changed", "why"),
    [(_half_grey, "by up to"), (lambda pixels: np.roll(pixels, 40, axis=1), "by up to"), (np.rot90, "4100 × 300")],
)
def test_other_pixels_than_the_cpu_s_are_never_made_into_a_page(
    encoded: Encode, changed: Callable[[Pixels], Pixels], why: str
) -> None:
    photo = read_photo(encoded(soft(300, 4100)), Spied(changed))
    with pytest.raises(CodecFailed, match=why):
        _ = photo.image


def test_the_page_is_the_same_with_either_codec(
    nvidia: NvidiaCodec,
    drawn_page: Pixels,
    photographed: Callable[..., Pixels],
    encoded: Encode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(photo_module, "_LEAST_LOOKED_AT_PX", 800)
    photo = encoded(photographed(drawn_page, [(160, 90), (1060, 110), (1040, 1490), (180, 1510)], (1230, 1620)))
    assert read_photo(photo, nvidia).looked_at_scale == 0.5
    (page,), (by_cpu,) = flatten(photo, codec=nvidia), flatten(photo)
    assert page.reasons == by_cpu.reasons
    assert np.array_equal(page.coarse_map.nodes, by_cpu.coarse_map.nodes)
    assert cv2.absdiff(page.image, by_cpu.image).mean() < 0.5


def test_nothing_is_written_to_the_terminal() -> None:
    program = (
        "from scanner_daemon.pages.codecs import CpuCodec, NoNvidiaCodec, NvidiaCodec\n"
        "import numpy as np\n"
        "for on_gpu in (False, True):\n"
        "    try:\n"
        "        with NvidiaCodec(on_gpu=on_gpu) as codec:\n"
        "            jpeg = codec.encoded(np.zeros((48, 64, 3), np.uint8), 92)\n"
        "            assert codec.decoded(jpeg, 'RGB', (64, 48)).shape == (48, 64, 3)\n"
        "            assert codec.taken(jpeg[:200], gray=False) is None\n"
        "    except NoNvidiaCodec as none:\n"
        "        print(none)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stderr == ""


def test_a_codec_that_is_right_passes_its_trial(nvidia: NvidiaCodec) -> None:
    trial.require_same_pixels(nvidia)


@pytest.mark.parametrize(
    ("method", "answer", "why"),
    [
        ("taken", lambda *_, **__: None, "it declined"),
        ("made", lambda *_: None, "it declined"),
        ("taken", lambda *_, **__: np.zeros((1040, 1216, 3), np.uint8), "it read other pixels"),
        ("made", lambda *_: b"Dear reader", "the file that it wrote cannot be read"),
        ("made", lambda page, _: CpuCodec().encoded(np.ascontiguousarray(page[:, ::-1]), 92), "it wrote other pixels"),
    ],
)
def test_a_gpu_that_answers_wrongly_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
    on_the_processor: NvidiaCodec,
    method: str,
    answer: Callable[..., object],
    why: str,
) -> None:
    monkeypatch.setattr(choice, "has_nvidia_device", lambda: True)
    monkeypatch.setattr(choice, "NvidiaCodec", lambda: on_the_processor)
    assert choose_codec(CodecName.AUTO).codec is on_the_processor
    monkeypatch.setattr(on_the_processor, method, answer)
    monkeypatch.setattr(on_the_processor, "close", lambda: None)
    chosen = choose_codec(CodecName.AUTO)
    assert chosen.codec.name == "cpu"
    assert chosen.sentence.startswith(f"JPEG files are read and written by the CPU: {why}")
    with pytest.raises(NoNvidiaCodec, match=why):
        choose_codec(CodecName.NVIDIA)


def test_a_gpu_may_leave_grey_to_the_cpu(monkeypatch: pytest.MonkeyPatch, on_the_processor: NvidiaCodec) -> None:
    made = on_the_processor.made
    monkeypatch.setattr(on_the_processor, "made", lambda page, q: None if page.shape[2] == 1 else made(page, q))
    trial.require_same_pixels(on_the_processor)
    assert on_the_processor.encoded(soft(48, 64, 1), 92) == CpuCodec().encoded(soft(48, 64, 1), 92)


def test_a_gpu_that_gets_lost_is_an_error_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, on_the_processor: NvidiaCodec
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA Runtime failure: '#2' at /home/somebody/build/image.cpp:7\nand more")

    jpeg = CpuCodec().encoded(soft(48, 64), 92)
    with monkeypatch.context() as patched:
        patched.setattr(on_the_processor, "_decoder", type("Lost", (), {"decode": lost})())
        with pytest.raises(CodecFailed) as failed:
            on_the_processor.decoded(jpeg, "RGB", (64, 48))
    assert failed.value.sentence == (
        "The JPEG codec of the graphics card failed: CUDA Runtime failure: '#2'. Use --codec cpu, which needs none."
    )


def test_without_a_gpu_auto_is_the_cpu_and_nvidia_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "has_nvidia_device", lambda: False)
    for name in (CodecName.AUTO, CodecName.CPU):
        assert choose_codec(name).sentence == BY_THE_CPU
    with pytest.raises(NoNvidiaCodec, match="this machine has no NVIDIA GPU") as none:
        choose_codec(CodecName.NVIDIA)
    assert none.value.exit_code == 2
    assert "bookcradle[nvidia]" in none.value.what_to_do


def test_a_gpu_without_the_library_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "has_nvidia_device", lambda: True)
    monkeypatch.setitem(sys.modules, "nvidia.nvimgcodec", None)
    chosen = choose_codec(CodecName.AUTO)
    assert chosen.codec.name == "cpu"
    assert chosen.sentence.startswith("JPEG files are read and written by the CPU: nvImageCodec is not installed (")
