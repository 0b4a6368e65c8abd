"""The founts in the case: free typefaces from Debian packages, chosen by the book's seed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from scanner_daemon.errors import BookcradleError

__all__ = ["DOTS_PER_MM", "FAMILIES", "Face", "Family", "TypefaceMissing", "load_face"]

DOTS_PER_MM = 16
"""The press: every page is set and rasterised once at 16 dots a millimetre (406.4 ppi)."""
_FOLDER = Path("/usr/share/fonts/truetype")


class TypefaceMissing(BookcradleError):
    """A font file of the simulated book is not installed."""

    code = "simulation_typeface_missing"
    what = "The simulated book cannot be typeset: the font {file} is not installed."
    remedy = "Install the Debian package {package} (sudo apt-get install {package}) and start again."


@dataclass(frozen=True, slots=True)
class Face:
    """One fount: a font file under the fonts folder at a size in press dots."""

    file: str
    size_dots: float

    @property
    def package(self) -> str:
        """The Debian package that brings the file."""
        return "fonts-" + self.file.split("/", 1)[0]


@dataclass(frozen=True, slots=True)
class Family:
    """Text, italic and bold of one design. ``set_width`` narrows the size of wide designs to keep pages alike."""

    regular: str
    italic: str
    bold: str
    set_width: float


FAMILIES = (
    Family(
        "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationSerif-Italic.ttf",
        "liberation/LiberationSerif-Bold.ttf",
        1.0,
    ),
    Family(
        "dejavu/DejaVuSerifCondensed.ttf",
        "dejavu/DejaVuSerifCondensed-Italic.ttf",
        "dejavu/DejaVuSerifCondensed-Bold.ttf",
        0.86,
    ),
    Family("dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSerif-Italic.ttf", "dejavu/DejaVuSerif-Bold.ttf", 0.80),
    Family(
        "liberation/LiberationSans-Regular.ttf",
        "liberation/LiberationSans-Italic.ttf",
        "liberation/LiberationSans-Bold.ttf",
        0.90,
    ),
)


@lru_cache(maxsize=32)
def load_face(face: Face) -> ImageFont.FreeTypeFont:
    """The fount ready to measure and print. Raises `TypefaceMissing`, which names the package."""
    path = _FOLDER / face.file
    try:
        return ImageFont.truetype(str(path), face.size_dots, layout_engine=ImageFont.Layout.BASIC)
    except OSError as error:
        raise TypefaceMissing(file=path.name, package=face.package) from error
