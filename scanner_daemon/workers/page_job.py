"""The page job: a shot's photograph in, its flat pages out, and a recognition job for tonight behind each."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal

import cv2
import numpy as np
from PIL import Image
from sqlalchemy.orm import Session

from scanner_daemon.library.captures import PAGE_JOB, TEXT_JOB
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import ArtifactMade, PageResult, Pages, Photograph
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.library.thumbnails import Thumbnails
from scanner_daemon.library.tickets import Tickets, page_source
from scanner_daemon.pages import CODE_VERSION, FlatPage, PageOptions, flatten
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.derived import derive
from scanner_daemon.workers.leasing import Finished

__all__ = ["PAGE_IMAGE", "PAGE_JOB", "TEXT_JOB", "PageJob"]

PAGE_IMAGE = "page"
PAGE_MAP = "map"
JPEG_QUALITY = 92
"""A page is read and looked at, never resampled again; at 92 no reader has been seen to tell it from lossless."""


class PageJob:
    """The handler of `PAGE_JOB`."""

    def __init__(self, library: Library, tonight: Callable[[], datetime]) -> None:
        """``tonight`` says from when on recognition may run."""
        self._library = library
        self._pages = Pages(library)
        self._queue = JobQueue(library)
        self._thumbnails = Thumbnails(library)
        self._tickets = Tickets(library)
        self._tonight = tonight

    def __call__(self, lease: Lease) -> Finished:
        """Make the pages of the shot ``lease.subject``. Raises what the page engine says of a bad photograph."""
        photograph = self._pages.photograph(lease.subject)
        options = PageOptions(photo_ppi=photograph.ppi)
        layout: Literal["page", "spread"] = "spread" if photograph.side is Side.BOTH else "page"
        flat = flatten(photograph.path.read_bytes(), side=photograph.side, layout=layout, options=options)
        made = [(page, self._artifacts(photograph, page, options)) for page in flat]

        def finish(session: Session) -> Details:
            ids = []
            for page, artifacts in made:
                height, width = page.image.shape[:2]
                facts = {"page_engine": {**_jsonable(dataclasses.asdict(page.reasons)), "backend": page.backend}}
                result = PageResult(width, height, page.ppi, facts=facts)
                page_id = self._pages.record_page(session, photograph.shot_id, page.side, result, artifacts)
                self._queue.enqueue(
                    session,
                    TEXT_JOB,
                    page_id,
                    book_id=photograph.book_id,
                    dedupe_key=f"{TEXT_JOB}:{page_id}:{artifacts[0].key}",
                    not_before=self._tonight(),
                )
                ids.append(page_id)
            self._tickets.found(session, photograph.spread_id, page_source(photograph.side), ())
            return {"pages": ids}

        return finish

    def _artifacts(self, photograph: Photograph, page: FlatPage, options: PageOptions) -> list[ArtifactMade]:
        parameters = {
            "side": page.side.value,
            "quality": JPEG_QUALITY,
            "options": _jsonable(dataclasses.asdict(options)),
        }
        image = derive(
            self._library, PAGE_IMAGE, ".jpg", photograph.sha256, CODE_VERSION, parameters, _jpeg(page.image, page.ppi)
        )
        self._thumbnails.keep(image.sha256, _picture(page.image))
        mapped = derive(self._library, PAGE_MAP, ".npz", photograph.sha256, CODE_VERSION, parameters, _stored_map(page))
        return [image, mapped]


def _jpeg(image: np.ndarray, ppi: float) -> bytes:
    """A JPEG that carries its resolution."""
    out = io.BytesIO()
    _picture(image).save(out, "JPEG", quality=JPEG_QUALITY, dpi=(ppi, ppi))
    return out.getvalue()


def _picture(image: np.ndarray) -> Image.Image:
    return Image.fromarray(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def _stored_map(page: FlatPage) -> bytes:
    """The coarse map, so that a word box on the page can be shown on the photograph."""
    out = io.BytesIO()
    coarse = page.coarse_map
    np.savez_compressed(out, nodes=coarse.nodes, size=np.array([coarse.width, coarse.height, coarse.step_px]))
    return out.getvalue()


def _jsonable(value: object) -> Details:
    loaded: Details = json.loads(json.dumps(value, default=str))
    return loaded
