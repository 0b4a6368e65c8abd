"""Who evaluates the coarse map: OpenCV on the CPU, or one kernel on any GPU; NumPy defines what is right."""

from scanner_daemon.pages.backends.adapters import Adapter, Adapters, find_adapters
from scanner_daemon.pages.backends.choice import BackendChoice, BackendName, choose_backend
from scanner_daemon.pages.backends.cpu import CpuBackend
from scanner_daemon.pages.backends.gpu import GpuFailed, RemapJob, WgpuBackend
from scanner_daemon.pages.backends.reference import ReferenceBackend

__all__ = [
    "Adapter",
    "Adapters",
    "BackendChoice",
    "BackendName",
    "CpuBackend",
    "GpuFailed",
    "ReferenceBackend",
    "RemapJob",
    "WgpuBackend",
    "choose_backend",
    "find_adapters",
]
