"""Which GPUs there are. Looking for one never fails: without a driver, without wgpu, the list is empty and says why."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Adapter", "Adapters", "find_adapters"]

_HARDWARE = ("DiscreteGPU", "IntegratedGPU", "VirtualGPU")
_INTERFACES = ("Vulkan", "Metal", "DX12")
"""OpenGL is left out: it lacks compute on many machines, and looking for it makes Mesa write to stderr."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """One GPU through one of its drivers. ``handle`` is wgpu's own object."""

    device: str
    kind: str
    """``DiscreteGPU``, ``IntegratedGPU``, ``VirtualGPU``, or ``CPU`` for a driver that computes in software."""
    interface: str
    """``Vulkan``, ``Metal`` or ``D3D12``."""
    driver: str
    handle: Any = field(repr=False, compare=False)

    @property
    def is_hardware(self) -> bool:
        """Whether this is a GPU, and not a processor that pretends (lavapipe, WARP)."""
        return self.kind in _HARDWARE

    @property
    def sentence(self) -> str:
        """For people: what it is."""
        return f"{self.device} ({self.kind}, {self.interface})"


@dataclass(frozen=True, slots=True)
class Adapters:
    """All that were found, best first; ``why_none`` is a sentence where there are none."""

    found: tuple[Adapter, ...]
    why_none: str | None = None


def find_adapters() -> Adapters:
    """Ask wgpu for adapters; real GPUs come first, discrete ones before integrated ones."""
    try:
        wgpu = importlib.import_module("wgpu")
        extras = importlib.import_module("wgpu.backends.wgpu_native.extras")
    except (ImportError, OSError, RuntimeError) as error:
        return Adapters((), f"wgpu cannot be used ({error}); install bookcradle[gpu]")
    with suppress(RuntimeError):  # wgpu has one instance a process: from the second time on it stands
        extras.set_instance_extras(backends=_INTERFACES)
    try:
        handles = wgpu.gpu.enumerate_adapters_sync()
    except (RuntimeError, OSError) as error:
        return Adapters((), f"the graphics driver refused: {error}")
    found = sorted((each for each in map(_adapter, handles) if each.interface != "OpenGL"), key=_rank)
    return Adapters(tuple(found), None if found else "no Vulkan, Metal or Direct3D 12 driver was found")


def has_graphics_device() -> bool:
    """Whether the machine may have a GPU at all: cheap, and enough to spare most machines without one the search."""
    if sys.platform != "linux":
        return True
    return any(Path("/dev").glob("nvidia[0-9]*")) or any(Path("/dev/dri").glob("renderD*"))


def _adapter(handle: Any) -> Adapter:
    info = handle.info
    return Adapter(
        str(info["device"]), str(info["adapter_type"]), str(info["backend_type"]), str(info["description"]), handle
    )


def _rank(adapter: Adapter) -> int:
    return _HARDWARE.index(adapter.kind) if adapter.is_hardware else len(_HARDWARE)
