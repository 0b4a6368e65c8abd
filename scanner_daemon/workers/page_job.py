"""The page job: a shot's photograph in, its flat pages out, and a recognition job for tonight behind each."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import datetime

import cv2
import numpy as np
from PIL import Image
from sqlalchemy.orm import Session

from scanner_daemon.library.captures import PAGE_JOB, TEXT_JOB
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.page_edits import PageEdit, PageEditMade, PageEdits
from scanner_daemon.library.pages import ArtifactMade, PageResult, Pages, Photograph
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.library.thumbnails import Thumbnails
from scanner_daemon.library.tickets import Tickets, page_source
from scanner_daemon.pages import CODE_VERSION, FlatPage, Mode, PageOptions, flatten
from scanner_daemon.pages.encoding import JPEG_QUALITY, encoded_jpeg, encoded_png
from scanner_daemon.pages.stored_map import map_bytes
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.derived import derive
from scanner_daemon.workers.leasing import Finished
from scanner_daemon.workers.neighbours import Neighbours, neighbours_of
from scanner_daemon.workers.profiles import CalibrationFound, Profiles

__all__ = ["PAGE_IMAGE", "PAGE_JOB", "PAGE_MAP", "TEXT_JOB", "PageJob"]

PAGE_IMAGE = "page"
PAGE_MAP = "map"


class PageJob:
    """The handler of `PAGE_JOB`."""

    def __init__(self, library: Library, tonight: Callable[[], datetime], profiles: Profiles | None = None) -> None:
        """``tonight`` says from when on recognition may run; ``profiles`` are the library's own if not given."""
        self._library = library
        self._pages = Pages(library)
        self._edits = PageEdits(library)
        self._queue = JobQueue(library)
        self._thumbnails = Thumbnails(library)
        self._tickets = Tickets(library)
        self._tonight = tonight
        self._profiles = profiles or Profiles(library.folders.profiles)

    def __call__(self, lease: Lease) -> Finished:
        """Make the pages of the shot ``lease.subject``. Raises what the page engine says of a bad photograph.

        What a person edited while it ran is not overwritten: the edit has queued a job of its own.
        """
        photograph = self._pages.photograph(lease.subject)
        found = self._profiles.of(photograph)
        neighbours = neighbours_of(self._library, photograph, found, PAGE_MAP)
        with self._library.read() as session:
            edits = self._edits.of_shot(session, photograph.shot_id)
        made = [
            (page, self._artifacts(photograph, found, page, options, neighbours))
            for page, options in _flat_pages(photograph, found, edits, neighbours)
        ]

        def finish(session: Session) -> Details:
            if self._edits.of_shot(session, photograph.shot_id) != edits:
                return {"pages": [], "edited_meanwhile": True}
            ids = []
            for page, artifacts in made:
                height, width = page.image.shape[:2]
                facts = {"page_engine": _facts(page, found, edits.get(page.side))}
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

    def _artifacts(
        self,
        photograph: Photograph,
        found: CalibrationFound,
        page: FlatPage,
        options: PageOptions,
        neighbours: Neighbours,
    ) -> list[ArtifactMade]:
        bilevel = options.mode is Mode.BILEVEL
        said = dataclasses.asdict(dataclasses.replace(options, profile_side=None, neighbours=()))
        parameters = {
            "side": page.side.value,
            "quality": None if bilevel else JPEG_QUALITY,
            "options": _jsonable(said),
            "profile": found.profile_hash,
            "neighbours": list(neighbours.map_sha256),
        }
        content = encoded_png(page.image, page.ppi, bilevel=True) if bilevel else encoded_jpeg(page.image, page.ppi)
        suffix = ".png" if bilevel else ".jpg"
        image = derive(self._library, PAGE_IMAGE, suffix, photograph.sha256, CODE_VERSION, parameters, content)
        self._thumbnails.keep(image.sha256, _picture(page.image))
        stored = map_bytes(page.coarse_map, page.told)
        return [image, derive(self._library, PAGE_MAP, ".npz", photograph.sha256, CODE_VERSION, parameters, stored)]


def _flat_pages(
    photograph: Photograph, found: CalibrationFound, edits: Mapping[Side, PageEditMade], neighbours: Neighbours
) -> list[tuple[FlatPage, PageOptions]]:
    """The pages with the options of each: both of a spread at once, and again alone those that a person edited."""
    content = photograph.path.read_bytes()
    plain = PageOptions(photo_ppi=photograph.ppi, profile_side=found.side, neighbours=neighbours.told)
    if photograph.side is not Side.BOTH:
        made = edits.get(photograph.side)
        options = plain if made is None else edited(plain, made.edit)
        return [(page, options) for page in flatten(content, side=photograph.side, options=options)]
    pages = []
    for page in flatten(content, side=Side.BOTH, layout="spread", options=plain):
        made = edits.get(page.side)
        if made is None:
            pages.append((page, plain))
            continue
        options = edited(plain, made.edit)
        again = flatten(content, side=Side.BOTH, layout="spread", options=options)
        pages.append((next(each for each in again if each.side is page.side), options))
    return pages


def edited(options: PageOptions, edit: PageEdit) -> PageOptions:
    """The options with what a person said in their place."""
    options = dataclasses.replace(options, crop_to=edit.crop)
    if edit.clockwise_degrees is not None:
        options = dataclasses.replace(options, clockwise_degrees=edit.clockwise_degrees)
    if edit.as_photographed:
        return dataclasses.replace(
            options, crop=False, straighten_lines=False, even_light=False, reduce_show_through=False
        )
    mode = options.mode if edit.mode is None else Mode(edit.mode)
    return dataclasses.replace(options, corners=edit.corners, mode=mode)


def _facts(page: FlatPage, found: CalibrationFound, made: PageEditMade | None) -> Details:
    """The reasons, for the record."""
    facts = {**_jsonable(dataclasses.asdict(page.reasons)), "backend": page.backend, "profile": found.profile_hash}
    if found.why_none is not None:
        facts["warnings"] = [*facts["warnings"], found.why_none]
    if made is not None:
        facts["edit"] = {"edit_id": made.edit_id, "operator": made.operator, **_jsonable(made.edit.details)}
    return facts


def _picture(image: np.ndarray) -> Image.Image:
    return Image.fromarray(image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def _jsonable(value: object) -> Details:
    loaded: Details = json.loads(json.dumps(value, default=str))
    return loaded
