"""A number looked up once, however often its field is left; a later number makes an earlier answer stale."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.daemon.trouble import Trouble
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import CatalogueAnswer

__all__ = ["LookUp", "digits_of", "looks_like_isbn"]


def digits_of(written: str) -> str:
    """Without hyphens and blanks."""
    return "".join(sign for sign in written if sign.isalnum()).upper().removeprefix("ISBN")


def looks_like_isbn(written: str) -> bool:
    """Whether it has the length and the signs of one; the daemon knows whether it is one."""
    digits = digits_of(written)
    return (len(digits) == 13 and digits.isdigit() and digits[:3] in ("978", "979")) or (
        len(digits) == 10 and digits[:9].isdigit() and (digits[9].isdigit() or digits[9] == "X")
    )


class LookUp(QObject):
    """Asks the daemon, which asks the library and, where the settings name one, a catalogue."""

    answered = Signal(object)
    """A `CatalogueAnswer`."""
    told = Signal(str)
    """What the person reads meanwhile and afterwards; nothing where all is said by the answer."""

    def __init__(self, client: DaemonClient, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._asked = ""
        self._call: Call | None = None

    def forget(self) -> None:
        """A new form: the same number may be asked again."""
        self._asked = ""
        if self._call is not None:
            self._call.abort()
            self._call = None

    def ask(self, written: str) -> None:
        """Look a number up, unless it is the one that was looked up last."""
        digits = digits_of(written)
        if digits == self._asked:
            return
        self.forget()
        self._asked = digits
        if not digits:
            self.told.emit("")
            return
        self.told.emit(self.tr("Looking it up …"))
        self._call = self._client.get(
            f"/v1/catalogue/{digits[:64]}", CatalogueAnswer, self._take, failed=self._failed, owner=self
        )

    def _take(self, answer: CatalogueAnswer) -> None:
        self._call = None
        self._asked = answer.isbn
        if answer.trouble is not None:
            trouble = answer.trouble
            self.told.emit(" ".join(words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)).strip())
        elif answer.entry is None:
            self.told.emit(self.tr("This number is not known yet. Type the title."))
        else:
            self.told.emit("")
        self.answered.emit(answer)

    def _failed(self, trouble: Trouble) -> None:
        self._call = None
        self._asked = ""
        self.told.emit(" ".join(words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)).strip())
