"""A PDF to leaf through while the book is still on the cradle: small, quick, of what is there now.

Where a page has been made it is the page; elsewhere the photograph as it was taken. It has no text and makes no claim
to last: the searchable PDF/A is the night's.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.atomic import written_path
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, Book, Shot, ShotState, Spread
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import ArtifactMade, PageInOrder, Pages, derivation_key
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.text.page_image import one_page_pdf
from scanner_daemon.vocabulary import FileKind, ReadingDirection, Side
from scanner_daemon.workers.leasing import Finished
from scanner_daemon.workers.page_job import PAGE_IMAGE

__all__ = ["PREVIEW_PDF", "NothingToPreview", "PreviewJob"]

PREVIEW_PDF = "preview_pdf"
CODE_VERSION = "preview-1"
BOX_PX = (900, 1200)
QUALITY = 60
PAPER_HEIGHT_IN = 9.0
"""Taken for a photograph, whose scale nobody has measured yet."""
CHUNK_PAGES = 50


class NothingToPreview(BookcradleError):
    """Not one photograph of the book can be read."""

    code = "preview.nothing"
    what = "“{title}” has no photographs yet that could be shown."
    remedy = "Photograph a spread, then ask again."


@dataclass(frozen=True, slots=True)
class _Sheet:
    picture: Path
    sha256: str
    ppi: float | None
    label: str


class PreviewJob:
    """The handler of preview jobs; its subject is the book."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = Pages(library)
        self._queue = JobQueue(library)

    def __call__(self, lease: Lease) -> Finished:
        """Raises NothingToPreview. A picture that cannot be read is left out and counted."""
        sheets, title = self._sheets(lease.subject)
        ingredients = hashlib.sha256("\n".join(f"{each.label}|{each.sha256}" for each in sheets).encode()).hexdigest()
        parameters: Details = {"title": title, "box": list(BOX_PX), "quality": QUALITY}
        path = self._library.folders.derived_path(
            PREVIEW_PDF, derivation_key(ingredients, CODE_VERSION, parameters), ".pdf"
        )
        left_out = 0
        if not path.is_file():
            with written_path(path, self._library.disk) as part:
                left_out = self._write(lease, sheets, part, title)
        disk = self._library.disk
        made = ArtifactMade(
            PREVIEW_PDF, path, disk.sha256(path), path.stat().st_size, ingredients, CODE_VERSION, parameters
        )
        self._forget_older(lease.subject, made.key)

        def finish(session: Session) -> Details:
            self._pages.record_artifact(session, made, book_id=lease.subject)
            return {"pages": len(sheets) - left_out, "left_out": left_out}

        return finish

    def _forget_older(self, book_id: str, key: str) -> None:
        """A book of 400 spreads that is looked at every hour must not leave a shelf of previews."""
        older = select(Artifact.key).where(
            Artifact.book_id == book_id, Artifact.kind == PREVIEW_PDF, Artifact.key != key
        )
        with self._library.read() as session:
            keys = list(session.scalars(older))
        if keys:
            self._pages.invalidate(PREVIEW_PDF, keys=keys)

    def _write(self, lease: Lease, sheets: list[_Sheet], part: Path, title: str) -> int:
        left_out = 0
        with ExitStack() as sources, pikepdf.new() as book:
            for number, sheet in enumerate(sheets, 1):
                try:
                    content = _small(sheet)
                except OSError:
                    left_out += 1
                    continue
                book.pages.extend(sources.enter_context(pikepdf.open(io.BytesIO(content))).pages)
                if number % CHUNK_PAGES == 0 or number == len(sheets):
                    self._queue.report(lease, number, len(sheets), "pages")
            if not book.pages:
                raise NothingToPreview(title=title)
            with book.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["dc:title"] = title
            book.save(part)
        return left_out

    def _sheets(self, book_id: str) -> tuple[list[_Sheet], str]:
        pages: dict[str, list[PageInOrder]] = {}
        for page in self._pages.in_order(book_id):
            if PAGE_IMAGE in page.artifacts:
                pages.setdefault(page.shot_id, []).append(page)
        with self._library.read() as session:
            book = session.get_one(Book, book_id)
            sheets = [
                sheet
                for shot in _shots(session, book)
                for sheet in (
                    [
                        _Sheet(page.artifacts[PAGE_IMAGE], page.artifact_sha256[PAGE_IMAGE], page.ppi, page.label)
                        for page in pages[shot.id]
                    ]
                    if shot.id in pages
                    else self._photographs(shot)
                )
            ]
            if not sheets:
                raise NothingToPreview(title=book.title)
            return sheets, book.title

    def _photographs(self, shot: Shot) -> Iterator[_Sheet]:
        viewable = [file for file in shot.files if file.kind in (FileKind.JPEG, FileKind.PNG, FileKind.TIFF)]
        if viewable:
            newest = max(viewable, key=lambda file: file.attempt)
            path = self._library.originals.path_of(newest.sha256, newest.suffix)
            yield _Sheet(path, newest.sha256, None, "")


def _shots(session: Session, book: Book) -> list[Shot]:
    """Those that count, in reading order."""
    query = (
        select(Shot, Spread.sort_key)
        .join(Spread, Spread.id == Shot.spread_id)
        .where(Spread.book_id == book.id, Spread.deleted.is_(False), Shot.state == ShotState.LANDED)
    )
    left_first = book.reading_direction is ReadingDirection.LEFT_TO_RIGHT
    first = Side.LEFT if left_first else Side.RIGHT
    rows = [(key, shot.side is not first, shot.id, shot) for shot, key in session.execute(query)]
    return [row[-1] for row in sorted(rows, key=lambda row: row[:3])]


def _small(sheet: _Sheet) -> bytes:
    """One page of PDF. Raises OSError for what is no picture."""
    with Image.open(sheet.picture) as image:
        whole_height = image.size[1]
        image.draft("RGB", BOX_PX)
        upright = ImageOps.exif_transpose(image)
        small = upright.convert("L" if upright.mode == "L" else "RGB")
    small.thumbnail(BOX_PX, reducing_gap=2.0)
    share = small.height / whole_height
    ppi = sheet.ppi * share if sheet.ppi else small.height / PAPER_HEIGHT_IN
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY)
    try:
        return one_page_pdf(out.getvalue(), ppi)
    except ValueError as error:
        raise OSError(str(error)) from error
