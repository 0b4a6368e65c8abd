"""Where Tesseract's language data are: the folder that holds *.traineddata itself, not its parent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from scanner_daemon.text.errors import LanguageMissing, TessdataMissing

__all__ = ["find_tessdata"]

_USUAL = (
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
    Path("/opt/homebrew/share/tessdata"),
)


def find_tessdata(languages: Sequence[str], stated: Path | None = None) -> Path:
    """The first folder that holds every one of ``languages`` (Tesseract's codes, ``fra``).

    A ``stated`` folder is the only one looked at; without it TESSDATA_PREFIX (or a ``tessdata`` inside it) comes
    before the places where Debian and others install. Raises `LanguageMissing` and `TessdataMissing`.
    """
    folders = [stated] if stated is not None else _from_environment() + list(_USUAL)
    folders = [folder for folder in folders if folder.is_dir()]
    looked_in = ", ".join(map(str, folders)) or str(stated or _USUAL[0])
    holding = [folder for folder in folders if any(folder.glob("*.traineddata"))]
    if not holding:
        raise TessdataMissing(folders=looked_in, package=" ".join(map(_package, languages)))
    for folder in holding:
        if all((folder / f"{language}.traineddata").is_file() for language in languages):
            return folder
    missing = next(
        (one for one in languages if not any((f / f"{one}.traineddata").is_file() for f in holding)), languages[0]
    )
    raise LanguageMissing(language=missing, folders=looked_in, package=_package(missing))


def _from_environment() -> list[Path]:
    prefix = os.environ.get("TESSDATA_PREFIX")
    return [Path(prefix), Path(prefix) / "tessdata"] if prefix else []


def _package(language: str) -> str:
    """Debian's package for a language: ``chi_sim`` is in ``tesseract-ocr-chi-sim``."""
    return "tesseract-ocr-" + language.lower().replace("_", "-")
