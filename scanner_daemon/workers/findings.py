"""Findings and verdicts as JSON, for the pipe to the inspection process and for the library's rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.vocabulary import Level, Side

__all__ = ["flag_from_json", "flag_to_json", "verdict_from_json", "verdict_to_json"]


def flag_to_json(flag: Flag) -> dict[str, Any]:
    """A JSON-ready copy."""
    return asdict(flag)


def flag_from_json(data: dict[str, Any]) -> Flag:
    """The inverse of `flag_to_json`."""
    crop = data.get("crop")
    return Flag(
        **{**data, "level": Level(data["level"]), "side": Side(data["side"]), "crop": tuple(crop) if crop else None}
    )


def verdict_to_json(verdict: Verdict) -> dict[str, Any]:
    """A JSON-ready copy."""
    return asdict(verdict)


def verdict_from_json(data: dict[str, Any]) -> Verdict:
    """The inverse of `verdict_to_json`."""
    flags = tuple(flag_from_json(flag) for flag in data["flags"])
    return Verdict(Level(data["level"]), flags, data["inspected_ms"])
