"""The application: all routes over one context, with every failure told as a problem."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.problems import PROBLEM_RESPONSES, install_problem_handlers
from scanner_daemon.api.routes.books import book_routes
from scanner_daemon.api.routes.catalogue import catalogue_routes
from scanner_daemon.api.routes.events import event_routes
from scanner_daemon.api.routes.files import file_routes
from scanner_daemon.api.routes.jobs import job_routes
from scanner_daemon.api.routes.manual import manual_routes
from scanner_daemon.api.routes.notifications import notification_routes
from scanner_daemon.api.routes.previews import preview_routes
from scanner_daemon.api.routes.queue import leaving_routes, queue_routes
from scanner_daemon.api.routes.review import review_routes
from scanner_daemon.api.routes.rig import rig_routes
from scanner_daemon.api.routes.setup import setup_routes
from scanner_daemon.api.routes.tickets import ticket_routes
from scanner_daemon.api.schemas import Problem, RigEvent

__all__ = ["create_api"]

_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def create_api(context: ApiContext, version: str) -> FastAPI:
    """The ASGI application. It holds no state of its own and may be made more than once over one context."""
    app = FastAPI(
        title="bookcradle",
        version=version,
        description="The book scanner: state, previews, actions, and what has been captured.",
        docs_url=None,
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
        separate_input_output_schemas=False,
    )
    app.state.operator_on_duty = context.service.operator_on_duty
    install_problem_handlers(app)
    for routes in (
        rig_routes,
        book_routes,
        event_routes,
        preview_routes,
        file_routes,
        job_routes,
        review_routes,
        setup_routes,
        manual_routes,
        notification_routes,
        catalogue_routes,
        ticket_routes,
        queue_routes,
        leaving_routes,
    ):
        app.include_router(routes(context))

    @app.get("/metrics", operation_id="metrics", tags=["metrics"], response_class=PlainTextResponse)
    async def metrics() -> PlainTextResponse:
        """Figures for Prometheus."""
        # Imported at the first scrape: a rig that nobody scrapes does not carry the client library.
        from scanner_daemon.api.metrics import exposition

        return PlainTextResponse(exposition(context.board), media_type=_METRICS_TYPE)

    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Name the schemas that no route mentions by type: the problem, and what the event stream carries."""
    generate = app.openapi

    def openapi() -> dict[str, object]:
        document = generate()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Problem" not in schemas:
            from pydantic import TypeAdapter

            for kind in (TypeAdapter(Problem), TypeAdapter(RigEvent)):
                described = kind.json_schema(ref_template="#/components/schemas/{model}")
                schemas |= described.pop("$defs", {})
                schemas[described.get("title", "RigEvent")] = described
            for path in document["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI documents this way to extend the document
