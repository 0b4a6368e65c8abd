"""Tensors out of the archive that `torch.save` writes, read as data: nothing in it is ever called.

The archive is a zip of one pickle, which names and shapes the tensors, and of their numbers, one member each. A pickle
is a program; here a dozen of its instructions, those by which tensors are described, are carried out on plain values,
and any other instruction or name ends the reading with a sentence.
(Format: docstrings of Python's `pickletools`; notes/serialization in PyTorch's documentation.)
"""

from __future__ import annotations

import io
import pickletools
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

__all__ = ["TensorsUnreadable", "read_tensors"]

_STORAGES: dict[str, np.dtype[Any]] = {"torch FloatStorage": np.dtype("<f4"), "torch LongStorage": np.dtype("<i8")}
_DICT, _TENSOR = "collections OrderedDict", "torch._utils _rebuild_tensor_v2"
_ALLOWED = {*_STORAGES, _DICT, _TENSOR}
_MOST_BYTES = 400_000_000
_MOST_INSTRUCTIONS = 200_000
_PUSHES = {"BININT", "BININT1", "BININT2", "BINUNICODE", "SHORT_BINUNICODE"}
_TUPLES = {"EMPTY_TUPLE": 0, "TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


class TensorsUnreadable(ValueError):
    """The sentence's end that says what the archive is instead of tensors."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that the pickle asks for; it stays a name."""

    said: str


@dataclass(frozen=True, slots=True)
class _Storage:
    dtype: np.dtype[Any]
    member: str
    length: int


class _Mark:
    """Where the next tuple or the next run of items begins."""


def read_tensors(content: bytes) -> dict[str, NDArray[Any]]:
    """The tensors by their dotted names. Raises `TensorsUnreadable` with the reason.

    ``content`` is a zip archive of version 3 of the format (PyTorch 1.6 and later), float32 or int64, with the names
    at its top or in its ``model_state`` or ``state_dict``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise TensorsUnreadable(f"it unpacks to more than {_MOST_BYTES // 1_000_000} MB")
            pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            if len(pickles) != 1:
                raise TensorsUnreadable("there are no tensors in it")
            root = pickles[0].removesuffix("data.pkl")
            found = _carried_out(archive.read(pickles[0]), lambda storage: _numbers(archive, root, storage))
    except (zipfile.BadZipFile, EOFError, KeyError, NotImplementedError, OSError) as error:
        raise TensorsUnreadable("it is no zip archive, or is cut short or damaged") from error
    for name in ("model_state", "state_dict"):
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            found = found[name]
    if not isinstance(found, dict):
        raise TensorsUnreadable("there are no tensors in it")
    tensors = {name: each for name, each in found.items() if isinstance(each, np.ndarray)}
    if not tensors:
        raise TensorsUnreadable("there are no tensors in it")
    return tensors


def _numbers(archive: zipfile.ZipFile, root: str, storage: _Storage) -> NDArray[Any]:
    content = archive.read(f"{root}data/{storage.member}")
    if len(content) != storage.length * storage.dtype.itemsize:
        raise TensorsUnreadable(f"the numbers of tensor {storage.member} are not as many as it says")
    return np.frombuffer(content, storage.dtype)


def _carried_out(program: bytes, numbers: Callable[[_Storage], NDArray[Any]]) -> Any:
    """What the pickle leaves at its end: dicts, tuples, names and tensors."""
    reading = _Reading(numbers)
    try:
        for instruction, argument, _ in islice(pickletools.genops(program), _MOST_INSTRUCTIONS):
            reading.carry_out(instruction.name, argument)
    except TensorsUnreadable:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        raise TensorsUnreadable("the description of its tensors is damaged") from error
    return reading.stack[-1]


class _Reading:
    """The stack and the memo of the instructions so far."""

    def __init__(self, numbers: Callable[[_Storage], NDArray[Any]]) -> None:
        self.stack: list[Any] = []
        self._memo: dict[int, Any] = {}
        self._numbers = numbers

    def carry_out(self, name: str, argument: Any) -> None:
        stack = self.stack
        if name in ("PROTO", "STOP"):
            return
        if name in _PUSHES:
            stack.append(argument)
        elif name in ("NEWTRUE", "NEWFALSE", "NONE"):
            stack.append({"NEWTRUE": True, "NEWFALSE": False, "NONE": None}[name])
        elif name == "MARK":
            stack.append(_Mark())
        elif name == "EMPTY_DICT":
            stack.append({})
        elif name in _TUPLES:
            stack.append(self._last(_TUPLES[name]))
        elif name == "TUPLE":
            stack.append(self._to_mark())
        elif name in ("BINPUT", "LONG_BINPUT"):
            self._memo[argument] = stack[-1]
        elif name in ("BINGET", "LONG_BINGET"):
            stack.append(self._memo[argument])
        elif name == "GLOBAL":
            if argument not in _ALLOWED:
                raise TensorsUnreadable(f"it asks for “{argument.replace(' ', '.')}”, which no tensor needs")
            stack.append(_Name(argument))
        elif name == "BINPERSID":
            stack.append(_storage(stack.pop()))
        elif name == "REDUCE":
            arguments, asked = stack.pop(), stack.pop()
            stack.append(self._made(asked, arguments))
        elif name == "SETITEM":
            value, key = stack.pop(), stack.pop()
            stack[-1][key] = value
        elif name == "SETITEMS":
            items = self._to_mark()
            stack[-1].update(zip(items[::2], items[1::2], strict=True))
        elif name == "BUILD":
            stack.pop()  # what PyTorch notes of versions
        else:
            raise TensorsUnreadable(f"it holds the instruction {name}, which no tensor needs")

    def _made(self, asked: Any, arguments: Any) -> Any:
        if asked == _Name(_DICT) and arguments == ():
            return {}
        if asked == _Name(_TENSOR):
            storage, offset, shape, strides = arguments[:4]
            return _laid_out(self._numbers(storage), offset, shape, strides)
        raise TensorsUnreadable("it calls something that makes no tensor")

    def _last(self, number: int) -> tuple[Any, ...]:
        taken = tuple(self.stack[len(self.stack) - number :])
        del self.stack[len(self.stack) - number :]
        return taken

    def _to_mark(self) -> tuple[Any, ...]:
        number = next(back for back, each in enumerate(reversed(self.stack)) if isinstance(each, _Mark))
        taken = self._last(number)
        self.stack.pop()
        return taken


def _storage(said: Any) -> _Storage:
    kind, asked, member, _, length = said
    if kind != "storage" or not isinstance(asked, _Name) or asked.said not in _STORAGES or not str(member).isdigit():
        raise TensorsUnreadable("its numbers are of a kind that is not read here")
    return _Storage(_STORAGES[asked.said], member, int(length))


def _laid_out(numbers: NDArray[Any], offset: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> NDArray[Any]:
    """A view, only where all of it lies within the numbers."""
    if len(shape) != len(strides) or min((offset, *shape, *strides), default=0) < 0:
        raise TensorsUnreadable("a tensor's shape is damaged")
    reach = offset + sum((size - 1) * step for size, step in zip(shape, strides, strict=True)) + 1
    if 0 in shape or reach > len(numbers):
        raise TensorsUnreadable("a tensor reaches past its numbers")
    step = numbers.dtype.itemsize
    return np.ascontiguousarray(as_strided(numbers[offset:], shape, [stride * step for stride in strides]))
