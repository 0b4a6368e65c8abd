"""Reading the settings: a TOML file, overridden by the environment. What nobody would read is refused by name."""

from __future__ import annotations

import difflib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import Settings

__all__ = ["DEFAULT_FILE", "SettingsInvalid", "SettingsUnreadable", "UnknownSetting", "load_settings"]

DEFAULT_FILE = Path("/etc/bookcradle/bookcradle.toml")
FILE_VARIABLE = "BOOKCRADLE_SETTINGS"
PREFIX = "BOOKCRADLE_"
DELIMITER = "__"


class SettingsUnreadable(BookcradleError):
    """The file is missing, forbidden, or no TOML."""

    code = "settings.unreadable"
    what = "The settings file {file} cannot be read: {detail}."
    remedy = "Mend the file, or name another one with --settings."
    exit_code = 2


class UnknownSetting(BookcradleError):
    """A key that nothing reads, most often a misspelling."""

    code = "settings.unknown_key"
    what = "There is no setting called “{key}” ({where})."
    remedy = "{hint}"
    exit_code = 2


class SettingsInvalid(BookcradleError):
    """A value of the wrong kind or out of range."""

    code = "settings.invalid"
    what = "The setting “{key}” does not fit: {detail} ({where})."
    remedy = "Correct it and start again."
    exit_code = 2


def load_settings(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings from ``file`` (else ``$BOOKCRADLE_SETTINGS``, else /etc, else defaults) and the environment.

    Raises SettingsUnreadable, UnknownSetting or SettingsInvalid, each naming the key.
    """
    environ = os.environ if environ is None else environ
    named = file or (Path(environ[FILE_VARIABLE]) if environ.get(FILE_VARIABLE) else None)
    values = _read(named) if named else _read(DEFAULT_FILE) if DEFAULT_FILE.exists() else {}
    where = f"in {named or DEFAULT_FILE}"
    _merge(values, _from_environment(environ))
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise _explained(error, where) from None


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        detail = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsUnreadable(file=str(file), detail=detail or str(error)) from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    ours = {name: value for name, value in environ.items() if name.startswith(PREFIX) and name != FILE_VARIABLE}
    values: dict[str, Any] = {}
    for name, value in ours.items():
        keys = name.removeprefix(PREFIX).lower().split(DELIMITER)
        if keys[0] not in Settings.model_fields:
            raise UnknownSetting(key=name, where="in the environment", hint=_hint(keys[0], Settings.model_fields))
        branch = values
        for key in keys[:-1]:
            branch = branch.setdefault(key, {})
        branch[keys[-1]] = _decoded(value)
    return values


def _decoded(value: str) -> Any:
    """A JSON value where the text is one (numbers, booleans, lists, tables); else the text itself."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _merge(base: dict[str, Any], over: Mapping[str, Any]) -> None:
    for key, value in over.items():
        if isinstance(value, Mapping) and isinstance(base.get(key), dict):
            _merge(base[key], value)
        else:
            base[key] = value


def _explained(error: ValidationError, where: str) -> BookcradleError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return UnknownSetting(key=key, where=where, hint=_hint(str(first["loc"][-1]), _siblings(first["loc"])))
    return SettingsInvalid(key=key, detail=first["msg"], where=where)


def _siblings(location: tuple[int | str, ...]) -> Iterable[str]:
    model: type[BaseModel] = Settings
    for part in location[:-1]:
        annotation = model.model_fields[str(part)].annotation
        options = getattr(annotation, "__args__", (annotation,))
        model = next(o for o in options if isinstance(o, type) and issubclass(o, BaseModel))
    return model.model_fields


def _hint(key: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(key, known, n=1)
    return f"Did you mean “{close[0]}”?" if close else f"Known here: {', '.join(sorted(known))}."
