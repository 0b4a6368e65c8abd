"""``auto``, ``cpu`` or ``wgpu``: which backend makes the pages, and the sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner_daemon.pages.backends.adapters import find_adapters, has_graphics_device
from scanner_daemon.pages.backends.cpu import CpuBackend
from scanner_daemon.pages.backends.gpu import GpuFailed, WgpuBackend

__all__ = ["BackendChoice", "BackendName", "choose_backend"]


class BackendName(StrEnum):
    """What may be asked for."""

    AUTO = "auto"
    """A real GPU where there is one, else the CPU."""
    CPU = "cpu"
    WGPU = "wgpu"
    """Any adapter, one that computes in software too; the CPU, and a sentence, where there is none."""


@dataclass(frozen=True, slots=True)
class BackendChoice:
    """The backend, and in ``sentence`` what it is and why."""

    backend: CpuBackend | WgpuBackend
    sentence: str


def choose_backend(wanted: BackendName) -> BackendChoice:
    """Never fails: whoever asks for a GPU that is not there gets the CPU and is told."""
    if wanted is BackendName.CPU:
        return BackendChoice(CpuBackend(), "Pages are made by the CPU.")
    if wanted is BackendName.AUTO and not has_graphics_device():
        return BackendChoice(CpuBackend(), "Pages are made by the CPU: this machine has no graphics device.")
    adapters = find_adapters()
    fit = [each for each in adapters.found if each.is_hardware or wanted is BackendName.WGPU]
    why = adapters.why_none or "the only drivers found compute in software"
    for adapter in fit:
        try:
            return BackendChoice(WgpuBackend(adapter), f"Pages are made by {adapter.sentence}.")
        except GpuFailed as failure:
            why = failure.sentence.rstrip(".")
    return BackendChoice(CpuBackend(), f"Pages are made by the CPU: {why}.")
