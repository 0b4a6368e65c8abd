"""The pages that lie before a photograph's in its book, as its camera saw them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, Page, Shot, ShotState, Spread
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import Photograph

__all__ = ["EarlierPage", "earlier_pages"]


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """A page that lies before another of the same side, and the current artifact of it that was asked for."""

    page_id: str
    apart: int
    """How many spreads lie between the two, and one."""
    facts: Details
    artifact: Path
    artifact_sha256: str
    code_version: str


def earlier_pages(library: Library, photograph: Photograph, kind: str, *, reach: int) -> list[EarlierPage]:
    """The pages on up to ``reach`` spreads before a photograph's, photographed by its camera in its role.

    Both pages of a spread, where one photograph shows them. The nearest come first; those without a current artifact
    of this kind are left out.
    """
    with library.read() as session:
        here = session.get_one(Spread, photograph.spread_id)
        before = (
            select(Spread.id)
            .where(Spread.book_id == here.book_id, Spread.deleted.is_(False), Spread.sort_key < here.sort_key)
            .order_by(Spread.sort_key.desc())
            .limit(reach)
        )
        apart = {spread_id: place for place, spread_id in enumerate(session.scalars(before), 1)}
        query = (
            select(Page, Artifact)
            .join(Shot, Shot.id == Page.shot_id)
            .join(Artifact, Artifact.page_id == Page.id)
            .where(
                Page.spread_id.in_(apart),
                Shot.side == photograph.side,
                Shot.role == photograph.role,
                Shot.state == ShotState.LANDED,
                Shot.camera_serial == photograph.camera_serial,
                Artifact.kind == kind,
                Artifact.current.is_(True),
            )
        )
        found = [
            EarlierPage(
                page_id=page.id,
                apart=apart[page.spread_id],
                facts=page.facts,
                artifact=library.folders.root / artifact.path,
                artifact_sha256=artifact.sha256,
                code_version=artifact.code_version,
            )
            for page, artifact in session.execute(query)
        ]
    return sorted(found, key=lambda page: (page.apart, page.page_id))
