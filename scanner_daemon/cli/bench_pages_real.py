"""The page bench on photographs that nobody here made, by how well their pages are read; where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.pages import PageOptions, flatten
from scanner_daemon.text.accuracy import character_error_rate
from scanner_daemon.text.plain import plain_text
from scanner_daemon.text.recognition import recognise
from scanner_daemon.vocabulary import Side

__all__ = ["BESIDE_THE_CHECKOUT", "REAL", "RealPage", "RealPhotograph", "missing_of_real", "read_real"]

_ENDINGS = ("jpg", "txt")

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
    photograph_error_rate: float
    """Read off the whole photograph, upright."""
    model: str


def missing_of_real(folder: Path) -> list[str]:
    """The photographs, or their texts, that are not there."""
    names = [f"{photograph.name}.{ending}" for photograph in REAL for ending in _ENDINGS]
    return [name for name in names if not (folder / name).is_file()]


def read_real(folder: Path) -> Iterator[RealPage]:
    """Flatten and read each photograph that is there."""
    as_it_is = PageOptions(crop=False, straighten_lines=False, even_light=False)
    for photograph in REAL:
        jpeg, truth = (folder / f"{photograph.name}.{ending}" for ending in _ENDINGS)
        if not (jpeg.is_file() and truth.is_file()):
            continue
        (page,), (whole,) = (
            flatten(jpeg.read_bytes(), side=photograph.side, options=options) for options in (None, as_it_is)
        )
        rate, before = (
            character_error_rate(
                truth.read_text("utf-8"), plain_text(recognise(each.image, page.ppi, (photograph.language,)))
            )
            for each in (page, whole)
        )
        yield RealPage(photograph, rate, before, page.reasons.model.value)
