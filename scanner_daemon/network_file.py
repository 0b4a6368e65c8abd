"""Where the converted network is kept, and the network itself, read at the first page that asks for it.

Its file lies in the user's data folder (XDG Base Directory Specification), with a record beside it of what it was made
from. Whoever runs it has checked it against that record.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from scanner_daemon.pages.neural.session import UvdocProposer
from scanner_daemon.pages.neural.uvdoc import SEEN_PX
from scanner_daemon.pages.proposal import ProposalFailed

__all__ = ["NetworkRecord", "StoredNetwork", "network_file", "record_file"]

_FILE = "uvdoc.onnx"
_AGAIN = "run `bookcradle neural convert` again, or remove it"


class NetworkRecord(BaseModel):
    """What was converted, and into what."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    network: str
    sha256: str
    """Of the ONNX file."""
    weights_sha256: str
    """Of the archive that the weights came in."""
    source: str
    licence: str


def network_file(environ: Mapping[str, str] | None = None) -> Path:
    """The converted network's place: ``bookcradle/uvdoc.onnx`` in the user's data folder."""
    environ = os.environ if environ is None else environ
    home = environ.get("XDG_DATA_HOME") or ""
    return (Path(home) if Path(home).is_absolute() else Path("~/.local/share").expanduser()) / "bookcradle" / _FILE


def record_file(network: Path) -> Path:
    """The record that belongs to a network's file."""
    return network.with_suffix(".json")


class StoredNetwork:
    """A `Proposer` that costs nothing until a page asks for it."""

    size_px = SEEN_PX

    def __init__(self, file: Path) -> None:
        self._file = file
        self._loaded: UvdocProposer | None = None

    @classmethod
    def found(cls, environ: Mapping[str, str] | None = None) -> Self | None:
        """The network in the user's data folder; None where none was converted, which is nothing to speak of."""
        file = network_file(environ)
        return cls(file) if file.is_file() else None

    @property
    def name(self) -> str:
        """See `Proposer`."""
        return "uvdoc" if self._loaded is None else self._loaded.name

    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Proposer`. Raises `ProposalFailed`, also where the file is not the one that was converted."""
        if self._loaded is None:
            content, record = self._read()
            found = hashlib.sha256(content).hexdigest()
            if found != record.sha256:
                raise ProposalFailed(detail=f"{self._file} is not as it was converted; {_AGAIN}")
            self._loaded = UvdocProposer(content, f"{record.network} {found[:12]}")
        return self._loaded(picture)

    def _read(self) -> tuple[bytes, NetworkRecord]:
        try:
            record = NetworkRecord.model_validate_json(record_file(self._file).read_bytes())
            return self._file.read_bytes(), record
        except OSError as error:
            raise ProposalFailed(detail=f"{error.filename}: {error.strerror}; {_AGAIN}") from error
        except ValidationError as error:
            raise ProposalFailed(detail=f"the record of {self._file} is damaged; {_AGAIN}") from error
