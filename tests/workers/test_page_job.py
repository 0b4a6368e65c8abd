"""The page job: calibrated where the book is, held to what a person said, and able to show a word on the photograph."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select

from scanner_daemon.calibration.profile import CalibratedLens, FlatField, PlatenPlane, Profile, SideProfile
from scanner_daemon.calibration.profile_file import write_profile
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Book, Event, Shot
from scanner_daemon.library.page_edits import PageEdit, PageEdits
from scanner_daemon.library.pages import PageInOrder, Pages
from scanner_daemon.library.queue import JobQueue, Lease
from scanner_daemon.pages.stored_map import map_of, photo_outline
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.leasing import Finished, Worker
from scanner_daemon.workers.page_job import PAGE_JOB, PageJob
from tests.workers.conftest import photograph_of

AddPage = Callable[..., str]
TONIGHT = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
SIZE = (1000, 1300)


def make_pages(library: Library, handler: Callable[[Lease], Finished] | None = None) -> list[str]:
    worker = Worker(JobQueue(library), {PAGE_JOB: handler or PageJob(library, lambda: TONIGHT)}, library.write)
    whys = []
    while (ended := worker.work_one(due_by=datetime.now(UTC) + timedelta(days=1))) is not None:
        whys.append(ended.why)
    return whys


def only_page(library: Library, book_id: str) -> PageInOrder:
    (page,) = Pages(library).in_order(book_id)
    return page


def calibration(serial: str = "6001001") -> Profile:
    """A camera straight above the platen, 5 pixels a mm (127 ppi), with a lamp that is weaker on the right."""
    plane = PlatenPlane(pixels_to_mm=((0.2, 0, -100), (0, 0.2, -130), (0, 0, 1)), uncertainty_mm=0.2)
    lens = CalibratedLens(size_px=SIZE, focal_px=2600, centre_px=(499.5, 649.5))
    light = FlatField(gains=((1.0, 1.25), (1.0, 1.25)))
    side = SideProfile(serial=serial, lens=lens, plane=plane, ppi=127, ppi_uncertainty=0.5, flat_field=light)
    return Profile(made_at=TONIGHT, made_by="test", sides={Side.SINGLE: side})


def calibrated(library: Library, shot_id: str, name: str = "winter", serial: str = "6001001") -> None:
    """The shot's book was begun under a profile, and the shot was taken by this body."""
    with library.write() as session:
        shot = session.get_one(Shot, shot_id)
        shot.camera_serial = serial
        session.get_one(Book, shot.spread.book_id).profile = name


def test_a_book_s_profile_gives_its_pages_their_resolution_light_and_name(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    profile = calibration()
    library.folders.profiles.mkdir()
    write_profile(library.folders.profiles / "winter.json", profile)
    calibrated(library, add_page("Monday"))
    assert make_pages(library) == [""]
    page = only_page(library, book_id)
    facts = page.facts["page_engine"]
    assert page.ppi is not None
    assert page.width_px is not None
    assert page.width_px / page.ppi * 25.4 == pytest.approx(168, abs=4)
    assert (facts["ppi_from"], facts["profile"]) == ("profile", profile.content_hash)
    assert facts["ppi_uncertainty"] == pytest.approx(page.ppi * 0.5 / 127, abs=0.02)
    assert facts["light_from"] == "flat_field_and_paper"
    assert 200 < facts["paper_level"][0] < 250


@pytest.mark.parametrize(("name", "serial", "why"), [("lost", "6001001", "cannot be read"), ("winter", "7", "another")])
def test_without_the_profile_a_page_is_made_all_the_same_and_says_so(
    library: Library, book_id: str, add_page: AddPage, name: str, serial: str, why: str
) -> None:
    library.folders.profiles.mkdir()
    write_profile(library.folders.profiles / "winter.json", calibration())
    calibrated(library, add_page("Monday"), name, serial)
    assert make_pages(library) == [""]
    facts = only_page(library, book_id).facts["page_engine"]
    assert facts["profile"] is None
    assert any(why in warning for warning in facts["warnings"])


def test_a_box_on_the_page_is_shown_on_the_photograph(library: Library, book_id: str, add_page: AddPage) -> None:
    add_page("Monday")
    make_pages(library)
    page = only_page(library, book_id)
    coarse = map_of(page.artifacts["map"].read_bytes())
    with Image.open(page.artifacts["page"]) as image:
        shown = np.asarray(image.convert("L"))
    margin = shown.shape[1] // 25
    top, left = np.argwhere(shown[margin:-margin, margin:-margin] < 100).min(axis=0) + margin
    outline = photo_outline(coarse, (float(left), float(top), float(left) + 40, float(top) + 30))
    # the lines of the drawn photograph begin at (150, 170), their capitals some pixels below
    assert outline[0] == pytest.approx([152, 176], abs=7)
    assert coarse.page_points(outline)[2] == pytest.approx([left + 40, top + 30], abs=0.1)


def test_an_edit_is_kept_carried_out_and_told(library: Library, book_id: str, add_page: AddPage) -> None:
    add_page("Monday")
    make_pages(library)
    plain = only_page(library, book_id)
    crop = ((140.0, 160.0), (860.0, 160.0), (860.0, 640.0), (140.0, 640.0))
    PageEdits(library).make(plain.page_id, PageEdit(mode="bilevel", crop=crop), "ada")
    assert make_pages(library) == [""]
    page = only_page(library, book_id)
    assert page.page_id == plain.page_id
    with Image.open(page.artifacts["page"]) as image:
        assert (image.format, image.mode) == ("PNG", "1")
        assert image.size == pytest.approx((720, 480), rel=0.03)
    edit = page.facts["page_engine"]["edit"]
    assert (edit["operator"], edit["mode"]) == ("ada", "bilevel")
    with library.read() as session:
        told = session.scalars(select(Event).where(Event.kind == "page_edited")).one()
    assert (told.operator, told.details["edit"]["mode"]) == ("ada", "bilevel")


def test_a_new_run_holds_to_the_edit_and_undoing_brings_the_page_back(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    shot_id = add_page("Monday")
    make_pages(library)
    plain = only_page(library, book_id)
    edits = PageEdits(library)
    edits.make(plain.page_id, PageEdit(as_photographed=True, clockwise_degrees=180), "ada")
    make_pages(library)
    edited = only_page(library, book_id)
    assert (edited.width_px, edited.height_px) == SIZE
    assert edited.facts["page_engine"]["clockwise_degrees"] == 180
    with library.write() as session:
        JobQueue(library).enqueue(session, PAGE_JOB, shot_id, dedupe_key=f"{PAGE_JOB}:{shot_id}", again=True)
    make_pages(library)
    assert only_page(library, book_id).artifact_sha256 == edited.artifact_sha256
    assert edits.undo(plain.page_id, "bob") is None
    make_pages(library)
    assert only_page(library, book_id).artifact_sha256 == plain.artifact_sha256
    with pytest.raises(NotInBook):
        edits.undo(plain.page_id, "bob")


def test_a_run_that_began_before_the_edit_does_not_overwrite_it(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    shot_id = add_page("Monday")
    make_pages(library)
    page_id = only_page(library, book_id).page_id
    job = PageJob(library, lambda: TONIGHT)

    def interrupted(lease: Lease) -> Finished:
        finish = job(lease)
        PageEdits(library).make(page_id, PageEdit(mode="gray"), "ada")
        return finish

    with library.write() as session:
        JobQueue(library).enqueue(session, PAGE_JOB, shot_id, dedupe_key=f"{PAGE_JOB}:{shot_id}", again=True)
    Worker(JobQueue(library), {PAGE_JOB: interrupted}, library.write).work_one()
    assert "edit" not in only_page(library, book_id).facts["page_engine"]
    make_pages(library)
    assert only_page(library, book_id).facts["page_engine"]["mode"] == "gray"


def test_one_page_of_a_spread_is_edited_and_the_other_is_not(library: Library, book_id: str, add_page: AddPage) -> None:
    page = np.asarray(Image.open(io.BytesIO(photograph_of("Verso"))))
    out = io.BytesIO()
    Image.fromarray(np.concatenate([page[:, :920], page[:, 80:]], axis=1)).save(out, "JPEG", quality=92)
    add_page("spread", out.getvalue(), Side.BOTH)
    make_pages(library)
    left, right = Pages(library).in_order(book_id)
    PageEdits(library).make(right.page_id, PageEdit(mode="bilevel"), "ada")
    make_pages(library)
    left_after, right_after = Pages(library).in_order(book_id)
    assert left_after.artifact_sha256 == left.artifact_sha256
    assert right_after.artifacts["page"].suffix == ".png"


def test_a_page_listens_to_the_pages_before_it_on_its_side_and_is_made_again_alike(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    shots = [add_page(word, side=side) for word in ("Monday", "Tuesday") for side in (Side.LEFT, Side.RIGHT)]
    assert make_pages(library) == [""] * 4
    pages = {page.shot_id: page for page in Pages(library).in_order(book_id)}
    listened = {shot_id: page.facts["page_engine"]["neighbours"] for shot_id, page in pages.items()}
    assert [listened[shot_id] for shot_id in shots] == [[], [], [pages[shots[0]].page_id], [pages[shots[1]].page_id]]
    with library.write() as session:
        JobQueue(library).enqueue(session, PAGE_JOB, shots[2], dedupe_key=f"{PAGE_JOB}:{shots[2]}", again=True)
    make_pages(library)
    again = {page.shot_id: page for page in Pages(library).in_order(book_id)}[shots[2]]
    assert again.artifact_sha256 == pages[shots[2]].artifact_sha256


def test_pages_photographed_one_by_one_have_no_neighbours(library: Library, book_id: str, add_page: AddPage) -> None:
    add_page("Monday")
    add_page("Tuesday")
    make_pages(library)
    assert [page.facts["page_engine"]["neighbours"] for page in Pages(library).in_order(book_id)] == [[], []]
