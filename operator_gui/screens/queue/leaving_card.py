"""One book: its copies on other disks, its preview, what is under way for it, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from operator_gui.keys.registry import Keys
from operator_gui.screens.queue.volumes import mounted_volumes
from operator_gui.screens.queue.words import copy_words, kind_words, number, path_words, progress_words, size_words
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import ScrolledColumn, wrapped
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import Book, BookState, JobState, OffLoadCopy, OffLoadState, QueueJob

__all__ = ["LeavingCard"]

UNDER_WAY = (JobState.QUEUED, JobState.LEASED)
ELSEWHERE = (OffLoadState.FREEING, OffLoadState.FREED)


class LeavingCard(QFrame):
    """Shows what it is given and tells what is asked."""

    preview_asked = Signal()
    off_load_asked = Signal(str)
    """To this folder."""
    free_asked = Signal()
    bring_back_asked = Signal()
    left = Signal()
    """The question was answered with Escape."""

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.book: Book | None = None
        self.copies: tuple[OffLoadCopy, ...] = ()
        self.jobs: tuple[QueueJob, ...] = ()
        self.title = wrapped(kind="title")
        self.where = wrapped()
        self.errand = QLabel()
        self.errand.setTextFormat(Qt.TextFormat.PlainText)
        self.errand.setWordWrap(True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.trouble = wrapped()
        self.preview = KeyedButton(self.tr("Preview PDF"), keys, "queue.preview", self.preview_asked.emit)
        self.off_load = KeyedButton(self.tr("Copy to another disk…"), keys, "queue.off_load", self.ask_folder)
        self.free = KeyedButton(self.tr("Remove originals here…"), keys, "queue.free", self.ask_free)
        self.bring_back = KeyedButton(
            self.tr("Bring originals back"), keys, "queue.bring_back", self.bring_back_asked.emit
        )
        self.question = self._question()
        self._lay_out()
        self.show_book(None)

    def show_book(self, book: Book | None) -> None:
        """Another book; what is known of it comes with `show_state`."""
        another = book is None or self.book is None or book.book_id != self.book.book_id
        self.book = book
        self.title.setText(book.title if book is not None else "")
        if another:
            self.question.hide()
            self.copies, self.jobs = (), ()
        self._renew()

    def show_state(self, copies: tuple[OffLoadCopy, ...], jobs: tuple[QueueJob, ...]) -> None:
        """What is known of the book that is shown."""
        self.copies, self.jobs = copies, jobs
        self._renew()

    @property
    def under_way(self) -> QueueJob | None:
        """The newest job for this book that has not ended."""
        return next((job for job in self.jobs if job.state in UNDER_WAY), None)

    def why_not_off_load(self) -> str | None:
        """Why the book cannot be copied now; None where it can."""
        if self.book is None:
            return self.tr("Choose a book first.")
        if self.book.state != BookState.FINISHED:
            return self.tr("Only a finished book is copied to another disk. Finish “{title}” first.").format(
                title=self.book.title
            )
        return self._busy()

    def why_not_free(self) -> str | None:
        """Why its originals cannot be removed now; None where they can."""
        if self.book is None:
            return self.tr("Choose a book first.")
        if any(copy.state in ELSEWHERE for copy in self.copies):
            return self.tr("The originals of “{title}” are on another disk only.").format(title=self.book.title)
        if not any(copy.state is OffLoadState.VERIFIED for copy in self.copies):
            return self.tr("There is no whole copy of “{title}” yet. Copy it to another disk first.").format(
                title=self.book.title
            )
        return self._busy()

    def why_not_bring_back(self) -> str | None:
        """Why its originals cannot be brought back now; None where they can."""
        if self.book is None:
            return self.tr("Choose a book first.")
        if not any(copy.state in ELSEWHERE for copy in self.copies):
            return self.tr("The originals of “{title}” are here.").format(title=self.book.title)
        return self._busy()

    def _busy(self) -> str | None:
        busy = self.under_way
        if busy is None or busy.kind == "preview_pdf":
            return None
        return self.tr("“{job}” is under way for this book. Wait until it is done.").format(job=kind_words(busy.kind))

    def ask_folder(self) -> None:
        """Ask where to; Enter copies, Escape leaves."""
        if self.book is None or not self.off_load.isEnabled():
            return
        typed = self.folder.currentText()
        self.folder.clear()
        self.folder.addItems(mounted_volumes())
        if typed:
            self.folder.setEditText(typed)
        self._ask(freeing=False)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
        if (edit := self.folder.lineEdit()) is not None:
            edit.selectAll()

    def ask_free(self) -> None:
        """Ask once more before anything is removed."""
        if self.book is None or not self.free.isEnabled():
            return
        copy = next(one for one in self.copies if one.state is OffLoadState.VERIFIED)
        told = self.tr(
            "The copy in {folder} is read once more, and only if every byte is right the originals are removed here. "
            "Pages and texts stay. Is that disk kept safe?"
        )
        self.told.setText(told.format(folder=path_words(copy.folder)))
        self._ask(freeing=True)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Do nothing."""
        if self.question.isVisible():
            self.question.hide()
            self.left.emit()

    def _ask(self, *, freeing: bool) -> None:
        self._freeing = freeing
        self.folder.setVisible(not freeing)
        if not freeing:
            self.told.setText(
                self.tr(
                    "Folder on the other disk. The book is copied and every byte read back; nothing here is removed."
                )
            )
        self.yes.setText(self.tr("Remove originals here") if freeing else self.tr("Copy"))
        self.yes.setProperty("kind", "danger" if freeing else "primary")
        self.yes.style().unpolish(self.yes)
        self.yes.style().polish(self.yes)
        self.question.show()

    def _answer(self) -> None:
        folder = self.folder.currentText().strip()
        if not self._freeing and not folder:
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.question.hide()
        if self._freeing:
            self.free_asked.emit()
        else:
            self.off_load_asked.emit(folder)

    def _renew(self) -> None:
        book, busy = self.book, self.under_way
        finished = book is not None and book.state == BookState.FINISHED
        moving = busy is not None and busy.kind != "preview_pdf"
        self.preview.setEnabled(book is not None and not (busy is not None and busy.kind == "preview_pdf"))
        self.off_load.setEnabled(finished and not moving)
        self.free.setEnabled(any(copy.state is OffLoadState.VERIFIED for copy in self.copies) and not moving)
        away = any(copy.state in ELSEWHERE for copy in self.copies)
        self.bring_back.setVisible(away)
        self.bring_back.setEnabled(not moving)
        self.free.setVisible(not away)
        self.where.setText(self._where(finished))
        self.errand.setVisible(busy is not None)
        self.bar.setVisible(busy is not None)
        if busy is not None:
            told = progress_words(busy.progress) or self.tr("waits for its turn")
            self.errand.setText(f"{kind_words(busy.kind)}: {told}")
            total = busy.progress.total if busy.progress is not None else 0
            self.bar.setRange(0, 1000 if total else 0)
            self.bar.setValue(round(1000 * busy.progress.done / total) if busy.progress is not None and total else 0)
        failed = next((job for job in self.jobs if job.state is JobState.DEAD), None)
        newest = self.jobs[0] if self.jobs else None
        self.trouble.setVisible(failed is not None and failed is newest)
        if failed is not None:
            why = " ".join(
                path_words(word) if "/" in word else word for word in said_again(failed.reason or "").split()
            )
            self.trouble.setText(f"▲ {kind_words(failed.kind)}: {why}")

    def _where(self, finished: bool) -> str:
        if self.book is None:
            return self.tr("Choose a book: it can be previewed at any time, and copied once it is finished.")
        if not self.copies:
            if finished:
                return self.tr("All of it is in this library only.")
            return self.tr("It is not finished: it can be previewed, and copied to another disk later.")
        lines = []
        for copy in self.copies:
            facts = [copy_words(copy)]
            if copy.files:
                facts.append(
                    self.tr("{files} files, {size}").format(files=number(copy.files), size=size_words(copy.size_bytes))
                )
            if copy.same_disk:
                facts.append(self.tr("▲ on the library's own disk, which is no help when that fails"))
            lines.append(f"{path_words(copy.folder)}\n{'. '.join(facts)}.")
        return "\n\n".join(lines)

    def _question(self) -> QFrame:
        frame = _Question()
        frame.left.connect(self.leave)
        frame.setProperty("kind", "raised")
        frame.setProperty("keepsKeys", True)
        self._freeing = False
        self.told = wrapped()
        self.folder = QComboBox(editable=True)
        self.folder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.folder.setAccessibleName(self.tr("Folder on the other disk"))
        self.folder.setMinimumContentsLength(10)
        self.folder.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        edit = self.folder.lineEdit()
        assert edit is not None
        edit.setPlaceholderText("/media/…")
        edit.returnPressed.connect(self._answer)
        self.yes, self.no = _plain(self._answer), _plain(self.leave)
        self.no.setText(self.tr("Leave it"))
        row = QHBoxLayout()
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column = QVBoxLayout(frame)
        column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column.addWidget(self.told)
        column.addWidget(self.folder)
        column.addLayout(row)
        frame.hide()
        return frame

    def _lay_out(self) -> None:
        scroll = ScrolledColumn()
        scroll.add(self.title, self.where, self.errand, self.bar, self.trouble, self.question)
        buttons = QGridLayout()
        buttons.setSpacing(STEP)
        for place, button in enumerate((self.preview, self.off_load, self.free, self.bring_back)):
            buttons.addWidget(button, min(place, 2), 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)


class _Question(QFrame):
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Escape leaves it, also from the text field."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _plain(pressed: Callable[[], object]) -> QPushButton:
    made = QPushButton()
    made.setAutoDefault(True)
    made.clicked.connect(lambda _=False: pressed())
    return made
