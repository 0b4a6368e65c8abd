"""Tesseract's language codes (``fra``, ``chi_sim``) -> the tags that documents carry (BCP 47: ``fr``, ``zh``)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["html_language"]

_TWO_LETTERS = {
    "afr": "af", "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "chi_sim": "zh-Hans", "chi_tra": "zh-Hant",
    "cym": "cy", "dan": "da", "deu": "de", "deu_latf": "de-Latf", "ell": "el", "eng": "en", "epo": "eo", "est": "et",
    "eus": "eu", "fas": "fa", "fin": "fi", "fra": "fr", "frk": "de-Latf", "gle": "ga", "glg": "gl", "heb": "he",
    "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kat": "ka",
    "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt", "nld": "nl", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro",
    "rus": "ru", "slk": "sk", "slv": "sl", "spa": "es", "sqi": "sq", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr",
    "ukr": "uk", "vie": "vi", "yid": "yi",
}  # fmt: skip


def html_language(languages: Sequence[str]) -> str:
    """The tag of the first language; a code without a shorter tag stands for itself, as BCP 47 wants it."""
    return _TWO_LETTERS.get(languages[0], languages[0].split("_")[0]) if languages else "und"
