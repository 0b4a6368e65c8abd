"""Numbers as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from operator_gui.words.numbers import decimal


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("value", "signed", "written"),
    [
        (-0.04, False, "0.0"),
        (-0.04, True, "0.0"),
        (0.04, True, "0.0"),
        (-0.06, True, "-0.1"),
        (0.06, True, "+0.1"),
        (12.34, False, "12.3"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(value: float, signed: bool, written: str) -> None:
    assert decimal(value, signed=signed) == written


def test_a_german_reads_a_comma() -> None:
    QLocale.setDefault(QLocale("de"))
    assert (decimal(3.54), decimal(1234.6, 0)) == ("3,5", "1.235")
