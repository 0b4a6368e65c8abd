"""Theme, language, size of text, and the name under which things are recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from operator_gui.session.preferences import Language, Preferences, ThemeChoice
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Theme
from operator_gui.widgets.wrapped import wrapped

__all__ = ["Looks"]

TEXT_STEP_PERCENT = 10


class Looks(QFrame):
    """Everything counts at once; nothing has to be saved."""

    def __init__(self, preferences: Preferences, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._theme = theme
        self.setProperty("kind", "card")
        self.operator = QLineEdit(preferences.operator or "")
        self.operator.setAccessibleName(self.tr("Your name"))
        self.operator.setMaxLength(100)
        self.operator.setPlaceholderText(self.tr("as this computer knows you"))
        self.operator.editingFinished.connect(self._name)
        self.theme = self._choice(
            self.tr("Theme"),
            (
                (ThemeChoice.DARK, self.tr("Dark")),
                (ThemeChoice.LIGHT, self.tr("Light")),
                (ThemeChoice.SYSTEM, self.tr("As the system has it")),
            ),
            preferences.theme,
            lambda value: setattr(preferences, "theme", ThemeChoice(value)),
        )
        self.language = self._choice(
            self.tr("Language"),
            (
                (Language.SYSTEM, self.tr("As the system has it")),
                (Language.ENGLISH, "English"),  # each by its own name, so that it is found again
                (Language.GERMAN, "Deutsch"),
            ),
            preferences.language,
            lambda value: setattr(preferences, "language", Language(value)),
        )
        self.text_size = QSlider(Qt.Orientation.Horizontal)
        self.text_size.setRange(80, 200)
        self.text_size.setSingleStep(TEXT_STEP_PERCENT)
        self.text_size.setPageStep(TEXT_STEP_PERCENT * 2)
        self.text_size.setValue(preferences.text_percent)
        self.text_size.setAccessibleName(self.tr("Size of text"))
        self.text_size.valueChanged.connect(self._size)
        self._percent = QLabel()
        self._room = wrapped("", "quiet")
        self._size(preferences.text_percent)
        theme.changed.connect(self._tell_room)
        self.awake = QCheckBox(self.tr("Keep the screen on"))
        self.awake.setChecked(preferences.toggled("keep_awake", True))
        self.awake.toggled.connect(lambda on: preferences.set_toggled("keep_awake", on))
        self._lay_out()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Person and looks"))
        title.setProperty("kind", "title")
        size = QHBoxLayout()
        size.setSpacing(STEP)
        size.addWidget(self.text_size, 1)
        size.addWidget(self._percent)
        form = QGridLayout()
        form.setHorizontalSpacing(STEP * 2)
        form.setVerticalSpacing(STEP)
        form.setColumnStretch(1, 1)
        names = (self.tr("Your name"), self.tr("Theme"), self.tr("Language"), self.tr("Size of text"))
        for row, name in enumerate(names):
            form.addWidget(QLabel(name), row, 0)
        for row, field in enumerate((self.operator, self.theme, self.language)):
            form.addWidget(field, row, 1)
        form.addLayout(size, len(names) - 1, 1)
        form.addWidget(self._room, len(names), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(self.awake)
        awake = self.tr("While a book is open, the screen is not blanked and the computer does not go to sleep.")
        column.addWidget(wrapped(awake, "quiet"))
        column.addWidget(wrapped(self.tr("Your name stands beside what you do in the book's record."), "quiet"))
        column.addStretch(1)

    def _choice(
        self, name: str, choices: Sequence[tuple[str, str]], now: str, chosen: Callable[[str], object]
    ) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, words in choices:
            box.addItem(words, str(value))
        box.setCurrentIndex(box.findData(str(now)))
        box.activated.connect(lambda _: chosen(str(box.currentData())))
        return box

    def _name(self) -> None:
        if (self._preferences.operator or "") != self.operator.text().strip():
            self._preferences.operator = self.operator.text()

    def _size(self, percent: int) -> None:
        percent = round(percent / TEXT_STEP_PERCENT) * TEXT_STEP_PERCENT
        self._percent.setText(f"{percent}%")
        if percent != self._preferences.text_percent:
            self._preferences.text_percent = percent
        self._tell_room()

    def _tell_room(self, _: object = None) -> None:
        """Why text is not as large as it was asked for."""
        shown = self._theme.text_percent
        self._room.setVisible(shown < self._preferences.text_percent)
        self._room.setText(self.tr("This window has room for {percent}%.").format(percent=shown))
