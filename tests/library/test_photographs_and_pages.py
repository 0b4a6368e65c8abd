"""Foreign photographs come in byte for byte and once; what is made of photographs is recorded, found and forgotten."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from scanner_daemon.library.atomic import write_atomically
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import BookNotFound, NotAPhotograph, NotInBook
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Artifact, File, JobState
from scanner_daemon.library.pages import ArtifactMade, PageResult, Pages, derivation_key
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import FileKind, ReadingDirection, Side

if TYPE_CHECKING:
    from tests.library.conftest import Rig

JPEG = b"\xff\xd8\xff\xe0 photograph "


def photograph(folder: Path, name: str, content: bytes = JPEG) -> Path:
    path = folder / name
    path.write_bytes(content + name.encode())
    return path


def made(
    library: Library, name: str, kind: str = "image", *, code: str = "1", source: str = "00", **parameters: int
) -> ArtifactMade:
    key = derivation_key(source, code, parameters)
    path = library.folders.derived_path(kind, key, ".png")
    content = name.encode()
    write_atomically(path, content, library.disk)
    return ArtifactMade(kind, path, hashlib.sha256(content).hexdigest(), len(content), source, code, dict(parameters))


def test_a_photograph_is_taken_in_byte_for_byte(either_library: Library, tmp_path: Path) -> None:
    book = Books(either_library).create("Cookbook")
    source = photograph(tmp_path, "IMG_1.JPG")
    added = add_photograph(either_library, book, source, Side.SINGLE, operator="ada")
    assert (added.new, added.position, added.path.suffix) == (True, 1, ".jpg")
    assert added.path.read_bytes() == source.read_bytes()
    assert added.path.stat().st_ino != source.stat().st_ino, "a link would let the person's file change ours"
    assert source.stat().st_mode & 0o200
    found = Pages(either_library).photograph(added.shot_id)
    assert (found.path, found.side, found.kind) == (added.path, Side.SINGLE, FileKind.JPEG)
    assert JobQueue(either_library).counts(book) == {"page": {JobState.QUEUED: 1}}
    assert [path.name for path in either_library.folders.staging.iterdir()] == []


def test_importing_the_same_folder_again_adds_nothing(library: Library, tmp_path: Path) -> None:
    book = Books(library).create("Cookbook")
    sources = [photograph(tmp_path, f"{number}.jpg") for number in range(3)]
    first = [add_photograph(library, book, source, Side.SINGLE) for source in sources]
    Leaves(library).delete(first[1].spread_id, "ada")
    again = [add_photograph(library, book, source, Side.SINGLE) for source in sources]
    assert [added.new for added in again] == [False] * 3
    assert [added.shot_id for added in again] == [added.shot_id for added in first]
    with library.read() as session:
        assert session.scalar(select(func.count()).select_from(File)) == 3


def test_left_and_right_meet_in_one_spread(library: Library, tmp_path: Path) -> None:
    book = Books(library).create("Livre")
    left = add_photograph(library, book, photograph(tmp_path, "left_1.jpg"), Side.LEFT)
    right = add_photograph(library, book, photograph(tmp_path, "right_1.jpg"), Side.RIGHT, spread_id=left.spread_id)
    other = add_photograph(library, book, photograph(tmp_path, "right_1b.jpg"), Side.RIGHT, position=1)
    assert left.spread_id == right.spread_id == other.spread_id
    (spread,) = Leaves(library).list(book)
    assert spread.shots == {Side.LEFT: left.shot_id, Side.RIGHT: other.shot_id}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "it is empty"), (b"a letter, not a photograph", "another kind of file"), (b"\xff\xd8", "another kind")],
)
def test_what_is_no_photograph_is_refused_by_name(library: Library, tmp_path: Path, content: bytes, said: str) -> None:
    book = Books(library).create("Cookbook")
    path = tmp_path / "notes.jpg"
    path.write_bytes(content)
    with pytest.raises(NotAPhotograph, match=rf"notes\.jpg.*{said}"):
        add_photograph(library, book, path, Side.SINGLE)
    with pytest.raises(NotAPhotograph, match="no such file"):
        add_photograph(library, book, tmp_path / "absent.jpg", Side.SINGLE)
    with pytest.raises(BookNotFound):
        add_photograph(library, "nowhere", photograph(tmp_path, "1.jpg"), Side.SINGLE)
    with pytest.raises(NotInBook):
        add_photograph(library, book, photograph(tmp_path, "1.jpg"), Side.LEFT, spread_id="nothing")
    assert Leaves(library).list(book) == []


def test_the_same_bytes_in_two_books_are_one_file(library: Library, tmp_path: Path) -> None:
    source = photograph(tmp_path, "1.jpg")
    added = [add_photograph(library, Books(library).create(title), source, Side.SINGLE) for title in "AB"]
    assert [each.new for each in added] == [True, True]
    assert added[0].path == added[1].path


def test_a_key_follows_from_input_code_and_parameters() -> None:
    key = derivation_key("aa", "1", {"ppi": 300, "crop": [1, 2]})
    assert key == derivation_key("aa", "1", {"crop": [1, 2], "ppi": 300})
    assert len({key, derivation_key("ab", "1", {}), derivation_key("aa", "2", {}), derivation_key("aa", "1", {})}) == 4


@pytest.mark.parametrize("direction", list(ReadingDirection))
def test_pages_come_in_reading_order_with_what_is_current(either_rig: Rig, direction: ReadingDirection) -> None:
    library = either_rig.library
    book = Books(library).create("Euclid", reading_direction=direction)
    old, second = either_rig.shoot(book), either_rig.shoot(book)
    first = either_rig.shoot(book, 1, re_shoot=True)
    dropped = either_rig.shoot(book)
    pages = Pages(library)
    with library.write() as session:
        for intent in (dropped, second, first, old):
            for side, shot in intent.shot_ids.items():
                source = f"{shot}{side}"
                page = pages.record_page(
                    session,
                    shot,
                    side,
                    PageResult(width_px=10, facts={"angle": 1}),
                    [made(library, "v1", source=source)],
                )
                again = PageResult(score=0.9, facts={"words": 5})
                better = [made(library, "v2", source=source, ppi=300), made(library, "t", "text", source=source)]
                assert pages.record_page(session, shot, side, again, better) == page
    Leaves(library).delete(dropped.spread_id, "ada")

    found = pages.in_order(book)
    sides = [Side.LEFT, Side.RIGHT] if direction is ReadingDirection.LEFT_TO_RIGHT else [Side.RIGHT, Side.LEFT]
    assert [page.shot_id for page in found] == [intent.shot_ids[side] for intent in (first, second) for side in sides]
    assert [(page.position, page.label) for page in found] == [(1, "1"), (1, "2"), (2, "3"), (2, "4")]
    assert (found[0].width_px, found[0].score, found[0].facts) == (10, 0.9, {"angle": 1, "words": 5})
    assert {kind: path.read_bytes() for kind, path in found[0].artifacts.items()} == {"image": b"v2", "text": b"t"}
    assert found[0].artifact_sha256["text"] == hashlib.sha256(b"t").hexdigest()
    with pytest.raises(NotInBook):
        pages.in_order("nowhere")


def test_an_artifact_is_found_by_its_key_while_its_file_is_there(library: Library) -> None:
    book = Books(library).create("Euclid")
    pages = Pages(library)
    pdf = made(library, "pdf", "pdf")
    with library.write() as session:
        first = pages.record_artifact(session, pdf, book_id=book)
        assert pages.record_artifact(session, pdf, book_id=book) == first
    assert pages.find_artifact("pdf", pdf.key) == pages.artifact_of_book(book, "pdf") == pdf.path
    pdf.path.unlink()
    assert pages.find_artifact("pdf", pdf.key) is None
    with pytest.raises(ValueError, match="of a page or of a book"), library.write() as session:
        pages.record_artifact(session, pdf)


def test_what_other_code_made_is_forgotten_with_its_files(library: Library) -> None:
    book = Books(library).create("Euclid")
    pages = Pages(library)
    old, new = made(library, "old", code="1"), made(library, "new", code="2")
    with library.write() as session:
        pages.record_artifact(session, old, book_id=book)
        pages.record_artifact(session, new, book_id=book)
    assert pages.invalidate("image", other_than_version="2") == 1
    assert (old.path.exists(), new.path.exists()) == (False, True)
    assert pages.invalidate("image", keys=["unknown"]) == 0
    assert pages.invalidate("image", keys=[new.key]) == 1
    with library.read() as session:
        assert session.scalars(select(Artifact)).all() == []


def test_a_shot_without_a_file_has_no_photograph(rig: Rig) -> None:
    intent = rig.intend(Books(rig.library).create("Euclid"))
    with pytest.raises(NotInBook):
        Pages(rig.library).photograph(intent.shot_ids[Side.LEFT])
