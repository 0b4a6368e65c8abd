"""The character error rate: what is folded, what is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_daemon.text.accuracy import character_error_rate, normalised


def test_white_space_composition_and_quotes_are_folded_and_nothing_else() -> None:
    assert normalised("  a\n\tb  ") == "a b"
    assert normalised("e\u0301") == "\u00e9"
    assert normalised("“l’œil„ ‘x’") == "\"l'œil\" 'x'"
    assert normalised("Ab-\nc ﬁ — …") == "Ab- c ﬁ — …"


@pytest.mark.parametrize(
    ("truth", "read", "rate"),
    [("abcd", "abcd", 0), ("abcd", "abxd", 0.25), ("abcd", "abd", 0.25), ("abcd", "", 1), ("", "ab", 2), ("", "", 0)],
)
def test_it_counts_edits_per_character_of_the_truth(truth: str, read: str, rate: float) -> None:
    assert character_error_rate(truth, read) == pytest.approx(rate)


@given(st.text(), st.text())
def test_a_text_is_no_error_against_itself_and_never_negative(a: str, b: str) -> None:
    assert character_error_rate(a, a) == 0
    assert character_error_rate(a, b) >= 0
