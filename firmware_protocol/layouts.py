"""Layouts: a frozen dataclass whose fields name their C types is a packed little-endian struct on the wire.

Nothing here knows a message; `messages` declares them, and the C header is generated from what `fields_of` tells.
"""

from __future__ import annotations

import dataclasses
import functools
import struct
import typing
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Any, TypeVar

__all__ = [
    "I32",
    "U8",
    "U16",
    "U32",
    "FieldLayout",
    "MalformedMessage",
    "Wire",
    "fields_of",
    "pack",
    "size_of",
    "unpack",
]


class MalformedMessage(ValueError):
    """A payload that does not fit the layout of its id, or a value that does not fit its field."""


@dataclass(frozen=True, slots=True)
class Wire:
    """How one number travels: its `struct` code and its C type."""

    code: str
    c_type: str


U8_WIRE = Wire("B", "uint8_t")
U8 = Annotated[int, U8_WIRE]
U16 = Annotated[int, Wire("H", "uint16_t")]
U32 = Annotated[int, Wire("I", "uint32_t")]
I32 = Annotated[int, Wire("i", "int32_t")]


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """One field as C sees it. ``enum`` is the type of its values where they have names."""

    name: str
    c_type: str
    offset_bytes: int
    enum: type[IntEnum] | None


@dataclass(frozen=True, slots=True)
class _Layout:
    struct: struct.Struct
    fields: tuple[FieldLayout, ...]
    members: tuple[tuple[str, type[Any]], ...]


def _layout_of(kind: Any) -> _Layout:
    return _compiled(kind)


@functools.cache
def _compiled(kind: Any) -> _Layout:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields: list[FieldLayout] = []
    members: list[tuple[str, type[Any]]] = []
    codes = "<"
    for member in dataclasses.fields(kind):
        hint = hints[member.name]
        offset = struct.calcsize(codes)
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            inner = _layout_of(hint)
            codes += inner.struct.format.removeprefix("<")
            fields += [
                FieldLayout(f"{member.name}_{part.name}", part.c_type, offset + part.offset_bytes, part.enum)
                for part in inner.fields
            ]
            members.append((member.name, hint))
            continue
        if isinstance(hint, type) and issubclass(hint, IntEnum):
            base: type[Any] = hint
            wire = U8_WIRE
        else:
            base, wire = typing.get_args(hint)
        codes += wire.code
        enum = base if issubclass(base, IntEnum) else None
        fields.append(FieldLayout(member.name, wire.c_type, offset, enum))
        members.append((member.name, base))
    return _Layout(struct.Struct(codes), tuple(fields), tuple(members))


def fields_of(kind: type[Any]) -> tuple[FieldLayout, ...]:
    """The fields of a message or nested struct in wire order, nested ones flattened as ``outer_inner``."""
    return _layout_of(kind).fields


def size_of(kind: type[Any]) -> int:
    """Bytes of the packed struct."""
    return _layout_of(kind).struct.size


def pack(value: Any) -> bytes:
    """The bytes of one dataclass of fields. Raises MalformedMessage for a value outside its field's range."""
    layout = _layout_of(type(value))
    try:
        return layout.struct.pack(*_flatten(value, layout))
    except struct.error as wrong:
        raise MalformedMessage(f"{value!r} does not fit its layout: {wrong}") from wrong


def _flatten(value: Any, layout: _Layout) -> list[int]:
    numbers: list[int] = []
    for name, kind in layout.members:
        member = getattr(value, name)
        if dataclasses.is_dataclass(kind):
            numbers += _flatten(member, _layout_of(kind))
        else:
            numbers.append(member)
    return numbers


Packed = TypeVar("Packed")


def unpack(kind: type[Packed], payload: bytes) -> Packed:
    """The dataclass ``kind`` from exactly its bytes. Raises MalformedMessage for a wrong size or an unknown name."""
    layout = _layout_of(kind)
    if len(payload) != layout.struct.size:
        raise MalformedMessage(f"{kind.__name__} is {layout.struct.size} bytes, not {len(payload)}")
    numbers = list(layout.struct.unpack(payload))
    numbers.reverse()
    value: Packed = _gather(kind, numbers)
    return value


def _gather(kind: type[Any], numbers: list[int]) -> Any:
    values: dict[str, Any] = {}
    for name, member in _layout_of(kind).members:
        if dataclasses.is_dataclass(member):
            values[name] = _gather(member, numbers)
            continue
        number = numbers.pop()
        try:
            values[name] = member(number)
        except ValueError as wrong:
            raise MalformedMessage(f"{kind.__name__}.{name} has no value {number}") from wrong
    return kind(**values)
