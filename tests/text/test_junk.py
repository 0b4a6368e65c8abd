"""Words that nobody would print, told from words of many languages."""

from __future__ import annotations

import pytest

from scanner_daemon.text.junk import is_junk


@pytest.mark.parametrize(
    "word",
    "harbour don't MacDonald's co-operate Schifffahrt “Wir Häuser), œuvre rhythms HTTPS 1,234.50 § 4° l'homme Krk "
    "1000000 Москва λόγος 漢字 I a — … XVIII. NATO/EU O'Brien-Smith".split(),
)
def test_a_word_of_a_book_is_no_junk(word: str) -> None:
    assert not is_junk(word)


@pytest.mark.parametrize("word", ["qwrtpsdf", "rrrrrr", "a~§x", "tHiSiS", "|%~/", "x" * 41, "~=+ab"])
def test_what_nobody_would_write_is_junk(word: str) -> None:
    assert is_junk(word)
