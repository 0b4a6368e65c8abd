"""Rows of the library as a reviewer sees them: pure translation, one way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.api import schemas
from scanner_daemon.library import grid, models
from scanner_daemon.library.corrections import CorrectionMade
from scanner_daemon.service.resources import file_resource, verdict_resource
from scanner_daemon.text.corrections import corrected, places
from scanner_daemon.text.model import Box, PageText

__all__ = ["page_resource", "part_resource", "version_resources", "words_resource"]

PAGE_IMAGE, TEXT = "page", "text"


def part_resource(part: grid.GridPart) -> schemas.GridPart:
    """A window of the grid."""
    cells = tuple(schemas.GridCell.model_validate(asdict(cell)) for cell in part.cells)
    return schemas.GridPart(total=part.total, offset=part.offset, cells=cells)


def version_resources(session: Session, spread: models.Spread) -> tuple[schemas.SpreadVersion, ...]:
    """All exposures of a spread, the newest first. A photograph made elsewhere is a version without a cycle."""
    cycles = {
        cycle.id: cycle for cycle in session.scalars(select(models.Cycle).where(models.Cycle.spread_id == spread.id))
    }
    verdicts = session.scalars(
        select(models.VerdictRow)
        .where(models.VerdictRow.spread_id == spread.id)
        .order_by(models.VerdictRow.id)
        .options(selectinload(models.VerdictRow.flags))
    ).all()
    by_version: dict[int, list[models.Shot]] = {}
    for shot in spread.shots:
        by_version.setdefault(shot.version, []).append(shot)
    newest = max(by_version, default=1)
    found = []
    for version, shots in sorted(by_version.items(), reverse=True):
        ours = {shot.cycle_id for shot in shots}
        cycle = next((cycles[each] for each in ours if each in cycles), None)
        judged = [row for row in verdicts if row.cycle_id in ours or (row.cycle_id is None and version == newest)]
        found.append(
            schemas.SpreadVersion(
                version=version,
                operator=cycle.operator if cycle is not None else "",
                taken_at=cycle.intended_at if cycle is not None else min(shot.created_at for shot in shots),
                counts=any(shot.state is models.ShotState.LANDED for shot in shots),
                shots=tuple(_shot(shot) for shot in sorted(shots, key=lambda shot: shot.side)),
                verdict=_verdict(judged[-1]) if judged else None,
            )
        )
    return tuple(found)


def page_resource(page: models.Page, version: int, corrections: int) -> schemas.PageReviewed:
    """A page with what the page engine found."""
    found: dict[str, Any] = page.facts.get("page_engine", {})
    kinds = {artifact.kind: artifact for artifact in page.artifacts}
    image = kinds.get(PAGE_IMAGE)
    corners = found.get("quad")
    return schemas.PageReviewed(
        page_id=page.id,
        shot_id=page.shot_id,
        side=page.side,
        version=version,
        width_px=page.width_px,
        height_px=page.height_px,
        ppi=page.ppi,
        score=page.score,
        characters=page.facts.get("text", {}).get("characters"),
        image_sha256=None if image is None else image.sha256,
        has_text=TEXT in kinds,
        corrections=corrections,
        corners=None if corners is None else tuple((float(x), float(y)) for x, y in corners),
        clockwise_degrees=found.get("clockwise_degrees", 0),
        mirrored=found.get("mirrored", False),
        model=found.get("model"),
        confidence=found.get("confidence"),
        warnings=tuple(found.get("warnings", ())),
    )


def words_resource(page_id: str, text: PageText, made: Sequence[CorrectionMade]) -> schemas.PageWords:
    """The words as they were read, each with its correction, and the corrections that found no word."""
    result = corrected(text, [each.correction for each in made])
    words = []
    for place in places(text):
        correction = result.applied.get((place.block, place.paragraph, place.line, place.index))
        words.append(
            schemas.PlacedWord(
                box=_box(place.word.box),
                text=place.word.text,
                confidence=place.word.confidence,
                block=place.block,
                paragraph=place.paragraph,
                line=place.line,
                corrected=None if correction is None else correction.new_text,
                correction_id=None if correction is None else correction.id,
            )
        )
    operators = {each.correction.id: each.operator for each in made}
    unmatched = tuple(
        schemas.CorrectionKept(
            correction_id=each.id,
            box=_box(each.box),
            old_text=each.old_text,
            new_text=each.new_text,
            operator=operators[each.id],
        )
        for each in result.unmatched
    )
    return schemas.PageWords(
        page_id=page_id,
        width_px=text.width,
        height_px=text.height,
        languages=text.languages,
        engine=text.engine,
        words=tuple(words),
        unmatched=unmatched,
    )


def _box(box: Box) -> schemas.WordBox:
    """Not validated: the recogniser may say a box that begins outside of the image, and a client shall see it."""
    return schemas.WordBox.model_construct(left=box.left, top=box.top, right=box.right, bottom=box.bottom)


def _shot(shot: models.Shot) -> schemas.ShotReviewed:
    captured = [file.captured_at for file in shot.files if file.captured_at is not None]
    return schemas.ShotReviewed(
        shot_id=shot.id,
        side=shot.side,
        role=shot.role,
        state=shot.state.value,
        reason=shot.reason,
        captured_at=max(captured, default=None),
        files=tuple(file_resource(file) for file in shot.files if file.attempt == shot.attempt),
    )


def _verdict(row: models.VerdictRow) -> schemas.VerdictReviewed:
    given = verdict_resource(row)
    assert given is not None
    flags = tuple(
        schemas.FlagReviewed(
            **raised.model_dump(),
            flag_id=flag.id,
            opinion=None if flag.opinion is None else schemas.FlagOpinion(flag.opinion.value),
            opinion_by=flag.opinion_by,
            opinion_at=flag.opinion_at,
            opinion_reason=flag.opinion_reason,
        )
        for raised, flag in zip(given.flags, row.flags, strict=True)
    )
    return schemas.VerdictReviewed(level=row.level, judged_at=row.judged_at, flags=flags)
