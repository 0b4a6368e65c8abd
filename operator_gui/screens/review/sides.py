"""Which pictures a spread has to show: of each side the page where it is made, else the photograph."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.api.schemas import Level, PageReviewed, ShotReviewed, ShotRole, Side, SpreadReview

__all__ = ["SideShown", "flagged_first", "newest", "older", "photograph_path"]

_ORDER = {Side.LEFT: 0, Side.BOTH: 1, Side.SINGLE: 1, Side.RIGHT: 2}


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side of one version."""

    side: Side
    version: int
    shot: ShotReviewed
    page: PageReviewed | None

    @property
    def path(self) -> str | None:
        """Where its picture is fetched; None where there is no file that can be shown."""
        if self.page is not None and self.page.image_sha256 is not None:
            return f"/v1/pages/{self.page.page_id}/image"
        return photograph_path(self.shot)

    @property
    def is_page(self) -> bool:
        """Not the photograph."""
        return self.page is not None and self.page.image_sha256 is not None

    @property
    def role(self) -> ShotRole:
        """What it shows, as was said last."""
        return self.shot.role


def photograph_path(shot: ShotReviewed) -> str | None:
    """Where the photograph of a shot is fetched."""
    for file in shot.files:
        if file.media_type in ("image/jpeg", "image/png", "image/tiff"):
            return f"/v1/originals/{file.sha256}"
    return None


def newest(review: SpreadReview) -> list[SideShown]:
    """The sides that count now, left before right."""
    found = [
        shown for version in review.versions for shot in version.shots if shot.state == "landed"
        for shown in _of(review, shot, version.version)
    ]  # fmt: skip
    return sorted(found, key=lambda shown: _ORDER[shown.side])


def older(review: SpreadReview, side: Side) -> list[SideShown]:
    """What was shot of this side before, and counts no more; the newest of them first."""
    found = [
        shown for version in review.versions for shot in version.shots if shot.state == "superseded"
        for shown in _of(review, shot, version.version)
        if shown.side == side or Side.BOTH in (side, shown.side)
    ]  # fmt: skip
    return sorted(found, key=lambda shown: -shown.version)


def flagged_first(review: SpreadReview, sides: list[SideShown]) -> int:
    """Which of ``sides`` to look at first: that of the worst flag which nobody has answered, else the first."""
    counting = next((version for version in review.versions if version.counts), None)
    flags = counting.verdict.flags if counting is not None and counting.verdict is not None else ()
    for level in (Level.RED, Level.AMBER):
        meant = {flag.side for flag in flags if flag.level is level and flag.opinion is None}
        for at, shown in enumerate(sides):
            if shown.side in meant:
                return at
    return 0


def _of(review: SpreadReview, shot: ShotReviewed, version: int) -> list[SideShown]:
    pages = [page for page in review.pages if page.shot_id == shot.shot_id]
    if not pages:
        return [SideShown(shot.side, version, shot, None)]
    return [SideShown(page.side, version, shot, page) for page in pages]
