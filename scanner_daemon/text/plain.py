"""The page's text for people and for search: lines as printed, a blank line between paragraphs."""

from __future__ import annotations

from scanner_daemon.text.model import PageText

__all__ = ["plain_text"]


def plain_text(page: PageText) -> str:
    """Ends with a newline unless the page is empty."""
    paragraphs = [
        "\n".join(line.text for line in paragraph.lines) for block in page.blocks for paragraph in block.paragraphs
    ]
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""
