"""The recognition job: a flat page in; its words, hOCR, ALTO and plain text out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy.orm import Session

from scanner_daemon.library import models
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.library.queue import Lease
from scanner_daemon.library.tickets import Tickets, text_source
from scanner_daemon.text.alto import alto
from scanner_daemon.text.hocr import hocr
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import Recogniser
from scanner_daemon.vocabulary import ShotRole, Side
from scanner_daemon.workers.derived import derive
from scanner_daemon.workers.leasing import Finished
from scanner_daemon.workers.page_job import PAGE_IMAGE
from scanner_daemon.workers.poor import poor_text

__all__ = ["TEXT", "TextJob"]

TEXT = "text"
HOCR, ALTO, PLAIN = "hocr", "alto", "plain"
CODE_VERSION = "text-2"
DEFAULT_PPI = 300.0


@dataclass(frozen=True, slots=True)
class _PageToRead:
    shot_id: str
    side: Side
    image: Path
    image_sha256: str
    ppi: float
    language: str
    spread_id: str
    role: ShotRole
    counts: bool
    """Whether no newer photograph has taken its place."""


class TextJob:
    """The handler of recognition jobs. Keeps one recogniser: Tesseract's parameters are a process's own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages = Pages(library)
        self._tickets = Tickets(library)
        self._recogniser: Recogniser | None = None

    def __call__(self, lease: Lease) -> Finished:
        """Read the page ``lease.subject``. Raises LanguageMissing, TessdataMissing, RecognitionFailed, NotInBook."""
        page = self._page(lease.subject)
        recogniser = self._recogniser_for(tuple(page.language.split("+")))
        image = np.asarray(cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE), np.uint8)
        text = recogniser.recognise(image, page.ppi)
        parameters: Details = {"languages": list(recogniser.languages), "engine": recogniser.engine}
        name = page.image.name
        contents = {
            (TEXT, ".json"): text.to_json().encode(),
            (HOCR, ".hocr"): hocr(text, image_name=name),
            (ALTO, ".xml"): alto(text, image_name=name),
            (PLAIN, ".txt"): plain_text(text).encode(),
        }
        artifacts = [
            derive(self._library, kind, suffix, page.image_sha256, CODE_VERSION, parameters, content)
            for (kind, suffix), content in contents.items()
        ]
        facts: Details = {"text": {"characters": text.characters, "dropped": len(text.dropped)}}
        result = PageResult(score=text.mean_confidence, facts=facts)

        def finish(session: Session) -> Details:
            self._pages.record_page(session, page.shot_id, page.side, result, artifacts)
            if page.counts:
                poor = poor_text(text, page.side, page.role)
                self._tickets.found(session, page.spread_id, text_source(page.side), poor)
            return {"characters": text.characters, "score": text.mean_confidence}

        return finish

    def close(self) -> None:
        """Give the language data back."""
        if self._recogniser is not None:
            self._recogniser.close()
            self._recogniser = None

    def _recogniser_for(self, languages: tuple[str, ...]) -> Recogniser:
        if self._recogniser is not None and self._recogniser.languages != languages:
            self.close()
        if self._recogniser is None:
            self._recogniser = Recogniser(languages)
        return self._recogniser

    def _page(self, page_id: str) -> _PageToRead:
        with self._library.read() as session:
            page = session.get(models.Page, page_id)
            image = next((a for a in page.artifacts if a.kind == PAGE_IMAGE and a.current), None) if page else None
            if page is None or image is None:
                raise NotInBook(thing=f"page {page_id}")
            book = session.get_one(models.Spread, page.spread_id).book
            shot = session.get_one(models.Shot, page.shot_id)
            return _PageToRead(
                shot_id=page.shot_id,
                side=page.side,
                image=self._library.folders.root / image.path,
                image_sha256=image.sha256,
                ppi=page.ppi or DEFAULT_PPI,
                language=book.language,
                spread_id=page.spread_id,
                role=shot.role,
                counts=shot.state is models.ShotState.LANDED,
            )
