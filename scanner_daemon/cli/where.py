"""Which library a command works on."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.settings import LibrarySettings
from scanner_daemon.settings_file import load_settings

__all__ = ["library_settings"]


def library_settings(library: Path | None, settings: Path | None = None) -> LibrarySettings:
    """The library named on the command line, else the one in the settings."""
    configured = load_settings(settings).library
    return configured if library is None else LibrarySettings(folder=library)
