"""Reading and writing one widget at a time, whatever its type on this model."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.exposure_time import same_value

__all__ = ["find", "first_value", "offers", "read", "write"]


def find(camera: Any, name: str) -> Any | None:
    """The widget, or None where the body has none of that name (an error, or None itself, by brand)."""
    try:
        return camera.get_single_config(name)
    except gp.GPhoto2Error as error:
        if error.code in {gp.GP_ERROR_BAD_PARAMETERS, gp.GP_ERROR_NOT_SUPPORTED}:
            return None
        with translated(f"read {name}"):
            raise


def read(camera: Any, name: str) -> str | None:
    """The widget's value as text; None where the body has no such widget."""
    widget = find(camera, name)
    if widget is None:
        return None
    with translated(f"read {name}"):
        value = widget.get_value()
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def first_value(camera: Any, names: Iterable[str]) -> tuple[str, str] | None:
    """The first of ``names`` that the body has, with its value."""
    for name in names:
        value = read(camera, name)
        if value is not None:
            return name, value
    return None


def offers(widget: Any, value: str) -> bool:
    """Whether the widget takes ``value``: what is no list of choices takes anything."""
    if widget.get_type() not in {gp.GP_WIDGET_RADIO, gp.GP_WIDGET_MENU}:
        return True
    return value in {widget.get_choice(index) for index in range(widget.count_choices())}


def write(camera: Any, name: str, value: str) -> None:
    """Set the widget to ``value``, in the body's own spelling of it.

    Raises BodyFailure ``no_setting`` where the body has no such widget and ``bad_value`` where it does not offer the
    value; the latter carries what it offers.
    """
    widget = find(camera, name)
    if widget is None:
        raise BodyFailure("no_setting", setting=name)
    with translated(f"set {name}"):
        kind = widget.get_type()
        if kind in {gp.GP_WIDGET_RADIO, gp.GP_WIDGET_MENU}:
            choices = [widget.get_choice(index) for index in range(widget.count_choices())]
            spelled = next((choice for choice in choices if same_value(choice, value)), None)
            if spelled is None:
                raise BodyFailure("bad_value", setting=name, value=value, offered=", ".join(choices[:40]))
            widget.set_value(spelled)
        elif kind == gp.GP_WIDGET_RANGE:
            widget.set_value(float(value.casefold().removeprefix("f/")))
        elif kind == gp.GP_WIDGET_TOGGLE:
            widget.set_value(int(value))
        elif kind == gp.GP_WIDGET_DATE:
            widget.set_value(int(time.time()) if value == "now" else int(value))
        else:
            widget.set_value(value)
        camera.set_single_config(name, widget)
