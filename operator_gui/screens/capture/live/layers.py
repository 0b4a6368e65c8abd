"""What a person has laid over the live views."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

__all__ = ["Layers"]


@dataclass(frozen=True, slots=True)
class Layers:
    """Each can be switched on and off; what is found off is told in any case."""

    page_box: bool = True
    margins: bool = False
    peaking: bool = False
    zebra: bool = False
    grid: bool = False
    loupe: bool = False
    ghost: bool = False

    def toggled(self, name: str) -> Layers:
        """With one of them the other way round."""
        return replace(self, **{name: not getattr(self, name)})

    def words(self) -> str:
        """Those that are on, for the preferences."""
        return " ".join(field.name for field in fields(self) if getattr(self, field.name))

    @classmethod
    def of_words(cls, words: str) -> Layers:
        """From the preferences; names that this version does not know are left out."""
        on = set(words.split())
        return cls(**{field.name: field.name in on for field in fields(cls)})
