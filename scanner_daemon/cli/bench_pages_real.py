"""The page bench on photographs that nobody here made, by how well their pages are read; where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.pages import flatten
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import recognise
from scanner_daemon.vocabulary import Side

__all__ = ["BESIDE_THE_CHECKOUT", "REAL", "RealPage", "RealPhotograph", "read_real"]

BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[3] / "shared" / "data" / "photos"
"""Where photographs lie that may be looked at and not handed on."""


@dataclass(frozen=True, slots=True)
class RealPhotograph:
    """``name`` without its ending, beside a ``.txt`` file with every word on it; ``limit``: character error rate."""

    name: str
    side: Side
    language: str
    limit: float


REAL = (
    RealPhotograph("cookbook/cookbook_0001", Side.SINGLE, "eng", 0.002),
    RealPhotograph("vcradle/right_0001", Side.RIGHT, "fra", 0.0),
)


@dataclass(frozen=True, slots=True)
class RealPage:
    """What was read of one."""

    photograph: RealPhotograph
    error_rate: float
    model: str


def read_real(folder: Path) -> Iterator[RealPage]:
    """Flatten and read each photograph that is there."""
    for photograph in REAL:
        jpeg, truth = (folder / f"{photograph.name}.{ending}" for ending in ("jpg", "txt"))
        if not (jpeg.is_file() and truth.is_file()):
            continue
        (page,) = flatten(jpeg.read_bytes(), side=photograph.side)
        read = plain_text(recognise(page.image, page.ppi, (photograph.language,)))
        rate = character_error_rate(truth.read_text("utf-8"), read)
        yield RealPage(photograph, rate, page.reasons.model.value)
