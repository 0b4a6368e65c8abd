"""Walks every visible text of a window and says which of them cannot be read: elided, clipped, or covered.

A widget that paints its own text takes part by a method ``painted_texts``: (text, its room, the room it needs), as it
would paint them now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

__all__ = ["Unreadable", "unreadable"]

SLACK_PX = 1
ICON_GAP = 4
MARKUP = re.compile(r"</?[a-z]+[^<>]*>")
Texts = QLabel | QAbstractButton | QComboBox | QTabBar | QHeaderView | QLineEdit | QGroupBox


@dataclass(frozen=True)
class Unreadable:
    """One text that a person cannot read."""

    text: str
    why: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text!r} {self.why}"


def unreadable(window: QWidget) -> list[Unreadable]:
    """All of them, in the order of the widgets. What lies under a panel that takes all keys is not looked at."""
    found: list[Unreadable] = []
    seen = list(_in_sight(window))
    for widget in seen:
        found += [Unreadable(text, why, _place(widget, window)) for text, why in _cramped(widget)]
        found += [Unreadable(_words(widget), why, _place(widget, window)) for why in _cut_off(widget)]
    leaves = [widget for widget in seen if isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit)]
    for one, other in combinations([widget for widget in leaves if _words(widget)], 2):
        if not one.isAncestorOf(other) and not other.isAncestorOf(one) and _overlap(one, other, window):
            found.append(Unreadable(_words(one), f"is overlapped by {_words(other)!r}", _place(one, window)))
    return found


def _in_sight(window: QWidget) -> Iterator[QWidget]:
    panels = [each for each in window.findChildren(QWidget) if each.property("keepsKeys") and each.isVisible()]
    for widget in window.findChildren(QWidget):
        seen = widget.viewport() if isinstance(widget, QHeaderView) else widget
        if not widget.isVisible() or seen.visibleRegion().isEmpty():
            continue
        under = any(panel is not widget and not panel.isAncestorOf(widget) for panel in panels)
        if under and any(_overlap(panel, widget, window) for panel in panels):
            continue
        if isinstance(widget, Texts) or hasattr(widget, "painted_texts"):
            yield widget


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    return widget.accessibleName()


# ----------------------------------------------------------------------------------- more text than room in the widget


def _cramped(widget: QWidget) -> Iterator[tuple[str, str]]:
    match widget:
        case QLabel():
            yield from _label(widget)
        case QCheckBox() | QRadioButton() | QToolButton() | QPushButton():
            yield from _button(widget)
        case QComboBox():
            yield from _combo(widget)
        case QTabBar():
            yield from _tabs(widget)
        case QHeaderView():
            yield from _header(widget)
        case QLineEdit():
            yield from _line(widget)
        case QGroupBox():
            if widget.fontMetrics().horizontalAdvance(widget.title()) > widget.width():
                yield widget.title(), "is wider than its box"
    if (painted := getattr(widget, "painted_texts", None)) is not None:
        for text, room, needed in painted():
            if needed.width() > room.width() + SLACK_PX or needed.height() > room.height() + SLACK_PX:
                yield text, f"needs {_size(needed)}, has {_size(room)}"


def _label(label: QLabel) -> Iterator[tuple[str, str]]:
    text = label.text()
    if not text.strip() or not label.pixmap().isNull():
        return
    has = label.contentsRect().size() - QSize(2 * label.margin(), 2 * label.margin())
    rich = label.textFormat() == Qt.TextFormat.RichText or (
        label.textFormat() == Qt.TextFormat.AutoText and MARKUP.search(text) is not None
    )
    needs = _rich(label, has.width()) if rich else _plain(label, has.width())
    if needs.width() > has.width() + SLACK_PX or needs.height() > has.height() + SLACK_PX:
        yield text, f"needs {_size(needs)}, has {_size(has)}"
    if "…" in text and text.rstrip().endswith("…") and label.toolTip():
        yield text, "is elided"


def _plain(label: QLabel, width: int) -> QSize:
    metrics = label.fontMetrics()
    if not label.wordWrap():
        return metrics.size(0, label.text())
    broken = metrics.boundingRect(QRect(0, 0, width, 1 << 20), Qt.TextFlag.TextWordWrap.value, label.text())
    longest = max(metrics.horizontalAdvance(word) for word in label.text().split())
    return QSize(max(longest, min(broken.width(), width)), broken.height())


def _rich(label: QLabel, width: int) -> QSize:
    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    if label.wordWrap():
        document.setTextWidth(width)
    return document.size().toSize()


def _button(button: QCheckBox | QRadioButton | QToolButton | QPushButton) -> Iterator[tuple[str, str]]:
    text = button.text()
    if not text:
        return
    if isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return
    needs = button.sizeHint() if not isinstance(button, QPushButton) else _push_button(button)
    has = button.size()
    if needs.width() > has.width() + SLACK_PX or needs.height() > has.height() + SLACK_PX:
        yield text, f"needs {_size(needs)}, has {_size(has)}"


def _push_button(button: QPushButton) -> QSize:
    """Its text, its icon and what its style puts around them."""
    text = button.fontMetrics().size(Qt.TextFlag.TextShowMnemonic.value, button.text())
    icon = 0 if button.icon().isNull() else button.iconSize().width() + ICON_GAP
    around = max(0, button.sizeHint().width() - text.width() - icon)
    return QSize(text.width() + icon + min(around, 2 * ICON_GAP), text.height())


def _combo(combo: QComboBox) -> Iterator[tuple[str, str]]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, combo)
    needs = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if needs > room.width() + SLACK_PX or combo.fontMetrics().height() > room.height() + SLACK_PX:
        yield combo.currentText(), f"needs {needs}, has {room.width()}"


def _tabs(bar: QTabBar) -> Iterator[tuple[str, str]]:
    for number in range(bar.count()):
        room = bar.tabRect(number)
        needs = bar.fontMetrics().horizontalAdvance(bar.tabText(number))
        if needs > room.width() or not bar.rect().contains(room.center()):
            yield bar.tabText(number), f"needs {needs}, has {room.width()}"


def _header(header: QHeaderView) -> Iterator[tuple[str, str]]:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal:
        return
    for section in range(header.count()):
        text = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        if header.isSectionHidden(section) or not isinstance(text, str) or not text:
            continue
        needs = header.fontMetrics().horizontalAdvance(text)
        if needs > header.sectionSize(section) + SLACK_PX:
            yield text, f"needs {needs}, has {header.sectionSize(section)}"


def _line(line: QLineEdit) -> Iterator[tuple[str, str]]:
    """What a person types may be long; what stands there before may not."""
    if isinstance(line.parent(), QComboBox):
        return
    text = line.text() if line.isReadOnly() else line.placeholderText()
    needs = line.fontMetrics().horizontalAdvance(text)
    has = line.contentsRect().width()
    if text and needs > has + SLACK_PX:
        yield text, f"needs {needs}, has {has}"


# ------------------------------------------------------------------------------------------- cut off by what is around


def _cut_off(widget: QWidget) -> Iterator[str]:
    """Part of it lies outside of something that it cannot be scrolled into."""
    if not _words(widget) or isinstance(widget, QHeaderView):
        return
    rect = QRect(QPoint(0, 0), widget.size())
    below, above = widget, widget.parentWidget()
    while above is not None and not below.isWindow():
        rect.translate(below.pos())
        scroll = above.parentWidget()
        if isinstance(scroll, QAbstractScrollArea) and scroll.viewport() is above:
            if isinstance(scroll, QAbstractItemView):
                return
            if scroll.verticalScrollBar().maximum() > 0:
                rect.setTop(max(rect.top(), 0))
                rect.setBottom(min(rect.bottom(), above.height() - 1))
            if scroll.horizontalScrollBar().maximum() > 0 and (
                scroll.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            ):
                rect.setLeft(max(rect.left(), 0))
                rect.setRight(min(rect.right(), above.width() - 1))
        room = above.rect().adjusted(-SLACK_PX, -SLACK_PX, SLACK_PX, SLACK_PX)
        if not rect.isEmpty() and not room.contains(rect):
            yield f"is cut off by its {type(above).__name__}: {_size(rect.size())} at {rect.x()}, {rect.y()}"
            return
        below, above = above, above.parentWidget()


def _overlap(one: QWidget, other: QWidget, window: QWidget) -> bool:
    shared = _seen_rect(one, window).intersected(_seen_rect(other, window))
    return shared.width() > SLACK_PX and shared.height() > SLACK_PX


def _seen_rect(widget: QWidget, window: QWidget) -> QRect:
    """What is seen of it, in the window's coordinates."""
    seen = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(window, seen.topLeft()), seen.size())


def _place(widget: QWidget, window: QWidget) -> str:
    names: list[str] = []
    above: QWidget | None = widget
    while above is not None and above is not window:
        names.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return " > ".join(reversed([name for name in names if name not in ("QWidget", "QStackedWidget")]))


def _size(size: QSize) -> str:
    return f"{round(size.width())} x {round(size.height())}"
