"""A tree of settings as TOML text: what `bookcradle simulate` hands to the daemon."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["settings_text"]


def settings_text(settings: Mapping[str, Any]) -> str:
    """One table per section; whatever is deeper becomes inline tables. None has no place in TOML and is left out."""
    sections = []
    for name, section in settings.items():
        lines = [f"{json.dumps(key)} = {_value(value)}" for key, value in section.items() if value is not None]
        sections.append("\n".join([f"[{name}]", *lines]))
    return "\n\n".join(sections) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(key)} = {_value(each)}" for key, each in value.items() if each is not None)
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False)
