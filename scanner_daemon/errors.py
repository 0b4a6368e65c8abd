"""The one shape of an error that reaches the person at the cradle: a stable code, what happened, what to do next.

Every package derives its own errors beside the code that raises them. ``code`` never changes once shipped, because
clients translate by it; ``what`` and ``remedy`` are the English rendering and may be improved at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

Param = str | int | float

__all__ = ["BookcradleError"]


class BookcradleError(Exception):
    """Something went wrong that a person can mend.

    Parameters are the values that the two templates name in ``{braces}``; they travel through the API beside the
    code, so that a client can say the same thing in another language.
    """

    code: ClassVar[str] = "internal"
    what: ClassVar[str] = "Something unexpected happened: {detail}."
    remedy: ClassVar[str] = "Look at the log, and report it with `bookcradle doctor`."
    exit_code: ClassVar[int] = 1

    def __init__(self, **params: Param) -> None:
        self.params: Mapping[str, Param] = MappingProxyType(params)
        super().__init__(self.sentence)

    @property
    def what_happened(self) -> str:
        """The first sentence: what happened, with this error's values filled in."""
        return self.what.format(**self.params)

    @property
    def what_to_do(self) -> str:
        """The second sentence: what the person does next."""
        return self.remedy.format(**self.params)

    @property
    def sentence(self) -> str:
        """Both sentences, as they are printed."""
        return f"{self.what_happened} {self.what_to_do}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by keyword: errors cross process borders."""
        return _rebuild, (type(self), dict(self.params))


def _rebuild(kind: type[BookcradleError], params: dict[str, Param]) -> BookcradleError:
    return kind(**params)
