"""Parameters that several routes take."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query

__all__ = ["After", "Id", "Limit", "Searched", "Sha256"]

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
After = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_.:=-]{1,200}$")]
Searched = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
Limit = Annotated[int, Query(ge=1, le=1000)]
