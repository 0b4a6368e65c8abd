"""What every schema has in common: frozen values, closed to unknown keys, so that a typing slip is told at once."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Request", "Resource"]


class Resource(BaseModel):
    """Something the daemon tells. Unknown keys are ignored, so that an older client reads a newer daemon."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Request(BaseModel):
    """Something a client asks. Unknown keys are refused by name: a misspelt option must not be silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")
