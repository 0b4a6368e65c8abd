"""The book is a book: enough pages, all different, every word where the page says it is."""

from __future__ import annotations

import numpy as np
import pytest

from scanner_daemon.simulation.book import Book, LineRole
from scanner_daemon.simulation.book.typefaces import Face, TypefaceMissing, load_face
from scanner_daemon.simulation.book.volume import NoSuchPage
from scanner_daemon.simulation.book.works import load_works, printers_marks

SEEDS = [1, 2, 3]


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.standard(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seed_fills_at_least_sixty_pages_and_thirty_spreads(seed: int) -> None:
    book = Book.standard(seed)
    assert len(book.pages) >= 60
    assert len(book.spreads) >= 30
    assert [page.number for page in book.pages] == list(range(1, len(book.pages) + 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_printed_pages_are_alike(seed: int) -> None:
    texts = [page.text for page in Book.standard(seed).pages if page.words]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_leaves_the_page_or_its_margins(seed: int) -> None:
    for page in Book.standard(seed).pages:
        for word in page.words:
            left, top, right, bottom = word.box_mm
            assert 10 < left < right < page.width_mm - 10, (page.number, word)
            assert 8 < top < bottom < page.height_mm - 8, (page.number, word)


def test_a_spread_is_a_verso_and_the_recto_after_it(book: Book) -> None:
    assert book.spreads[0] == (2, 3)
    assert all(verso % 2 == 0 and recto == verso + 1 for verso, recto in book.spreads)
    assert book.page(book.spreads[4][1]).is_recto
    assert not book.page(book.spreads[4][0]).is_recto


def test_the_text_of_the_book_is_the_text_of_the_works_in_their_order(book: Book) -> None:
    printed = " ".join(
        word.text for page in book.pages for line in page.lines if line.role is LineRole.BODY for word in line.words
    )
    at = 0
    for work in load_works():
        for paragraph in work.paragraphs:
            found = printed.find(paragraph, at)
            assert found >= at, (work.title, paragraph[:60])
            at = found + len(paragraph)


def test_all_kinds_of_pages_are_among_the_first_twelve_spreads(book: Book) -> None:
    pages = [book.page(number) for spread in book.spreads[:12] for number in spread]
    assert any(page.columns == 2 for page in pages)
    assert any(page.pictures and len(page.words) > 100 for page in pages)
    assert any(page.pictures and len(page.words) < 30 for page in pages)
    assert any(line.role is LineRole.TITLE for page in pages for line in page.lines)
    assert all(page.words for page in pages)


def test_two_columns_are_read_one_after_the_other(book: Book) -> None:
    page = next(page for page in book.pages if page.columns == 2 and page.lines[0].role is LineRole.HEAD)
    body = [line for line in page.lines if line.role is LineRole.BODY]
    middle = page.width_mm / 2
    sides = [line.box_mm[0] > middle for line in body]
    assert sides == sorted(sides)
    assert True in sides
    assert False in sides


def test_running_heads_carry_the_page_number_on_the_outside(book: Book) -> None:
    for page in book.pages:
        heads = [line for line in page.lines if line.role is LineRole.HEAD]
        for head in heads:
            numbers = [word for word in head.words if word.text == str(page.number)]
            outer = head.words[-1] if page.is_recto else head.words[0]
            assert outer in numbers
    assert sum(1 for page in book.pages for line in page.lines if line.role is LineRole.HEAD) > 40


def test_ink_fills_each_word_box_to_a_dot_and_nothing_is_printed_elsewhere(book: Book) -> None:
    page = book.page(5)
    printed = page.image(406.4) < 250
    allowed = np.zeros_like(printed)
    for word in page.words:
        x0, y0, x1, y1 = (round(edge * 16) for edge in word.box_mm)
        allowed[y0 - 1 : y1 + 1, x0 - 1 : x1 + 1] = True
        ink = np.argwhere(printed[y0 - 1 : y1 + 1, x0 - 1 : x1 + 1])
        height, width = ink.max(axis=0) - ink.min(axis=0) + 1
        assert abs(height - (y1 - y0)) <= 2, word
        assert abs(width - (x1 - x0)) <= 2, word
    assert not (printed & ~allowed).any()


def test_the_page_can_be_had_at_any_resolution(book: Book) -> None:
    page = book.page(4)
    for ppi in (96, 300, 600):
        image = page.image(ppi)
        assert image.dtype == np.uint8
        assert image.shape == (round(page.height_mm * ppi / 25.4), round(page.width_mm * ppi / 25.4))
        assert image.max() == 255
        assert image.min() < 90


def test_equal_seeds_give_equal_books_and_others_differ_in_type_or_format() -> None:
    assert Book.standard(3).page(9) == Book.standard(3).page(9)
    looks = {
        (book.layout.family.regular, book.layout.width_mm, book.layout.leading) for book in map(Book.standard, SEEDS)
    }
    assert len(looks) == len(SEEDS)


def test_a_page_that_does_not_exist_is_named(book: Book) -> None:
    with pytest.raises(NoSuchPage, match=f"no page 0: it ends at page {len(book.pages)}"):
        book.page(0)
    with pytest.raises(NoSuchPage):
        book.page(len(book.pages) + 1)


def test_a_missing_typeface_names_the_package_that_brings_it() -> None:
    with pytest.raises(TypefaceMissing, match="apt-get install fonts-garamond"):
        load_face(Face("garamond/Garamond.ttf", 40.0))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"So," he said--\'tis so.', "“So,” he said—‘tis so."),
        ('Scrooge\'s ("old") name', "Scrooge’s (“old”) name"),
    ],
)
def test_typewriter_marks_become_printers_marks(typed: str, printed: str) -> None:
    assert printers_marks(typed) == printed


def test_every_passage_says_who_wrote_it_and_when() -> None:
    works = load_works()
    assert len(works) >= 20
    assert all(work.author and work.title and work.paragraphs for work in works)
    assert all(1600 < work.year < 1931 for work in works[:-1])
