"""Page labels (i, ii, 1, 2 ...) as a PDF number tree, in as few ranges as possible (ISO 32000-1, 12.4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pikepdf

__all__ = ["label_tree"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def label_tree(labels: Sequence[str]) -> pikepdf.Dictionary:
    """The tree for one label a page. Runs of decimal or roman numbers, with a common prefix, share a range."""
    nums: list[int | pikepdf.Dictionary] = []
    run: tuple[str, str, int] | None = None
    for index, label in enumerate(labels):
        style, prefix, number = _split(label)
        if run is not None and style and run == (style, prefix, number - 1):
            run = (style, prefix, number)
            continue
        entry = pikepdf.Dictionary()
        if style:
            entry.S = pikepdf.Name("/" + style)
            if number != 1:
                entry.St = number
        if prefix:
            entry.P = pikepdf.String(prefix)
        nums += [index, entry]
        run = (style, prefix, number) if style else None
    return pikepdf.Dictionary(Nums=pikepdf.Array(nums))


def _split(label: str) -> tuple[str, str, int]:
    """(style, prefix, number): style D decimal, r or R roman, empty where the label is only a prefix."""
    decimal = re.fullmatch(r"(.*?)([1-9][0-9]*)", label)
    if decimal:
        return "D", decimal[1], int(decimal[2])
    for style, text in (("r", label), ("R", label.lower() if label == label.upper() else "")):
        number = _from_roman(text)
        if number:
            return style, "", number
    return "", label, 0


def _from_roman(text: str) -> int:
    """The number that is written so, 0 if nothing is."""
    number, rest = 0, text
    for value, letters in _ROMAN:
        while rest.startswith(letters):
            number, rest = number + value, rest[len(letters) :]
    return number if text and not rest and _to_roman(number) == text else 0


def _to_roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters
