"""Edits of pages over the API: kept in the library with who made them, and queued to be carried out."""

from __future__ import annotations

import asyncio

from scanner_daemon.api.schemas import EditPage, PageEdited, PageMode
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.page_edits import PageEdit, PageEdits

__all__ = ["PageEditing"]


class PageEditing:
    """The part of `scanner_daemon.api.asks.review` that is about edits of pages."""

    def __init__(self, library: Library) -> None:
        self._edits = PageEdits(library)

    async def page_edit(self, page_id: str) -> PageEdited:
        """What counts now. Raises NotFoundError."""
        return await asyncio.to_thread(self._counting, page_id)

    async def edit_page(self, page_id: str, asked: EditPage, operator: str) -> PageEdited:
        """Keep an edit and queue the page. Raises NotFoundError."""
        edit = PageEdit(
            corners=asked.corners,
            crop=asked.crop,
            clockwise_degrees=asked.clockwise_degrees,
            mode=None if asked.mode is None else asked.mode.value,
            as_photographed=asked.as_photographed,
        )

        def keep() -> PageEdited:
            try:
                self._edits.make(page_id, edit, operator)
            except NotInBook as error:
                raise NotFoundError(kind="page", id=page_id) from error
            return self._counting(page_id)

        return await asyncio.to_thread(keep)

    async def undo_page_edit(self, page_id: str, operator: str) -> PageEdited:
        """Withdraw the newest edit and queue the page. Raises NotFoundError, also where there is none."""

        def undo() -> PageEdited:
            try:
                self._edits.undo(page_id, operator)
            except NotInBook as error:
                raise NotFoundError(kind="edit of page", id=page_id) from error
            return self._counting(page_id)

        return await asyncio.to_thread(undo)

    def _counting(self, page_id: str) -> PageEdited:
        try:
            made = self._edits.of_page(page_id)
        except NotInBook as error:
            raise NotFoundError(kind="page", id=page_id) from error
        if made is None:
            return PageEdited(page_id=page_id)
        edit = made.edit
        return PageEdited(
            page_id=page_id,
            edit_id=made.edit_id,
            operator=made.operator,
            corners=edit.corners,
            crop=edit.crop,
            clockwise_degrees=edit.clockwise_degrees,
            mode=None if edit.mode is None else PageMode(edit.mode),
            as_photographed=edit.as_photographed,
        )
