"""What was made of the photographs: pages and artifacts, recorded, looked up, and invalidated by key.

Everything here can be deleted and made again, and is keyed by what it was made from, by which code, with which
parameters: equal keys mean equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session, selectinload

from scanner_daemon.library.errors import NotInBook, in_sentences
from scanner_daemon.library.labels import Labels, labels_of
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, Book, File, Page, Shot, ShotState, Spread
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.off_loads import OffLoads
from scanner_daemon.library.summaries import refresh
from scanner_daemon.vocabulary import FileKind, ReadingDirection, ShotRole, Side

__all__ = ["ArtifactMade", "PageInOrder", "PageResult", "Pages", "Photograph", "derivation_key"]


def derivation_key(input_sha256: str, code_version: str, parameters: Mapping[str, object]) -> str:
    """The key of an artifact: SHA-256, in hex, of the canonical JSON of its three ingredients."""
    text = json.dumps([input_sha256, code_version, parameters], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ArtifactMade:
    """A derived file that lies, whole, at ``path`` inside the library's folder."""

    kind: str
    path: Path
    sha256: str
    size_bytes: int
    input_sha256: str
    code_version: str
    parameters: Details = field(default_factory=dict)

    @property
    def key(self) -> str:
        """See `derivation_key`."""
        return derivation_key(self.input_sha256, self.code_version, self.parameters)


@dataclass(frozen=True, slots=True)
class PageResult:
    """What the page engine or the recogniser found out about a page. None leaves what is recorded."""

    width_px: int | None = None
    height_px: int | None = None
    ppi: float | None = None
    score: float | None = None
    facts: Details = field(default_factory=dict)
    """Merged into those that are recorded."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """The input of a page job: the file of a shot that the page engine reads."""

    shot_id: str
    spread_id: str
    book_id: str
    side: Side
    role: ShotRole
    path: Path
    sha256: str
    kind: FileKind
    reading_direction: ReadingDirection
    language: str
    ppi: float | None
    profile: str | None
    """The name of the calibration that the book is photographed under."""
    camera_serial: str | None


@dataclass(frozen=True, slots=True)
class PageInOrder:
    """A page at its place in the book, for whoever writes the book out."""

    page_id: str
    spread_id: str
    shot_id: str
    position: int
    """Of its spread, 1-based."""
    side: Side
    role: ShotRole
    label: str
    width_px: int | None
    height_px: int | None
    ppi: float | None
    score: float | None
    facts: Details
    artifacts: dict[str, Path]
    """Absolute paths of the current artifacts, by kind."""
    artifact_sha256: dict[str, str]


class Pages:
    """Pages and artifacts of the library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def photograph(self, shot_id: str) -> Photograph:
        """What to read for a shot: of its last attempt the JPEG, else PNG or TIFF, else the raw file.

        Raises `NotInBook` when the shot has no file, `OriginalOffLoaded` when it is on another disk.
        """
        preference = [FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.RAW]
        with self._library.read() as session:
            query = select(File).where(File.shot_id == shot_id, File.kind.in_(preference))
            files = session.scalars(query).all()
            if not files:
                raise NotInBook(thing=f"photograph {shot_id}")
            file = min(files, key=lambda each: (-each.attempt, preference.index(each.kind)))
            path = self._library.originals.path_of(file.sha256, file.suffix)
            if not path.is_file() and (elsewhere := OffLoads(self._library).where_is(session, file.sha256)) is not None:
                raise elsewhere
            shot = file.shot
            book = shot.spread.book
            return Photograph(
                shot_id=shot.id,
                spread_id=shot.spread_id,
                book_id=book.id,
                side=shot.side,
                role=shot.role,
                path=path,
                sha256=file.sha256,
                kind=file.kind,
                reading_direction=book.reading_direction,
                language=book.language,
                ppi=book.ppi,
                profile=book.profile,
                camera_serial=shot.camera_serial,
            )

    def record_page(
        self, session: Session, shot_id: str, side: Side, result: PageResult, artifacts: Sequence[ArtifactMade] = ()
    ) -> str:
        """Record a page of a shot with what was made of it, in the caller's transaction; its id.

        Recording the same page again updates it. Raises `NotInBook` for an unknown shot.
        """
        page = session.scalars(select(Page).where(Page.shot_id == shot_id, Page.side == side)).one_or_none()
        now = self._library.clock.utc()
        if page is None:
            shot = session.get(Shot, shot_id)
            if shot is None:
                raise NotInBook(thing=f"photograph {shot_id}")
            page = Page(shot_id=shot_id, spread_id=shot.spread_id, side=side, facts={}, made_at=now)
            session.add(page)
        for name in ("width_px", "height_px", "ppi", "score"):
            value = getattr(result, name)
            if value is not None:
                setattr(page, name, value)
        page.facts = page.facts | result.facts
        page.made_at = now
        session.flush()
        for artifact in artifacts:
            self.record_artifact(session, artifact, page_id=page.id)
        refresh(session, page.spread_id)
        return page.id

    def record_artifact(
        self, session: Session, made: ArtifactMade, *, page_id: str | None = None, book_id: str | None = None
    ) -> str:
        """Record a derived file as the current one of its kind for a page or a book; its id."""
        if (page_id is None) == (book_id is None):
            raise ValueError("an artifact is of a page or of a book")
        owner = Artifact.page_id == page_id if page_id is not None else Artifact.book_id == book_id
        session.execute(
            update(Artifact)
            .where(owner, Artifact.kind == made.kind, Artifact.current.is_(True))
            .values(current=False)
            .execution_options(synchronize_session="fetch")
        )
        query = select(Artifact).where(owner, Artifact.kind == made.kind, Artifact.key == made.key)
        row = session.scalars(query).one_or_none()
        if row is None:
            row = Artifact(page_id=page_id, book_id=book_id, kind=made.kind, key=made.key)
            session.add(row)
        row.input_sha256, row.code_version, row.parameters = made.input_sha256, made.code_version, made.parameters
        row.path = self._library.folders.relative(made.path)
        row.sha256, row.size_bytes = made.sha256, made.size_bytes
        row.current, row.made_at = True, self._library.clock.utc()
        session.flush()
        return row.id

    def find_artifact(self, kind: str, key: str) -> Path | None:
        """A derived file that was made from the same input by the same code, if it is still there."""
        with self._library.read() as session:
            for path in session.scalars(select(Artifact.path).where(Artifact.key == key, Artifact.kind == kind)):
                if (found := self._library.folders.root / path).is_file():
                    return found
        return None

    def artifact_of_book(self, book_id: str, kind: str) -> Path | None:
        """The current derived file of a whole book."""
        query = select(Artifact.path).where(
            Artifact.book_id == book_id, Artifact.kind == kind, Artifact.current.is_(True)
        )
        with self._library.read() as session:
            path = session.scalars(query).first()
        return None if path is None else self._library.folders.root / path

    def in_order(self, book_id: str) -> list[PageInOrder]:
        """The pages of the photographs that count, in reading order, with labels and current artifacts.

        Deleted spreads and superseded shots are left out. Raises `NotInBook` for an unknown book.
        """
        with self._library.read() as session:
            book = session.get(Book, book_id)
            if book is None:
                raise NotInBook(thing=f"book {book_id}")
            order = select(Spread.id).where(Spread.book_id == book_id, Spread.deleted.is_(False))
            positions = {
                spread_id: place for place, spread_id in enumerate(session.scalars(order.order_by(Spread.sort_key)), 1)
            }
            query = (
                select(Page, Shot.role)
                .join(Shot, Shot.id == Page.shot_id)
                .join(Spread, Spread.id == Shot.spread_id)
                .where(Spread.book_id == book_id, Spread.deleted.is_(False), Shot.state == ShotState.LANDED)
                .options(selectinload(Page.artifacts.and_(Artifact.current.is_(True))))
            )
            rows = [(page, role) for page, role in session.execute(query)]
        left_first = book.reading_direction is ReadingDirection.LEFT_TO_RIGHT
        sides = {Side.LEFT: 0 if left_first else 1, Side.RIGHT: 1 if left_first else 0}
        rows.sort(key=lambda row: (positions[row[0].spread_id], sides.get(row[0].side, 2)))
        labels = labels_of([(page.spread_id, page.side) for page, _ in rows], Labels(self._library).ranges(book_id))
        root = self._library.folders.root
        return [
            PageInOrder(
                page_id=page.id,
                spread_id=page.spread_id,
                shot_id=page.shot_id,
                position=positions[page.spread_id],
                side=page.side,
                role=role,
                label=text,
                width_px=page.width_px,
                height_px=page.height_px,
                ppi=page.ppi,
                score=page.score,
                facts=page.facts,
                artifacts={each.kind: root / each.path for each in page.artifacts},
                artifact_sha256={each.kind: each.sha256 for each in page.artifacts},
            )
            for (page, role), text in zip(rows, labels, strict=True)
        ]

    def invalidate(self, kind: str, *, keys: Sequence[str] | None = None, other_than_version: str | None = None) -> int:
        """Forget artifacts of a kind and delete their files: those with these keys, or made by other code.

        With neither, all of the kind. How many they were. A file that another row still names is kept.
        """
        where: list[ColumnElement[bool]] = [Artifact.kind == kind]
        if keys is not None:
            where.append(Artifact.key.in_(keys))
        if other_than_version is not None:
            where.append(Artifact.code_version != other_than_version)
        with self._library.write() as session:
            rows = session.execute(select(Artifact.id, Artifact.path).where(*where)).all()
            gone = [row_id for row_id, _ in rows]
            for some in (gone[start : start + 500] for start in range(0, len(gone), 500)):
                session.execute(delete(Artifact).where(Artifact.id.in_(some)))
            paths = {path for _, path in rows}
            still_named = {
                path for path in paths if session.scalar(select(Artifact.id).where(Artifact.path == path).limit(1))
            }
        with in_sentences():
            for path in paths - still_named:
                (self._library.folders.root / path).unlink(missing_ok=True)
        return len(rows)
