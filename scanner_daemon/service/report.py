"""The report: everything that helps to understand a fault, and nothing that is somebody's own business.

Names of persons become "person 1", "person 2", …; folders below a home folder begin with ``~``; a database URL loses
its password. Titles of books and serial numbers of cameras stay: without them a report cannot be followed.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import JsonValue
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from scanner_daemon import __version__
from scanner_daemon.api.schemas import Notification, Report, RigSnapshot
from scanner_daemon.settings import Settings

__all__ = ["report_of", "without_persons"]

PACKAGES = ("gphoto2", "opencv-python-headless", "tesserocr", "SQLAlchemy", "fastapi", "uvicorn", "evdev")
_HOME = re.compile(r"/(?:home|Users)/[^/\s\"']+")


def report_of(
    made_at: datetime, settings: Settings, snapshot: RigSnapshot, notifications: Iterable[Notification]
) -> Report:
    """Put it together. Reads the names of the installed packages and what the machine says of itself."""
    told = tuple(notifications)
    report = Report(
        made_at=made_at,
        versions=_versions(),
        machine=_machine(settings),
        settings=_settings(settings),
        snapshot=snapshot,
        notifications=told,
    )
    names = [snapshot.operator or "", *(one.operator for one in told)]
    names += [str(one.params["before"]) for one in told if one.code == "handed_over" and "before" in one.params]
    cleaned = without_persons(report.model_dump(mode="json"), names)
    return Report.model_validate(cleaned)


def without_persons(value: Any, names: Iterable[str], home: Path | None = None) -> Any:
    """The same JSON without home folders and names: ``operator`` fields, and words in sentences that equal a name."""
    known = {name: f"person {number}" for number, name in enumerate(dict.fromkeys(filter(None, names)), 1)}
    known = {name: alias for name, alias in known.items() if name not in ("daemon", "night")}
    whole_words = (
        re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(known, key=len, reverse=True)))
        if known
        else None
    )
    own = str(home or Path.home()).rstrip("/")

    def clean(text: str) -> str:
        text = _HOME.sub("~", text.replace(own, "~") if own else text)
        return whole_words.sub(lambda found: known[found[0]], text) if whole_words else text

    return _walked(value, clean)


def _walked(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _walked(each, clean) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_walked(each, clean) for each in value]
    return value


def _versions() -> dict[str, str]:
    found = {"bookcradle": __version__, "Python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _machine(settings: Settings) -> dict[str, JsonValue]:
    """What it is, not whose: the host's name stays out."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": os.cpu_count() or 0,
        "controller": settings.cradle.controller,
        "port": settings.cradle.port,
    }


def _settings(settings: Settings) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = settings.model_dump(mode="json", exclude_defaults=True)
    library = told.get("library")
    if isinstance(library, dict) and isinstance(library.get("url"), str):
        library["url"] = _without_password(str(library["url"]))
    return told


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(not a database URL)"
