"""Serial numbers: the only thing that tells two bodies of one model apart.

Bodies pad them with zeros (Sony to 32 characters), some report nothing or only zeros, and Canon EOS has two of them.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["bare", "same_body"]


def bare(serial: str) -> str:
    """The serial without padding; empty for a body that reports none or only zeros."""
    return serial.strip().lstrip("0").casefold()


def same_body(wanted: str, reported: Iterable[str]) -> bool:
    """Whether one of the serials that a body reports is the wanted one; a serial of zeros is nobody's."""
    return bool(bare(wanted)) and bare(wanted) in {bare(serial) for serial in reported}
