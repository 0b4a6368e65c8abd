"""A rig that exists only in memory, served by the real uvicorn on a real Unix socket."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import schemathesis
from schemathesis.schemas import BaseSchema

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.http import create_api
from scanner_daemon.api.schemas import (
    AnswerFlag,
    Book,
    BookProgress,
    BookState,
    CameraSetting,
    CatalogueAnswer,
    CopyResource,
    CorrectWord,
    CueWord,
    EditPage,
    FoundCamera,
    FoundController,
    GridCell,
    GridPart,
    Health,
    InsertSpread,
    Job,
    JobProgress,
    JobState,
    Listing,
    MissingSpread,
    NightPlan,
    NightView,
    Notification,
    NotificationKind,
    OffLoadCopy,
    OffLoadState,
    OperatorPace,
    PageEdited,
    PageResource,
    PageWords,
    PlacedWord,
    Profile,
    QueueCounts,
    QueueDetail,
    QueueJob,
    Report,
    RigState,
    RolesSaid,
    SayRoles,
    SetupSpread,
    SetupState,
    Shot,
    Span,
    Spread,
    SpreadReview,
    StartBook,
    Switch,
    Throughput,
    Ticket,
    WordBox,
    WorkResource,
)
from scanner_daemon.api.server import serve_api
from scanner_daemon.api.service import NotFoundError, Original, RigService, Thumbnail
from scanner_daemon.catalogue.isbn import isbn13
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.errors import TicketNotFound
from scanner_daemon.settings import ApiSettings
from scanner_daemon.vocabulary import ShotRole, Side


class StillClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.now_ns = 0

    def monotonic_ns(self) -> int:
        return self.now_ns

    def utc(self) -> datetime:
        return datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class CameraGoneError(BookcradleError):
    code = "camera_gone"
    what = "The {side} camera stopped answering."
    remedy = "Check its USB cable; the spread is kept, press the pedal to try again."


class RigInMemory:
    """Does what the protocol says, over dictionaries."""

    def __init__(self, board: StateBoard, folder: Path) -> None:
        self.board = board
        self.folder = folder
        self.asked: list[tuple[str, ...]] = []
        self.frames: dict[Side, tuple[int, bytes]] = {}
        self.watching: dict[Side, int] = {}
        self.on_duty: str | None = None
        self.known_books = {"b1": Book(book_id="b1", title="On the Origin of Species", spreads=1, pages=2)}
        self.known_spreads = {
            "s1": Spread(spread_id="s1", book_id="b1", position=1, shots=(Shot(shot_id="h1", side=Side.LEFT),))
        }
        self.known_jobs = {"j1": Job(job_id="j1", kind="page", state=JobState.DEAD, reason="no page found")}
        self.originals: dict[str, Path] = {}
        self.known_tickets = {
            "t1": Ticket(
                ticket_id="t1",
                book_id="b1",
                title="On the Origin of Species",
                spread_id="s1",
                position=1,
                created_at=datetime(2026, 3, 1, tzinfo=UTC),
            )
        }
        self.told = [
            Notification(
                id="n1",
                kind=NotificationKind.FAULT,
                code="camera_unplugged",
                params={"side": "left"},
                what="The left camera went away.",
                source="left",
                raised_at=datetime(2026, 3, 1, 8, 0, tzinfo=UTC),
                lasts=True,
            ),
            Notification(
                id="n0",
                kind=NotificationKind.BOOK,
                code="book_started",
                what="“Days” was begun.",
                raised_at=datetime(2026, 3, 1, 7, 0, tzinfo=UTC),
            ),
        ]

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.originals[sha256] = self.folder / f"{sha256}.jpg"
        self.originals[sha256].write_bytes(content)
        return sha256

    async def press(self, switch: Switch, operator: str) -> str | None:
        self.asked.append(("press", switch.value, operator))
        if self.board.snapshot.state is RigState.READY:
            return None
        self.board.update(refused_presses=self.board.snapshot.refused_presses + 1)
        return "The rig is not ready."

    async def start_book(self, request: StartBook, operator: str) -> str:
        book_id = f"b{len(self.known_books) + 1}"
        self.known_books[book_id] = Book(book_id=book_id, title=request.title)
        self.asked.append(("start", request.title, operator))
        return book_id

    async def resume_book(self, book_id: str, operator: str) -> None:
        await self.book(book_id)

    async def finish_book(self, operator: str) -> str:
        raise CameraGoneError(side="left")

    async def pause(self, operator: str) -> None:
        self.board.update(state=RigState.PAUSED)

    async def resume(self, operator: str) -> None:
        self.board.update(state=RigState.READY)

    async def re_shoot(self, spread_id: str, operator: str) -> None:
        await self.spread(spread_id)

    async def insert_spread(self, request: InsertSpread, operator: str) -> None:
        self.asked.append(("insert", str(request.position), operator))

    async def accept_owed(self, operator: str) -> None:
        self.asked.append(("accept", operator))

    async def delete_spread(self, spread_id: str, operator: str) -> None:
        await self.spread(spread_id)

    async def undelete_spread(self, spread_id: str, operator: str) -> None:
        await self.spread(spread_id)

    async def swap_cameras(self, operator: str) -> None:
        self.asked.append(("swap", operator))

    async def camera_settings(self, side: Side) -> Sequence[CameraSetting]:
        return [CameraSetting(name="iso", value="100", choices=("100", "200"))]

    async def set_camera_setting(self, side: Side, name: str, value: str, operator: str) -> CameraSetting:
        return CameraSetting(name=name, value=value)

    async def emergency_stop(self, reason: str, operator: str) -> None:
        self.asked.append(("stop", reason, operator))
        self.board.update(state=RigState.STOPPED, why=reason)

    async def release(self, operator: str) -> None:
        self.board.update(state=RigState.READY, why="")

    async def confirm_turn(self, *, turned: bool, operator: str) -> None:
        self.asked.append(("turned", str(turned), operator))

    async def put_away_book(self, operator: str) -> str:
        self.asked.append(("put away", operator))
        return "b1"

    async def books(
        self, after: str | None, limit: int, *, find: str | None = None, state: BookState | None = None
    ) -> Listing[Book]:
        found = [book for book in self.known_books.values() if (find or "") in book.title]
        return Listing[Book](items=tuple(book for book in found if state in (None, book.state))[:limit])

    async def book_progress(self, book_id: str) -> BookProgress:
        book = await self.book(book_id)
        return BookProgress(book_id=book_id, spreads=book.spreads, started_at=datetime(2026, 3, 1, tzinfo=UTC))

    async def missing_spreads(self, book_id: str) -> Listing[MissingSpread]:
        await self.book(book_id)
        gap = MissingSpread(spread_id="s1", position=1, sides=(Side.RIGHT,), reason="The right camera was unplugged.")
        return Listing[MissingSpread](items=(gap,))

    async def catalogue(self, isbn: str) -> CatalogueAnswer:
        return CatalogueAnswer(isbn=isbn13(isbn))

    async def works(self, *, isbn: str | None, title: str | None, limit: int) -> Listing[WorkResource]:
        return Listing[WorkResource](items=())

    async def copies(self, *, work_id: str | None, barcode: str | None, limit: int) -> Listing[CopyResource]:
        return Listing[CopyResource](items=())

    async def profiles(self) -> Listing[Profile]:
        return Listing[Profile](items=())

    async def tickets(self, book_id: str | None, *, closed: bool, after: str | None, limit: int) -> Listing[Ticket]:
        return Listing[Ticket](items=tuple(self.known_tickets.values())[:limit])

    async def dismiss_ticket(self, ticket_id: str, why: str, operator: str) -> Ticket:
        self.asked.append(("dismiss", ticket_id, why, operator))
        return await self.open_ticket(ticket_id, operator)

    async def open_ticket(self, ticket_id: str, operator: str) -> Ticket:
        if ticket_id not in self.known_tickets:
            raise TicketNotFound(ticket=ticket_id)
        return self.known_tickets[ticket_id]

    async def book(self, book_id: str) -> Book:
        if book_id not in self.known_books:
            raise NotFoundError(kind="book", id=book_id)
        return self.known_books[book_id]

    async def spreads(self, book_id: str, after: str | None, limit: int, *, deleted: bool) -> Listing[Spread]:
        await self.book(book_id)
        return Listing[Spread](items=tuple(self.known_spreads.values())[:limit])

    async def spread(self, spread_id: str) -> Spread:
        if spread_id not in self.known_spreads:
            raise NotFoundError(kind="spread", id=spread_id)
        return self.known_spreads[spread_id]

    async def pages(self, book_id: str, after: str | None, limit: int) -> Listing[PageResource]:
        return Listing[PageResource](items=(PageResource(page_id="p1", book_id=book_id, side=Side.LEFT),))

    async def page(self, page_id: str) -> PageResource:
        raise NotFoundError(kind="page", id=page_id)

    async def jobs(self, state: JobState | None, after: str | None, limit: int) -> Listing[Job]:
        return Listing[Job](items=tuple(job for job in self.known_jobs.values() if state in (None, job.state)))

    async def job(self, job_id: str) -> Job:
        if job_id not in self.known_jobs:
            raise NotFoundError(kind="job", id=job_id)
        return self.known_jobs[job_id]

    async def retry_job(self, job_id: str, operator: str) -> Job:
        return (await self.job(job_id)).model_copy(update={"state": JobState.QUEUED})

    async def queue_detail(self) -> QueueDetail:
        return QueueDetail(counts=await self.queue_counts())

    async def queue_jobs(
        self, state: JobState, kind: str | None, *, after: str | None, skip: int, limit: int
    ) -> Listing[QueueJob]:
        found = [_queue_job(job) for job in self.known_jobs.values() if job.state is state and kind in (None, job.kind)]
        return Listing[QueueJob](items=tuple(found[skip : skip + limit]))

    async def throughput(self, span: Span) -> Throughput:
        now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        return Throughput(span=span, stretch_s=60, since=now, until=now)

    async def pause_queue(self, kind: str | None, operator: str) -> None:
        self.asked.append(("pause queue", kind or "all", operator))

    async def resume_queue(self, kind: str | None, operator: str) -> None:
        self.asked.append(("resume queue", kind or "all", operator))

    async def retry_dead(self, book_id: str | None, kind: str | None, operator: str) -> int:
        return sum(job.state is JobState.DEAD for job in self.known_jobs.values())

    async def cancel_job(self, job_id: str, operator: str) -> Job:
        return (await self.job(job_id)).model_copy(update={"state": JobState.CANCELLED})

    async def night(self) -> NightView:
        return NightView(plan=NightPlan(begins_at=datetime(2026, 3, 1, 21, 0, tzinfo=UTC), processes=2))

    async def off_loads(self, book_id: str) -> Sequence[OffLoadCopy]:
        await self.book(book_id)
        at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        state = OffLoadState.VERIFIED
        return [OffLoadCopy(off_load_id="o1", book_id=book_id, folder="/media/disk/x", state=state, asked_at=at)]

    async def off_load(self, book_id: str, folder: str, operator: str) -> QueueJob:
        self.asked.append(("off-load", book_id, folder, operator))
        return await self._errand("off_load", book_id)

    async def free_originals(self, book_id: str, operator: str) -> QueueJob:
        return await self._errand("free_originals", book_id)

    async def bring_back(self, book_id: str, operator: str) -> QueueJob:
        return await self._errand("bring_back", book_id)

    async def book_errands(self, book_id: str) -> Sequence[QueueJob]:
        return [await self._errand("preview_pdf", book_id)]

    async def make_preview(self, book_id: str, operator: str) -> QueueJob:
        return await self._errand("preview_pdf", book_id)

    async def preview_pdf(self, book_id: str) -> Original:
        await self.book(book_id)
        path = self.folder / "preview.pdf"
        path.write_bytes(b"%PDF-1.7 small")
        return Original(path, "preview-key", path.stat().st_size, "application/pdf", "origin-preview.pdf")

    async def _errand(self, kind: str, book_id: str) -> QueueJob:
        await self.book(book_id)
        progress = JobProgress(done=1, total=2, unit="bytes")
        return QueueJob(job_id="e1", kind=kind, state=JobState.LEASED, book_id=book_id, progress=progress)

    async def queue_counts(self) -> QueueCounts:
        return QueueCounts(queued=3, dead=1)

    async def original(self, sha256: str) -> Original:
        if sha256 not in self.originals:
            raise NotFoundError(kind="original", id=sha256)
        path = self.originals[sha256]
        return Original(path, sha256, path.stat().st_size if path.exists() else 0, "image/jpeg", "spread-1-left.jpg")

    async def shot_thumbnail(self, shot_id: str, width_px: int) -> Thumbnail:
        if shot_id != "h1":
            raise NotFoundError(kind="shot", id=shot_id)
        return Thumbnail(b"\xff\xd8small\xff\xd9", f"{shot_id}-{width_px}")

    async def page_thumbnail(self, page_id: str, width_px: int) -> Thumbnail:
        raise NotFoundError(kind="page", id=page_id)

    async def notifications(
        self, after: str | None, limit: int, kinds: Sequence[NotificationKind]
    ) -> Listing[Notification]:
        told = [one for one in self.told if not kinds or one.kind in kinds]
        return Listing[Notification](items=tuple(told[:limit]))

    async def notification(self, notification_id: str) -> Notification:
        for one in self.told:
            if one.id == notification_id:
                return one
        raise NotFoundError(kind="notification", id=notification_id)

    async def report(self) -> Report:
        return Report(
            made_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
            versions={"bookcradle": "0.0.0"},
            machine={"system": "Linux"},
            settings={"library": {"folder": "~/library"}},
            snapshot=self.board.snapshot,
            notifications=tuple(self.told),
        )

    async def grid(self, *, book_id: str | None, offset: int, limit: int, **_: object) -> GridPart:
        if book_id is not None:
            await self.book(book_id)
        cells = tuple(
            GridCell(spread_id=each.spread_id, book_id=each.book_id, position=each.position)
            for each in self.known_spreads.values()
        )
        return GridPart(total=len(cells), offset=offset, cells=cells[offset : offset + limit])

    async def grid_place(self, spread_id: str, **_: object) -> int | None:
        await self.spread(spread_id)
        return 0

    async def review(self, spread_id: str) -> SpreadReview:
        known = await self.spread(spread_id)
        return SpreadReview(
            spread_id=spread_id, book_id=known.book_id, book_title="Origin", position=1, of=1, state=known.state
        )

    async def page_words(self, page_id: str) -> PageWords:
        await self._own_page(page_id)
        box = WordBox(left=1, top=2, right=30, bottom=14)
        word = PlacedWord(box=box, text="Origin", confidence=0.9, block=0, paragraph=0, line=0)
        return PageWords(page_id=page_id, width_px=100, height_px=140, words=(word,))

    async def page_image(self, page_id: str) -> Original:
        await self._own_page(page_id)
        sha256 = self.keep(b"\xff\xd8a page\xff\xd9")
        path = self.originals[sha256]
        return Original(path, sha256, path.stat().st_size, "image/jpeg", "page.jpg")

    async def _own_page(self, page_id: str) -> None:
        if page_id != "p1":
            raise NotFoundError(kind="page", id=page_id)

    async def answer_flag(self, flag_id: str, asked: AnswerFlag, operator: str) -> None:
        if flag_id != "f1":
            raise NotFoundError(kind="flag", id=flag_id)
        self.asked.append(("flag", flag_id, str(asked.opinion), asked.reason, operator))

    async def correct_word(self, page_id: str, asked: CorrectWord, operator: str) -> str:
        await self._own_page(page_id)
        self.asked.append(("correct", asked.old_text, asked.new_text, operator))
        return "c1"

    async def withdraw_correction(self, correction_id: str, operator: str) -> None:
        if correction_id != "c1":
            raise NotFoundError(kind="correction", id=correction_id)

    async def page_edit(self, page_id: str) -> PageEdited:
        await self._own_page(page_id)
        return PageEdited(page_id=page_id)

    async def edit_page(self, page_id: str, asked: EditPage, operator: str) -> PageEdited:
        await self._own_page(page_id)
        self.asked.append(("edit", page_id, str(asked.mode), operator))
        return PageEdited(page_id=page_id, edit_id="e1", operator=operator, corners=asked.corners, mode=asked.mode)

    async def undo_page_edit(self, page_id: str, operator: str) -> PageEdited:
        await self._own_page(page_id)
        return PageEdited(page_id=page_id)

    async def say_roles(self, spread_id: str, asked: SayRoles, operator: str) -> RolesSaid:
        await self.spread(spread_id)
        return RolesSaid(before=dict.fromkeys(asked.roles, ShotRole.PAGE))

    async def note_spread(self, spread_id: str, text: str, operator: str) -> None:
        await self.spread(spread_id)
        self.asked.append(("note", text, operator))

    def setup_state(self) -> SetupState:
        return SetupState(controller="none", port="", lamps=255, lamp_warm_up_s=0, saved_in="rig-setup.json")

    async def find_cameras(self) -> Sequence[FoundCamera]:
        return [FoundCamera(port="usb:001,004", model="Nikon DSC D7500", serial="3001234", side=Side.LEFT)]

    async def glimpse(self, serial: str) -> bytes:
        if serial != "3001234":
            raise NotFoundError(kind="camera", id=serial)
        return b"\xff\xd8seen\xff\xd9"

    async def assign_cameras(self, sides: dict[Side, str], operator: str) -> None:
        self.asked.append(("assign", *sides.values(), operator))

    async def find_controllers(self) -> Sequence[FoundController]:
        return [FoundController(port="/dev/ttyACM0", answers=True, firmware="1.1.0")]

    async def choose_controller(self, port: str | None, operator: str) -> None:
        self.asked.append(("controller", port or "", operator))

    async def map_pedal(self, keys: dict[str, Switch], operator: str) -> None:
        self.asked.append(("pedal", *keys, operator))

    async def try_pedal(self, *, on: bool, operator: str) -> None:
        self.asked.append(("try_pedal", str(on), operator))

    async def shoot_setup_spread(self, operator: str) -> str:
        return "b1"

    async def setup_spread(self) -> SetupSpread:
        return SetupSpread(book_id="b1", state="done", spread=self.known_spreads["s1"])

    async def lock_camera_setting(self, side: Side, name: str, *, locked: bool, operator: str) -> CameraSetting:
        return CameraSetting(name=name, value="100", locked=locked)

    async def home(self, operator: str) -> None:
        self.asked.append(("home", operator))

    async def jog(self, direction: str, travel_ms: int, operator: str) -> None:
        self.asked.append(("jog", direction, str(travel_ms), operator))

    async def move_platen(self, to: str, operator: str) -> None:
        self.asked.append(("platen", to, operator))

    async def set_lamps(self, brightness: int, *, keep: bool, operator: str) -> None:
        self.asked.append(("lamps", str(brightness), str(keep), operator))

    async def set_warm_up(self, seconds: float, operator: str) -> None:
        self.asked.append(("warm_up", str(seconds), operator))

    async def skip_warm_up(self, operator: str) -> None:
        self.asked.append(("skip_warm_up", operator))

    async def test_turner(self, operator: str) -> str:
        self.asked.append(("turner", operator))
        return "done"

    async def test_cue(self, cue: CueWord, operator: str) -> None:
        self.asked.append(("cue", cue.value, operator))

    def operator_on_duty(self) -> str | None:
        return self.on_duty

    async def hand_over(self, name: str, operator: str) -> None:
        self.on_duty = name

    async def paces(self) -> Sequence[OperatorPace]:
        return [OperatorPace(operator="Ana", spreads=3, pages=6, worked_s=60, pages_per_hour=360)]

    def health(self) -> Health:
        return Health(at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC), up_s=1.0)

    def latest_preview(self, side: Side) -> tuple[int, bytes] | None:
        return self.frames.get(side)

    def preview_at_ns(self, side: Side) -> int:
        return 1_000 * self.frames[side][0] if side in self.frames else 0

    def preview_watchers(self, side: Side, watchers: int) -> None:
        self.watching[side] = watchers


def _queue_job(job: Job) -> QueueJob:
    return QueueJob(job_id=job.job_id, kind=job.kind, state=job.state, reason=job.reason)


class Served:
    """A running API and what stands behind it."""

    def __init__(self, rig: RigInMemory, context: ApiContext, settings: ApiSettings) -> None:
        self.rig = rig
        self.board = context.board
        self.context = context
        self.socket = settings.socket

    def client(self, **more: float) -> httpx.AsyncClient:
        transport = httpx.AsyncHTTPTransport(uds=str(self.socket))
        return httpx.AsyncClient(transport=transport, base_url="http://bookcradle", timeout=more.get("timeout", 10))


Serve = Callable[..., AbstractAsyncContextManager[Served]]


@pytest.fixture
def rig(tmp_path: Path) -> RigInMemory:
    return RigInMemory(StateBoard(StillClock()), tmp_path)


@pytest.fixture
def context(rig: RigInMemory) -> ApiContext:
    service: RigService = rig
    return ApiContext(service, rig.board, heartbeat_s=0.05, preview_poll_s=0.001)


@pytest.fixture
def serve(rig: RigInMemory, context: ApiContext, tmp_path: Path) -> Serve:
    @asynccontextmanager
    async def serving(**settings: object) -> AsyncIterator[Served]:
        chosen = ApiSettings.model_validate({"socket": tmp_path / "run" / "daemon.sock", "group": None} | settings)
        async with serve_api(chosen, context, "0.0.0"):
            yield Served(rig, context, chosen)

    return serving


async def eventually(condition: Callable[[], bool], within_s: float = 10.0) -> None:
    """Wait until something holds; fail when it never does."""
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture(name="eventually")
def _eventually() -> Callable[..., object]:
    return eventually


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    """The API's own document, over a rig that a whole module shares."""
    rig = RigInMemory(StateBoard(StillClock()), tmp_path_factory.mktemp("library"))
    return schemathesis.openapi.from_asgi("/openapi.json", create_api(ApiContext(rig, rig.board), "0.0.0"))
