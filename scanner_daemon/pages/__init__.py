"""The page engine: find the page, model its surface, resample once. Arrays in, page and its reasons out."""

from scanner_daemon.pages.backends.cpu import CpuBackend
from scanner_daemon.pages.engine import flatten
from scanner_daemon.pages.errors import PhotoTruncated, PhotoUnreadable
from scanner_daemon.pages.modes import Mode
from scanner_daemon.pages.page import CODE_VERSION, FlatPage, PageOptions, PageReasons, SurfaceModel
from scanner_daemon.pages.remap import Backend, CoarseMap

__all__ = [
    "CODE_VERSION",
    "Backend",
    "CoarseMap",
    "CpuBackend",
    "FlatPage",
    "Mode",
    "PageOptions",
    "PageReasons",
    "PhotoTruncated",
    "PhotoUnreadable",
    "SurfaceModel",
    "flatten",
]
