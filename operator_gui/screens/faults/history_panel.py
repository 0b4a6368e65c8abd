"""The history: a filter, the list, and the entry that is chosen, told whole."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.faults.history import NOTIFICATION_ROLE, History
from operator_gui.screens.faults.rows import NotificationRow
from operator_gui.screens.faults.words import heading_of, told_words
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.wrapped import wrapped
from scanner_daemon.api.schemas import Notification, NotificationKind, RigSnapshot

__all__ = ["HistoryPanel"]

_FILTERS: tuple[tuple[NotificationKind, ...], ...] = (
    (),
    (NotificationKind.STOP, NotificationKind.FAULT, NotificationKind.WARNING),
    (NotificationKind.REFUSED,),
    (NotificationKind.FLAG,),
    (NotificationKind.CAMERA,),
    (NotificationKind.BOOK,),
    (NotificationKind.JOB, NotificationKind.NIGHT),
)


class HistoryPanel(QWidget):
    """Reads on as one scrolls; nothing is fetched while it cannot be seen."""

    def __init__(self, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = History(context.client, self)
        self.model.failed.connect(context.notices.fail)
        self.model.loaded.connect(self._loaded)
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("Show in the history"))
        for words in (
            self.tr("Everything"),
            self.tr("Stops, faults, warnings"),
            self.tr("Refused presses"),
            self.tr("Red spreads"),
            self.tr("Cameras"),
            self.tr("Books"),
            self.tr("Jobs and nights"),
        ):
            self.filter.addItem(words)
        self.filter.currentIndexChanged.connect(lambda chosen: self.model.show_kinds(_FILTERS[chosen]))
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(NotificationRow(context.theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("History"))
        self.list.selectionModel().currentChanged.connect(self._show)
        self.model.dataChanged.connect(lambda *_: self._show(self.list.currentIndex()))
        context.theme.changed.connect(self._restyled)
        self.detail = QFrame()
        self.detail.setProperty("kind", "raised")
        self._heading = wrapped("", "quiet")
        self._what = wrapped()
        self._remedy = wrapped()
        self._who = wrapped("", "quiet")
        self._lay_out()

    def _restyled(self, _: object) -> None:
        self.list.doItemsLayout()

    def renew(self) -> None:
        """The newest part again."""
        self.model.renew()

    def rig_changed(self, snapshot: RigSnapshot, different: frozenset[str]) -> None:
        """There may be news."""
        self.model.rig_changed(snapshot, different)

    def next_filter(self) -> None:
        """The following filter; after the last one everything."""
        self.filter.setCurrentIndex((self.filter.currentIndex() + 1) % self.filter.count())

    def _lay_out(self) -> None:
        title = QLabel(self.tr("History"))
        title.setProperty("kind", "title")
        head = QHBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.filter)
        told = QVBoxLayout(self.detail)
        told.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        told.setSpacing(STEP // 2)
        for label in (self._heading, self._what, self._remedy, self._who):
            told.addWidget(label)
        self.detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)

    def _loaded(self) -> None:
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))

    def _show(self, current: QModelIndex, _before: QModelIndex | None = None) -> None:
        told = current.data(NOTIFICATION_ROLE) if current.isValid() else None
        self.detail.setVisible(isinstance(told, Notification))
        if not isinstance(told, Notification):
            return
        what, remedy = told_words(told)
        self._heading.setText(heading_of(told))
        self._what.setText(what)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        self._who.setText(self.tr("At the cradle: {operator}").format(operator=told.operator))
        self._who.setVisible(bool(told.operator))
        self.detail.setAccessibleName(f"{heading_of(told)} {what} {remedy}")
        self._what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
