"""The kernel on whatever adapter there is, lavapipe in the tests: within one grey level of the CPU, and really run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.pages import CoarseMap, CpuBackend
from scanner_daemon.pages.backends import (
    Adapter,
    Adapters,
    BackendName,
    GpuFailed,
    ReferenceBackend,
    WgpuBackend,
    choice,
    choose_backend,
    find_adapters,
)

Pixels = NDArray[np.uint8]
Gain = NDArray[np.float32]


@pytest.fixture(scope="module")
def adapters() -> Adapters:
    found = find_adapters()
    if not found.found:
        pytest.skip(f"NO GPU PATH WAS TESTED: {found.why_none} (Debian: mesa-vulkan-drivers; Python: bookcradle[gpu])")
    return found


@pytest.fixture(scope="module")
def gpu(adapters: Adapters) -> Iterator[WgpuBackend]:
    with WgpuBackend(adapters.found[0]) as backend:
        yield backend


@pytest.fixture(scope="module")
def noise() -> Pixels:
    """The hardest picture there is for a difference in position: every pixel unlike its neighbours."""
    return np.random.default_rng(2).integers(0, 256, (300, 410, 3), dtype=np.uint8)


def _bent(width: int, height: int, turn_deg: float, x0: float, y0: float) -> CoarseMap:
    x, y = np.meshgrid(16.0 * np.arange(-(-width // 16) + 2), 16.0 * np.arange(-(-height // 16) + 2))
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    nodes = np.stack([c * x - s * y + x0 + 4 * np.sin(y / 90), s * x + c * y + y0 + 6 * np.sin(x / 70)], axis=2)
    return CoarseMap(nodes.astype(np.float32), width, height)


def _uneven(coarse: CoarseMap) -> Gain:
    rng = np.random.default_rng(3)
    return rng.uniform(0.75, 2.5, coarse.nodes.shape[:2]).astype(np.float32)


def test_the_adapter_is_a_real_one_and_says_what_it_is(gpu: WgpuBackend) -> None:
    info = gpu.adapter.handle.info
    assert info["backend_type"] in ("Vulkan", "Metal", "D3D12")
    assert info["device"]
    assert gpu.name == f"wgpu: {info['device']} ({info['adapter_type']}, {info['backend_type']})"
    assert gpu.adapter.is_hardware == (info["adapter_type"] != "CPU")


@pytest.mark.parametrize("turn_deg", [0, 7, 90, 180, 270])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("gained", [False, True])
def test_gpu_and_cpu_agree_within_one_grey_level(
    gpu: WgpuBackend, noise: Pixels, turn_deg: float, channels: int, gained: bool
) -> None:
    image = noise if channels == 3 else np.ascontiguousarray(noise[..., 1])
    corner = {0: (-12, -9), 7: (20, -30), 90: (330, -10), 180: (420, 310), 270: (-6, 380)}[int(turn_deg)]
    coarse = _bent(331, 277, turn_deg, *corner)
    gain = _uneven(coarse) if gained else None
    page, kernel_ms = gpu.timed_remap((image, coarse, gain))
    difference = np.abs(page.astype(int) - CpuBackend().remap(image, coarse, gain))
    assert difference.max() <= 1
    assert difference.mean() < 0.02
    assert kernel_ms is None or kernel_ms > 0
    assert np.abs(page.astype(int) - ReferenceBackend().remap(image, coarse, gain)).max() <= 1


@pytest.mark.parametrize("width", [1, 2, 3, 4, 17, 33])
def test_pages_of_any_width_come_back_whole(gpu: WgpuBackend, noise: Pixels, width: int) -> None:
    coarse = _bent(width, 5, 0, 30, 40)
    assert np.abs(gpu.remap(noise, coarse, None).astype(int) - CpuBackend().remap(noise, coarse, None)).max() <= 1


def test_above_the_adapter_s_limits_the_page_is_made_in_tiles(adapters: Adapters, noise: Pixels) -> None:
    coarse = _bent(380, 260, 90, 330, -10)
    gain = _uneven(coarse)
    with WgpuBackend(adapters.found[0], longest_px=150, most_bytes=40_000) as small:
        page = small.remap(noise, coarse, gain)
    assert np.abs(page.astype(int) - CpuBackend().remap(noise, coarse, gain)).max() <= 1


def test_a_batch_comes_back_in_its_order(gpu: WgpuBackend, noise: Pixels) -> None:
    jobs = [(noise[40 * k :], _bent(120 + 16 * k, 90, k, 20, 10), None) for k in range(5)]
    for page, job in zip(gpu.remap_all(jobs), jobs, strict=True):
        assert np.abs(page.astype(int) - CpuBackend().remap(*job)).max() <= 1


def test_auto_never_takes_a_processor_that_pretends(monkeypatch: pytest.MonkeyPatch) -> None:
    pretender = Adapter("llvmpipe", "CPU", "Vulkan", "Mesa", handle=None)
    monkeypatch.setattr(choice, "has_graphics_device", lambda: True)
    monkeypatch.setattr(choice, "find_adapters", lambda: Adapters((pretender,)))
    chosen = choose_backend(BackendName.AUTO)
    assert chosen.backend.name == "cpu"
    assert chosen.sentence == "Pages are made by the CPU: the only drivers found compute in software."


def test_asked_for_a_pretender_is_taken_and_named(adapters: Adapters) -> None:
    chosen = choose_backend(BackendName.WGPU)
    assert isinstance(chosen.backend, WgpuBackend)
    with chosen.backend:
        assert adapters.found[0].sentence in chosen.sentence


@pytest.mark.parametrize("why", ["wgpu cannot be used (no module); install bookcradle[gpu]", "no driver was found"])
def test_without_a_gpu_there_is_a_sentence_and_no_error(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    monkeypatch.setattr(choice, "find_adapters", lambda: Adapters((), why))
    chosen = choose_backend(BackendName.WGPU)
    assert chosen.backend.name == "cpu"
    assert chosen.sentence == f"Pages are made by the CPU: {why}."


def test_an_adapter_that_gives_no_device_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(adapter: Adapter) -> WgpuBackend:
        raise GpuFailed(adapter=adapter.sentence, detail="out of memory")

    card = Adapter("Card", "DiscreteGPU", "Vulkan", "driver", handle=None)
    monkeypatch.setattr(choice, "has_graphics_device", lambda: True)
    monkeypatch.setattr(choice, "find_adapters", lambda: Adapters((card,)))
    monkeypatch.setattr(choice, "WgpuBackend", refusing)
    chosen = choose_backend(BackendName.AUTO)
    assert chosen.backend.name == "cpu"
    assert "Card (DiscreteGPU, Vulkan) failed: out of memory" in chosen.sentence
