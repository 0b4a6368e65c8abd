"""What this screen says of jobs, times and sizes."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from scanner_daemon.api.schemas import JobProgress, NightState, OffLoadCopy, OffLoadState, QueueJob, Side

__all__ = [
    "KINDS",
    "about_words",
    "at_words",
    "copy_words",
    "kind_words",
    "lasting",
    "night_words",
    "number",
    "path_words",
    "progress_words",
    "seconds_since",
    "size_words",
    "worker_words",
]


KINDS = ("page", "text", "preview_pdf", "off_load", "free_originals", "bring_back")
"""Those that have words here."""


def number(value: float) -> str:
    """As the person's language groups its figures."""
    return QLocale().toString(round(value))


def kind_words(kind: str) -> str:
    """What a job of this kind does; a newer daemon's kind is named as it is."""
    known = {
        "page": QCoreApplication.translate("Queue", "Flatten a page"),
        "text": QCoreApplication.translate("Queue", "Read a page"),
        "preview_pdf": QCoreApplication.translate("Queue", "Preview PDF"),
        "off_load": QCoreApplication.translate("Queue", "Copy to another disk"),
        "free_originals": QCoreApplication.translate("Queue", "Remove originals here"),
        "bring_back": QCoreApplication.translate("Queue", "Bring originals back"),
    }
    return known.get(kind, kind)


def about_words(job: QueueJob) -> str:
    """Where in its book: the spread and the side."""
    if job.position is None:
        return ""
    match job.side:
        case Side.LEFT:
            said = QCoreApplication.translate("Queue", "spread {position}, left")
        case Side.RIGHT:
            said = QCoreApplication.translate("Queue", "spread {position}, right")
        case _:
            said = QCoreApplication.translate("Queue", "spread {position}")
    return said.format(position=number(job.position))


def worker_words(worker: str | None) -> str:
    """The machine and the process; when that began is for programs."""
    host, _, rest = (worker or "").partition(":")
    process = rest.partition(":")[0]
    return f"{host} · {process}" if process else host


def at_words(at: datetime | None, now: datetime | None = None, *, day: bool = False) -> str:
    """The local time; with its day, where that is another than today, or where ``day`` is wanted always."""
    if at is None:
        return "–"
    local, today = at.astimezone(), (now or datetime.now(UTC)).astimezone()
    moment = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    time = QLocale().toString(moment.time(), "HH:mm")
    if local.date() == today.date() and not day:
        return time
    return f"{QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)} {time}"


def seconds_since(at: datetime | None) -> float | None:
    """How long ago."""
    return None if at is None else max(0.0, (datetime.now(UTC) - at).total_seconds())


def lasting(seconds: float | None) -> str:
    """A length of time in one or two units."""
    if seconds is None:
        return "–"
    if seconds < 10:
        return QCoreApplication.translate("Queue", "{seconds} s").format(seconds=QLocale().toString(seconds, "f", 1))
    if seconds < 120:
        return QCoreApplication.translate("Queue", "{seconds} s").format(seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 120:
        return QCoreApplication.translate("Queue", "{minutes} min").format(minutes=minutes)
    hours = minutes // 60
    if hours < 48:
        return QCoreApplication.translate("Queue", "{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return QCoreApplication.translate("Queue", "{days} days").format(days=round(hours / 24))


def size_words(size_bytes: int) -> str:
    """In the units that disks are sold in."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def path_words(path: str) -> str:
    """A path that may break its lines anywhere: folder names are longer than columns."""
    return "\u200b".join(path)


def progress_words(progress: JobProgress | None) -> str:
    """How far a long job is."""
    if progress is None or not progress.total:
        return ""
    if progress.unit == "bytes":
        told = QCoreApplication.translate("Queue", "{done} of {total}")
        return told.format(done=size_words(progress.done), total=size_words(progress.total))
    return QCoreApplication.translate("Queue", "{done} of {total}").format(
        done=number(progress.done), total=number(progress.total)
    )


def night_words(state: NightState) -> str:
    """How a night ended."""
    match state:
        case NightState.RUNNING:
            return QCoreApplication.translate("Queue", "at work now")
        case NightState.DONE:
            return QCoreApplication.translate("Queue", "done")
        case NightState.STOPPED:
            return QCoreApplication.translate("Queue", "stopped")
        case NightState.INTERRUPTED:
            return QCoreApplication.translate("Queue", "interrupted; the queue goes on where it was")


def copy_words(copy: OffLoadCopy) -> str:
    """What is known of a copy on another disk."""
    match copy.state:
        case OffLoadState.COPYING:
            said = QCoreApplication.translate("Queue", "Not complete yet")
        case OffLoadState.VERIFIED:
            said = QCoreApplication.translate("Queue", "Every byte was read back on {at}")
        case OffLoadState.FREEING:
            said = QCoreApplication.translate("Queue", "Originals here are being removed; they are on that disk")
        case OffLoadState.FREED:
            said = QCoreApplication.translate("Queue", "Originals are on that disk only, since {at}")
    at = copy.freed_at if copy.state is OffLoadState.FREED else copy.verified_at
    return said.format(at=at_words(at, day=True))
