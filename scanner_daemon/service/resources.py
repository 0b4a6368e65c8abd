"""Rows of the library as resources of the API: pure translation, one way."""

from __future__ import annotations

from scanner_daemon.api.schemas import FlagRaised, Job, JobState, OriginalFile, Shot, VerdictGiven
from scanner_daemon.library.models import File as FileRow
from scanner_daemon.library.models import FlagRow, VerdictRow
from scanner_daemon.library.models import Job as JobRow
from scanner_daemon.library.models import Shot as ShotRow

__all__ = ["MEDIA_TYPES", "job_resource", "shot_resource", "verdict_resource"]

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}


def file_resource(file: FileRow) -> OriginalFile:
    """A captured file."""
    media_type = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
    return OriginalFile(sha256=file.sha256, kind=file.kind, size_bytes=file.size_bytes, media_type=media_type)


def shot_resource(shot: ShotRow) -> Shot:
    """A shot with its files."""
    return Shot(shot_id=shot.id, side=shot.side, role=shot.role, files=tuple(file_resource(f) for f in shot.files))


def verdict_resource(verdict: VerdictRow | None) -> VerdictGiven | None:
    """The newest verdict of a spread, with its flags."""
    if verdict is None:
        return None
    flags = tuple(_flag(flag) for flag in verdict.flags)
    return VerdictGiven(level=verdict.level, flags=flags, inspected_ms=verdict.inspected_ms)


def job_resource(job: JobRow) -> Job:
    """A job with its reason."""
    return Job(
        job_id=job.id,
        kind=job.kind,
        state=JobState(job.state.value),
        subject=job.subject,
        attempts=job.attempts,
        reason=job.reason,
        not_before=job.not_before,
        created_at=job.created_at,
        finished_at=job.ended_at,
        details=job.payload,
    )


def _flag(flag: FlagRow) -> FlagRaised:
    crop = None
    if flag.crop_x is not None and flag.crop_y is not None and flag.crop_width is not None:
        crop = (flag.crop_x, flag.crop_y, flag.crop_width, flag.crop_height or 0)
    return FlagRaised(
        check=flag.check,
        level=flag.level,
        side=flag.side,
        value=flag.value,
        limit=flag.limit,
        reason=flag.reason,
        crop=crop,
        version=flag.version,
    )
