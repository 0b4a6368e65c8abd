"""ISBNs are read however they are written, and a wrong one is told from a right one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_daemon.catalogue.isbn import NotAnIsbn, isbn10, isbn13

TEN_DIGITS = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("9783161484100", "9783161484100"),
        (" ISBN 978 3 16 148410 0 ", "9783161484100"),
        ("ISBN-13: 978‐3‐16‐148410‐0", "9783161484100"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN-10 0-8044-2957-X", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("979-10-90636-07-1", "9791090636071"),
    ],
)
def test_a_number_is_kept_as_its_13_digits(written: str, kept: str) -> None:
    assert isbn13(written) == kept


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("9783161484101", "last digit"),
        ("0306406153", "last digit"),
        ("4006381333931", "978 or 979"),
        ("12345", "10 nor 13"),
        ("97831614841００", "10 nor 13"),
        ("", "10 nor 13"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_with_it(written: str, why: str) -> None:
    with pytest.raises(NotAnIsbn, match=why):
        isbn13(written)


@given(TEN_DIGITS)
def test_the_old_and_the_new_form_are_one_number(nine: str) -> None:
    new = isbn13(next(nine + check for check in "0123456789X" if _is_isbn(nine + check)))
    old = isbn10(new)
    assert old is not None
    assert old[:9] == nine
    assert isbn13(old) == new


@given(TEN_DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, shift: int) -> None:
    right = isbn13(next(nine + check for check in "0123456789X" if _is_isbn(nine + check)))
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert not _is_isbn(wrong)


def test_a_number_of_the_new_range_has_no_old_form() -> None:
    assert isbn10("9791090636071") is None


def _is_isbn(written: str) -> bool:
    try:
        isbn13(written)
    except NotAnIsbn:
        return False
    return True
