"""What is known of a book before it is begun: numbers looked up, works, copies, calibration profiles."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.routes.parts import Id, Limit, Searched
from scanner_daemon.api.schemas import CatalogueAnswer, CopyResource, Listing, Profile, WorkResource

__all__ = ["catalogue_routes"]


def catalogue_routes(context: ApiContext) -> APIRouter:
    """``/v1/catalogue``, ``/v1/works``, ``/v1/copies``, ``/v1/profiles``."""
    routes = APIRouter(prefix="/v1", tags=["catalogue"])
    service = context.service

    @routes.get("/catalogue/{isbn}", operation_id="catalogue")
    async def catalogue(isbn: Id) -> CatalogueAnswer:
        """What the library has under an ISBN, else what the catalogue of the settings knows of it."""
        return await service.catalogue(isbn)

    @routes.get("/works", operation_id="works")
    async def works(isbn: Searched = None, title: Searched = None, limit: Limit = 100) -> Listing[WorkResource]:
        """Works by their number or by a part of their title, with their copies."""
        return await service.works(isbn=isbn, title=title, limit=limit)

    @routes.get("/copies", operation_id="copies")
    async def copies(
        work: Annotated[str | None, Query(max_length=64)] = None, barcode: Searched = None, limit: Limit = 100
    ) -> Listing[CopyResource]:
        """Copies of a work, or with a barcode, with their digitisations."""
        return await service.copies(work_id=work, barcode=barcode, limit=limit)

    @routes.get("/profiles", operation_id="profiles")
    async def profiles() -> Listing[Profile]:
        """The calibration profiles of the library."""
        return await service.profiles()

    return routes
