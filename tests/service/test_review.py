"""What a reviewer sees and says, over a library whose pages have words."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from scanner_daemon.api.schemas import AnswerFlag, CorrectWord, FlagOpinion, GridFilter, GridPart, SayRoles, WordBox
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library import models
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.service.review import NoTextYet
from scanner_daemon.service.review_actions import ReviewService, WordChanged
from scanner_daemon.text.model import Block, Box, Line, PageText, Paragraph, Word
from scanner_daemon.text.plain import plain_text
from scanner_daemon.vocabulary import Level, ShotRole, Side
from scanner_daemon.workers.corrected_text import CorrectedTexts
from scanner_daemon.workers.derived import derive
from tests.service.conftest import Shelf

BOXES = ((10, 10, 50, 30), (60, 10, 160, 30))


def read_page(*texts: str, engine: str = "first") -> PageText:
    words = tuple(
        Word(text=text, box=Box(left=x0, top=y0, right=x1, bottom=y1), confidence=0.5)
        for text, (x0, y0, x1, y1) in zip(texts, BOXES, strict=True)
    )
    whole = Box(left=0, top=0, right=300, bottom=200)
    paragraph = Paragraph(box=whole, lines=(Line(box=whole, baseline=None, words=words),))
    blocks = (Block(kind="text", box=whole, paragraphs=(paragraph,)),)
    return PageText(width=300, height=200, ppi=100, languages=("eng",), engine=engine, blocks=blocks)


def recognise(shelf: Shelf, shot: int, text: PageText) -> str:
    """What a page job and a recognition job leave of a shot."""
    library, digest = shelf.library, "0" * 64
    contents = {"page": (".jpg", b"\xff\xd8page\xff\xd9"), "text": (".json", text.to_json().encode())}
    contents["plain"] = (".txt", plain_text(text).encode())
    made = [
        derive(library, kind, suffix, digest, "test", {"engine": text.engine}, content)
        for kind, (suffix, content) in contents.items()
    ]
    facts = {"page_engine": {"quad": [[1, 2], [9, 2], [9, 8], [1, 8]], "clockwise_degrees": 90}}
    with library.write() as session:
        result = PageResult(width_px=300, height_px=200, score=0.5, facts=facts)
        return Pages(library).record_page(session, shelf.shot_ids[shot], Side.LEFT, result, made)


def flag_spread(shelf: Shelf, spread_id: str) -> str:
    with shelf.library.write() as session:
        now = shelf.library.clock.utc()
        verdict = models.VerdictRow(spread_id=spread_id, level=Level.RED, inspected_ms=1.0, judged_at=now)
        flag = models.FlagRow(
            spread_id=spread_id, check="blur", level=Level.RED, side=Side.LEFT, reason="why", version="1"
        )
        verdict.flags.append(flag)
        session.add(verdict)
        session.flush()
        return flag.id


@pytest.fixture
def review(shelf: Shelf) -> ReviewService:
    return ReviewService(shelf.library)


def word_box(number: int) -> WordBox:
    left, top, right, bottom = BOXES[number]
    return WordBox(left=left, top=top, right=right, bottom=bottom)


def correct(number: int, old: str, new: str) -> CorrectWord:
    return CorrectWord(box=word_box(number), old_text=old, new_text=new)


async def look(review: ReviewService, shown: GridFilter = GridFilter.ALL, book_id: str | None = None) -> GridPart:
    return await review.grid(
        book_id=book_id, shown=shown, level=None, check=None, score_below=0.8, offset=0, limit=10, fresh=True
    )


def exported(shelf: Shelf) -> list[str]:
    pages = Pages(shelf.library).in_order(shelf.book_id)
    texts = CorrectedTexts(shelf.library, pages)
    return [texts.written(page, "plain").decode() for page in pages]


def logged(shelf: Shelf) -> list[tuple[str, str, dict[str, object]]]:
    with shelf.library.read() as session:
        return [(row.kind, row.operator, row.details) for row in session.scalars(select(models.Event))]


async def test_a_spread_shows_its_photographs_verdict_and_pages(shelf: Shelf, review: ReviewService) -> None:
    flag_spread(shelf, shelf.spread_ids[0])
    recognise(shelf, 0, read_page("The", "harbonr"))
    seen = await review.review(shelf.spread_ids[0])
    assert (seen.book_title, seen.position, seen.of) == ("Days", 1, 2)
    (version,) = seen.versions
    assert (version.counts, [shot.side for shot in version.shots]) == (True, [Side.LEFT, Side.RIGHT])
    assert version.verdict is not None
    assert version.verdict.flags[0].check == "blur"
    (page,) = seen.pages
    assert (page.corners, page.clockwise_degrees) == (((1, 2), (9, 2), (9, 8), (1, 8)), 90)
    image = await review.page_image(page.page_id)
    assert (image.sha256, image.path.read_bytes()) == (page.image_sha256, b"\xff\xd8page\xff\xd9")


async def test_an_answer_keeps_who_gave_it_when_and_why(shelf: Shelf, review: ReviewService) -> None:
    flag_id = flag_spread(shelf, shelf.spread_ids[0])
    assert [cell.checks for cell in (await look(review, GridFilter.FLAGGED)).cells] == []  # summed up by landing only
    asked = AnswerFlag(opinion=FlagOpinion.ACCEPTED, reason="The ink is pale.")
    await review.answer_flag(flag_id, asked, "ada")
    verdict = (await review.review(shelf.spread_ids[0])).versions[0].verdict
    assert verdict is not None
    flag = verdict.flags[0]
    assert (flag.opinion, flag.opinion_by, flag.opinion_reason) == (FlagOpinion.ACCEPTED, "ada", "The ink is pale.")
    assert flag.opinion_at is not None
    kind, operator, details = logged(shelf)[-1]
    assert (kind, operator, details["reason"]) == ("flag_answered", "ada", "The ink is pale.")
    await review.answer_flag(flag_id, AnswerFlag(opinion=None), "ada")
    assert len((await look(review, GridFilter.FLAGGED)).cells) == 1


async def test_a_correction_comes_out_of_an_export_and_survives_a_new_recognition(
    shelf: Shelf, review: ReviewService
) -> None:
    page_id = recognise(shelf, 0, read_page("The", "harbonr"))
    correction = await review.correct_word(page_id, correct(1, "harbonr", "harbour"), "ada")
    assert exported(shelf) == ["The harbour\n"]
    assert recognise(shelf, 0, read_page("Tho", "harbonr", engine="second")) == page_id
    assert exported(shelf) == ["Tho harbour\n"]
    words = await review.page_words(page_id)
    assert [(word.text, word.corrected, word.correction_id) for word in words.words] == [
        ("Tho", None, None),
        ("harbonr", "harbour", correction),
    ]
    assert ("word_corrected", "ada") in [(kind, operator) for kind, operator, _ in logged(shelf)]


async def test_a_correction_whose_word_is_gone_is_kept_and_told(shelf: Shelf, review: ReviewService) -> None:
    page_id = recognise(shelf, 0, read_page("The", "harbonr"))
    correction = await review.correct_word(page_id, correct(1, "harbonr", "harbour"), "ada")
    recognise(shelf, 0, read_page("The", "anchor", engine="second"))
    words = await review.page_words(page_id)
    assert [(kept.correction_id, kept.new_text, kept.operator) for kept in words.unmatched] == [
        (correction, "harbour", "ada")
    ]
    assert exported(shelf) == ["The anchor\n"]


async def test_withdrawing_brings_back_what_was_there_before(shelf: Shelf, review: ReviewService) -> None:
    page_id = recognise(shelf, 0, read_page("The", "harbonr"))
    await review.correct_word(page_id, correct(1, "harbonr", "harbor"), "ada")
    second = await review.correct_word(page_id, correct(1, "harbor", "harbour"), "bo")
    assert exported(shelf) == ["The harbour\n"]
    await review.withdraw_correction(second, "ada")
    assert exported(shelf) == ["The harbor\n"]
    with pytest.raises(NotFoundError):
        await review.withdraw_correction(second, "ada")


@pytest.mark.parametrize("asked", [correct(0, "harbonr", "x"), correct(1, "harbour", "x")])
async def test_a_word_that_does_not_read_so_is_not_corrected(
    shelf: Shelf, review: ReviewService, asked: CorrectWord
) -> None:
    page_id = recognise(shelf, 0, read_page("The", "harbonr"))
    with pytest.raises(WordChanged):
        await review.correct_word(page_id, asked, "ada")
    elsewhere = asked.model_copy(update={"box": WordBox(left=1, top=1, right=2, bottom=2)})
    with pytest.raises(WordChanged):
        await review.correct_word(page_id, elsewhere, "ada")


async def test_a_page_without_text_says_so(shelf: Shelf, review: ReviewService) -> None:
    with shelf.library.write() as session:
        page_id = Pages(shelf.library).record_page(session, shelf.shot_ids[0], Side.LEFT, PageResult())
    with pytest.raises(NoTextYet):
        await review.page_words(page_id)
    with pytest.raises(NoTextYet):
        await review.correct_word(page_id, correct(1, "a", "b"), "ada")


async def test_roles_are_said_by_side_and_the_answer_undoes_it(shelf: Shelf, review: ReviewService) -> None:
    spread_id = shelf.spread_ids[1]
    said = await review.say_roles(spread_id, SayRoles(roles={Side.LEFT: ShotRole.BLANK}), "ada")
    assert (await look(review, GridFilter.BLANK)).cells[0].spread_id == spread_id
    await review.say_roles(spread_id, SayRoles(roles=said.before), "ada")
    assert (await look(review, GridFilter.BLANK)).total == 0
    with pytest.raises(NotInBook):
        await review.say_roles(spread_id, SayRoles(roles={Side.BOTH: ShotRole.COVER}), "ada")


async def test_a_note_is_kept_and_shown_in_the_grid(shelf: Shelf, review: ReviewService) -> None:
    await review.note_spread(shelf.spread_ids[0], "A leaf is torn.", "ada")
    assert (await review.review(shelf.spread_ids[0])).note == "A leaf is torn."
    assert [cell.noted for cell in (await look(review, book_id=shelf.book_id)).cells] == [True, False]


async def test_ids_that_name_nothing_are_told(shelf: Shelf, review: ReviewService) -> None:
    asks = (
        look(review, book_id="none"),
        review.review("none"),
        review.page_words("none"),
        review.page_image("none"),
        review.answer_flag("none", AnswerFlag(opinion=None), "ada"),
        review.correct_word("none", correct(0, "a", "b"), "ada"),
        review.withdraw_correction("none", "ada"),
        review.say_roles("none", SayRoles(roles={Side.LEFT: ShotRole.COVER}), "ada"),
        review.note_spread("none", "x", "ada"),
    )
    for ask in asks:
        with pytest.raises(NotFoundError):
            await ask


async def test_what_travels_is_what_was_meant(shelf: Shelf, review: ReviewService) -> None:
    page_id = recognise(shelf, 0, read_page("The", "harbonr"))
    told = json.loads((await review.page_words(page_id)).model_dump_json())
    assert told["words"][1] == {
        "box": {"left": 60, "top": 10, "right": 160, "bottom": 30},
        "text": "harbonr",
        "confidence": 0.5,
        "block": 0,
        "paragraph": 0,
        "line": 0,
        "corrected": None,
        "correction_id": None,
    }
