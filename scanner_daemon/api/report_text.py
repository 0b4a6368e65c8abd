"""The report as text: what happened first, then what it happened on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scanner_daemon.api.schemas import Notification, Report, RigSnapshot

__all__ = ["report_text"]


def report_text(report: Report) -> str:
    """Markdown that also reads well as it is, in a letter or an issue tracker."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    now = report.snapshot
    yield f"# bookcradle report, {report.made_at.isoformat(timespec='seconds')}"
    yield ""
    yield from (f"- {name}: {version}" for name, version in report.versions.items())
    yield from (f"- {name}: {value}" for name, value in report.machine.items())
    yield ""
    yield "## State"
    yield ""
    yield from _state(now)
    yield ""
    yield "## Notifications, the newest first"
    yield ""
    yield from (_notification(told) for told in report.notifications)
    if not report.notifications:
        yield "none"
    yield ""
    yield "## Settings"
    yield ""
    yield from _code(report.settings)
    yield ""
    yield "## Snapshot"
    yield ""
    yield from _code(now.model_dump(mode="json", exclude_defaults=True))


def _state(now: RigSnapshot) -> Iterator[str]:
    yield f"- state: {now.state.value} ({now.phase})"
    if now.why:
        yield f"- why: {now.why} {now.remedy}".rstrip()
    for side, camera in now.cameras.items():
        body = " ".join(part for part in (camera.brand, camera.model, camera.serial) if part) or "not identified"
        battery = "" if camera.battery_percent is None else f", battery {camera.battery_percent} %"
        yield f"- {side.value} camera: {body}, {'alive' if camera.alive else 'not alive'}{battery}"
    cradle = now.cradle
    yield f"- cradle: {'connected' if cradle.connected else 'not connected'}, platen {cradle.platen or 'not known'}"
    for fault in now.faults:
        since = "" if fault.since is None else f" since {fault.since.isoformat(timespec='seconds')}"
        yield f"- fault {fault.code}{since} ({fault.source or 'rig'}): {fault.what} {fault.remedy}".rstrip()
    if now.timing is not None:
        times = now.timing.model_dump(mode="json", exclude_none=True)
        yield "- last cycle: " + ", ".join(f"{name} {value:.1f}" for name, value in times.items())


def _notification(told: Notification) -> str:
    until = f" until {told.cleared_at.isoformat(timespec='seconds')}" if told.cleared_at else ""
    still = " (still)" if told.lasts and told.cleared_at is None else ""
    where = f" [{told.source}]" if told.source else ""
    when = f"{told.raised_at.isoformat(timespec='seconds')}{until}{still}"
    return f"- {when} {told.kind.value} {told.code}{where}: {told.what}"


def _code(value: object) -> Iterator[str]:
    yield "```json"
    yield json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
    yield "```"
