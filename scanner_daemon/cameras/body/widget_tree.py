"""Every setting that a body has, flat: libgphoto2 keeps them in a tree of sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body.failure import translated
from scanner_daemon.cameras.wire import Message

__all__ = ["all_of"]


def all_of(camera: Any) -> list[Message]:
    """Name, label, value, choices and read_only of each; one that stands in two sections is told once."""
    with translated("list the settings"):
        found: dict[str, Message] = {}
        for told in _below(camera.get_config()):
            found.setdefault(told["name"], told)
    return list(found.values())


def _below(widget: Any) -> Iterator[Message]:
    kind = widget.get_type()
    if kind in {gp.GP_WIDGET_WINDOW, gp.GP_WIDGET_SECTION}:
        for index in range(widget.count_children()):
            yield from _below(widget.get_child(index))
        return
    if kind == gp.GP_WIDGET_BUTTON:
        return
    value = widget.get_value()
    listed = kind in {gp.GP_WIDGET_RADIO, gp.GP_WIDGET_MENU}
    yield {
        "name": widget.get_name(),
        "label": widget.get_label(),
        "value": "" if value is None else f"{value:g}" if isinstance(value, float) else str(value),
        "choices": [widget.get_choice(index) for index in range(widget.count_choices())] if listed else [],
        "read_only": bool(widget.get_readonly()),
    }
