"""The style sheet. Widgets say what they are by the dynamic property ``kind``; nobody sets a style of their own."""

from __future__ import annotations

from operator_gui.theme.palette import Palette
from operator_gui.theme.sizes import CORNER, STEP, TOUCH, TypeSizes

__all__ = ["style_sheet"]


def style_sheet(colors: Palette, sizes: TypeSizes) -> str:
    """Qt style sheet for the whole application.

    Kinds: ``card``, ``raised`` and ``well`` (frames), ``title``, ``quiet``, ``small``, ``figure``, ``capture``
    (labels), ``primary``, ``danger``, ``stop``, ``rail``, ``flat`` (buttons), ``toast``.
    """
    return f"""
    QWidget {{ color: {colors.text}; font-size: {sizes.body}px; }}
    QMainWindow, QDialog {{ background: {colors.ground}; }}
    QLabel {{ background: transparent; }}
    QLabel[kind="title"] {{ font-size: {sizes.title}px; font-weight: 600; }}
    QLabel[kind="capture"] {{ font-size: {sizes.capture}px; }}
    QLabel[kind="quiet"] {{ color: {colors.quiet}; }}
    QLabel[kind="small"] {{ color: {colors.quiet}; font-size: {sizes.small}px; }}
    QLabel[kind="figure"] {{ font-size: {sizes.title}px; font-weight: 600; }}
    QFrame[kind="card"] {{ background: {colors.surface}; border-radius: {CORNER}px; }}
    QFrame[kind="raised"] {{ background: {colors.raised}; border-radius: {CORNER}px; }}
    QFrame[kind="well"] {{ background: {colors.ground}; border-radius: {CORNER}px; }}
    QFrame[kind="rail"] {{ background: {colors.surface}; }}
    QFrame[kind="toast"] {{ background: {colors.raised}; border-radius: {CORNER}px; border: 1px solid {colors.line}; }}

    QPushButton, QToolButton, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {{
        min-height: {TOUCH - 4}px; border-radius: {CORNER}px; border: 2px solid transparent;
        padding: 0 {STEP + 4}px; background: {colors.raised};
    }}
    QPushButton:hover, QToolButton:hover {{ background: {colors.line}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {colors.quiet}; background: {colors.surface}; }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
    QPlainTextEdit:focus, QAbstractItemView:focus, QCheckBox:focus, QRadioButton:focus, QSlider:focus {{
        border: 2px solid {colors.accent};
    }}
    QPushButton[kind="primary"] {{ background: {colors.accent}; color: {colors.on_accent}; font-weight: 600; }}
    QPushButton[kind="primary"]:disabled {{ background: {colors.raised}; color: {colors.quiet}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {colors.text}; }}
    QPushButton[kind="danger"] {{ background: {colors.stopped}; color: {colors.on_deep}; font-weight: 700; }}
    QPushButton[kind="danger"]:focus {{ border: 2px solid {colors.text}; }}
    QPushButton[kind="capture"], QLineEdit[kind="capture"] {{ font-size: {sizes.capture}px; }}
    QPushButton[kind="stop"] {{
        background: {colors.stopped}; color: {colors.on_deep}; font-weight: 700; font-size: {sizes.title}px;
        border: 3px solid {colors.on_deep};
    }}
    QPushButton[kind="stop"]:focus {{ border: 3px solid {colors.on_state}; }}
    QPushButton[kind="flat"], QToolButton[kind="flat"] {{ background: transparent; }}
    QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover {{ background: {colors.raised}; }}
    QPushButton:checked, QToolButton:checked {{ background: {colors.raised}; border: 2px solid {colors.accent}; }}
    QToolButton[kind="rail"] {{
        background: transparent; border-radius: {CORNER}px; padding: {STEP}px 2px; font-size: {sizes.small}px;
        color: {colors.quiet};
    }}
    QToolButton[kind="rail"]:checked {{
        background: {colors.raised}; color: {colors.text}; border: 2px solid transparent;
        border-left: 4px solid {colors.accent};
    }}
    QToolButton[kind="rail"]:focus {{ border: 2px solid {colors.accent}; }}

    QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit {{ background: {colors.ground}; border-color: {colors.line}; }}
    QPlainTextEdit {{ border: 2px solid {colors.line}; border-radius: {CORNER}px; padding: {STEP // 2}px; }}
    QComboBox QAbstractItemView {{ background: {colors.raised}; border: 1px solid {colors.line}; }}
    QComboBox::drop-down {{ border: none; width: {STEP * 3}px; }}
    QCheckBox, QRadioButton {{
        min-height: {TOUCH - 4}px; spacing: {STEP}px; border: 2px solid transparent; border-radius: {CORNER}px;
    }}
    QCheckBox::indicator, QRadioButton::indicator {{
        width: 20px; height: 20px; border: 2px solid {colors.quiet}; border-radius: 4px; background: {colors.ground};
    }}
    QRadioButton::indicator {{ border-radius: 12px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked {{
        background: {colors.accent}; border-color: {colors.accent};
    }}
    QAbstractItemView {{
        background: {colors.surface}; alternate-background-color: {colors.surface}; border: 2px solid transparent;
        border-radius: {CORNER}px; outline: none;
    }}
    QAbstractItemView::item {{ min-height: {TOUCH - 4}px; padding: 0 {STEP}px; }}
    QAbstractItemView::item:selected {{ background: {colors.raised}; color: {colors.text}; }}
    QHeaderView {{ background: {colors.surface}; }}
    QHeaderView::section {{
        background: {colors.surface}; color: {colors.quiet}; border: none; padding: {STEP // 2}px {STEP}px;
        font-size: {sizes.small}px;
    }}
    QScrollArea {{ background: transparent; border: none; }}
    QScrollArea > QWidget > QWidget {{ background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: {STEP + 6}px; }}
    QScrollBar:horizontal {{ background: transparent; height: {STEP + 6}px; }}
    QScrollBar::handle {{
        background: {colors.line}; border-radius: 4px; margin: 3px; min-height: {TOUCH}px; min-width: {TOUCH}px;
    }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; border: none; width: 0; height: 0;
    }}
    QProgressBar {{
        background: {colors.raised}; border: none; border-radius: 4px; max-height: {STEP}px; min-height: {STEP}px;
    }}
    QProgressBar::chunk {{ background: {colors.accent}; border-radius: 4px; }}
    QSlider {{ min-height: {TOUCH - 4}px; border: 2px solid transparent; border-radius: {CORNER}px; }}
    QSlider::groove:horizontal {{ background: {colors.line}; height: 4px; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        background: {colors.accent}; width: 20px; height: 20px; margin: -8px 0; border-radius: 10px;
    }}
    QTabBar::tab {{
        min-height: {TOUCH - 4}px; padding: 0 {STEP * 2}px; background: transparent; color: {colors.quiet};
        border-bottom: 3px solid transparent;
    }}
    QTabBar::tab:selected {{ color: {colors.text}; border-bottom: 3px solid {colors.accent}; }}
    QTabBar::tab:focus {{ color: {colors.accent}; }}
    QTabWidget::pane {{ border: none; }}
    QToolTip {{ background: {colors.raised}; color: {colors.text}; border: 1px solid {colors.line}; padding: 4px; }}
    """
