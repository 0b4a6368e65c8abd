"""Bodies that the simulator can pass for: names and USB ids as libgphoto2 lists them, the sensor's pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["MODELS", "BodyModel", "PersonalityName", "model_named"]

PersonalityName = Literal["nikon", "canon"]


@dataclass(frozen=True, slots=True)
class BodyModel:
    """What tells one body type from another on the bus."""

    personality: PersonalityName
    name: str
    """As the body itself reports it."""
    vendor: int
    product: int
    pixels: tuple[int, int]
    """Width and height of a full-size picture."""


MODELS: tuple[BodyModel, ...] = (
    BodyModel("nikon", "D7500", 0x04B0, 0x0440, (5568, 3712)),
    BodyModel("canon", "Canon EOS 800D", 0x04A9, 0x32C9, (6000, 4000)),
    BodyModel("canon", "Canon EOS 2000D", 0x04A9, 0x32E1, (6000, 4000)),
    BodyModel("canon", "Canon EOS 90D", 0x04A9, 0x32EA, (6960, 4640)),
)
"""The first of a personality is its default."""


def model_named(personality: PersonalityName, name: str | None) -> BodyModel:
    """The model, or the personality's default; raises ValueError, naming what there is, for an unknown one."""
    fitting = [model for model in MODELS if model.personality == personality]
    for model in fitting:
        if name in (None, model.name):
            return model
    known = ", ".join(model.name for model in fitting)
    raise ValueError(f"no {personality} body called {name!r} can be simulated; there are: {known}")
