"""What is too poor to keep: the limits under which a page goes on the re-shoot list.

The limits were chosen by reading one printed page at growing blur: to a blur of 2.5 px nothing is lost (score 0.94 and
more), at 3 px words are wrong (0.68), at 4 px not one word is believed and 59 of those thrown away have three letters
or more. Photographs without text that were read for comparison gave at most 12 such words.
"""

from __future__ import annotations

from scanner_daemon.library.tickets import Finding
from scanner_daemon.text.junk import junk_share
from scanner_daemon.text.model import PageText
from scanner_daemon.vocabulary import ShotRole, Side

__all__ = ["JUNK_LIMIT", "SCORE_LIMIT", "UNREADABLE_WORDS", "poor_text"]

SCORE_LIMIT = 0.75
"""Mean confidence of the words of a page, 0 to 1."""
JUNK_LIMIT = 0.2
"""Share of a page's characters in words that no one would write."""
UNREADABLE_WORDS = 30
"""Words of three letters or more that were seen and not believed."""
ENOUGH_CHARACTERS = 40
"""A page number or a caption is no evidence of anything."""
WITHOUT_TEXT = frozenset({ShotRole.BLANK, ShotRole.COVER, ShotRole.SPINE})


def poor_text(text: PageText, side: Side, role: ShotRole = ShotRole.PAGE) -> tuple[Finding, ...]:
    """What is wrong with the text of a page; nothing for a page that a person said to have none."""
    if role in WITHOUT_TEXT:
        return ()
    found = []
    score, junk = text.mean_confidence, junk_share(text)
    if text.characters >= ENOUGH_CHARACTERS:
        if score is not None and score < SCORE_LIMIT:
            found.append(_finding("text_score", side, "Its text was read with little confidence.", score, SCORE_LIMIT))
        if junk is not None and junk > JUNK_LIMIT:
            found.append(_finding("text_junk", side, "Its text reads as junk.", junk, JUNK_LIMIT))
    thrown_away = sum(sum(sign.isalpha() for sign in dropped.word.text) >= 3 for dropped in text.dropped)
    if thrown_away > max(UNREADABLE_WORDS, sum(1 for _ in text.words()) / 2):
        reason = "There is text on it that cannot be read."
        found.append(_finding("text_unreadable", side, reason, thrown_away, UNREADABLE_WORDS))
    return tuple(found)


def _finding(check: str, side: Side, reason: str, value: float, limit: float) -> Finding:
    return Finding(check, side, reason, round(value, 3), limit)
