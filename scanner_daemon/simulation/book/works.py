"""The prose that is set into the book: read from the text files beside it, with typewriter marks made printer's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Work", "load_works", "printers_marks"]


@dataclass(frozen=True, slots=True)
class Work:
    """One public-domain passage. ``columns`` is 2 for works of reference, which are set in two columns."""

    title: str
    author: str
    year: int
    columns: int
    paragraphs: tuple[str, ...]


def printers_marks(text: str) -> str:
    """Straight quotes to curly ones and ``--`` to an em dash, as a compositor would set them."""
    text = text.replace("--", "—")
    text = re.sub(r"(^|[\s(—\[“])\"", r"\1“", text)
    text = text.replace('"', "”")
    text = re.sub(r"(^|[\s(—\[“])'", r"\1‘", text)
    return text.replace("'", "’")


def _parse(raw: str) -> Work:
    head, _, body = raw.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Work(
        title=printers_marks(fields["Title"]),
        author=fields["Author"],
        year=int(fields["Year"]),
        columns=int(fields.get("Columns", "1")),
        paragraphs=tuple(printers_marks(line.strip()) for line in body.splitlines() if line.strip()),
    )


@lru_cache(maxsize=1)
def load_works() -> tuple[Work, ...]:
    """All works in the order of their file names, which is the order in the book."""
    folder = resources.files("scanner_daemon.simulation.book.texts")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return tuple(_parse(folder.joinpath(name).read_text(encoding="utf-8")) for name in names)
