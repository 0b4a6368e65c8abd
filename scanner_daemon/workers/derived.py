"""Derived files: at a place that follows from what they were made of, written whole or not at all."""

from __future__ import annotations

import hashlib

from scanner_daemon.library.atomic import write_atomically
from scanner_daemon.library.library import Library
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.pages import ArtifactMade, derivation_key

__all__ = ["derive"]


def derive(
    library: Library,
    kind: str,
    suffix: str,
    input_sha256: str,
    code_version: str,
    parameters: Details,
    content: bytes,
) -> ArtifactMade:
    """Write one derived file and say what it is; the caller records it in its own transaction."""
    key = derivation_key(input_sha256, code_version, parameters)
    path = library.folders.derived_path(kind, key, suffix)
    write_atomically(path, content, library.disk)
    digest = hashlib.sha256(content).hexdigest()
    return ArtifactMade(kind, path, digest, len(content), input_sha256, code_version, parameters)
