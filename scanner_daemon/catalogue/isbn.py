"""International Standard Book Numbers: read however they are written, kept as the 13 digits of ISO 2108:2017."""

from __future__ import annotations

from scanner_daemon.errors import BookcradleError

__all__ = ["NotAnIsbn", "isbn10", "isbn13"]

_DROPPED = str.maketrans("", "", "-‐‑‒–— \t\u00a0\u2009")
"""Hyphens and blanks of every kind: where they stand says nothing that the digits do not."""


class NotAnIsbn(BookcradleError):
    """A number whose length or check digit is wrong."""

    code = "isbn.wrong"
    what = "“{isbn}” is no ISBN: {detail}."
    remedy = "Scan the barcode again or compare the digits with those printed in the book; without one, give the title."


def isbn13(written: str) -> str:
    """The 13 digits of an ISBN that is written with 10 or 13, with or without hyphens and the letters “ISBN”.

    Raises `NotAnIsbn` saying what is wrong with it: its length, its prefix, or its check digit.
    """
    digits = written.strip().upper().removeprefix("ISBN").removeprefix("-13").removeprefix("-10").lstrip(": ")
    digits = digits.translate(_DROPPED)
    if len(digits) == 10 and _decimal(digits[:9]) and (_decimal(digits[9]) or digits[9] == "X"):
        if digits[9] != _check10(digits[:9]):
            raise NotAnIsbn(isbn=written, detail="its last digit does not fit the others")
        return "978" + digits[:9] + _check13("978" + digits[:9])
    if len(digits) != 13 or not _decimal(digits):
        raise NotAnIsbn(isbn=written, detail="it has neither 10 nor 13 digits")
    if digits[:3] not in ("978", "979"):
        raise NotAnIsbn(isbn=written, detail="a book's number begins with 978 or 979")
    if digits[12] != _check13(digits[:12]):
        raise NotAnIsbn(isbn=written, detail="its last digit does not fit the others")
    return digits


def isbn10(digits: str) -> str | None:
    """The 10 digits by which older books know the number of `isbn13`; None for one that begins with 979."""
    return digits[3:12] + _check10(digits[3:12]) if digits.startswith("978") else None


def _decimal(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check13(twelve: str) -> str:
    """ISO 2108:2017, annex C: weights 1 and 3 in turn, modulo 10."""
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve)) % 10)


def _check10(nine: str) -> str:
    """ISO 2108:1992: weights 10 to 2, modulo 11; ten is written X."""
    check = -sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return "X" if check == 10 else str(check)
