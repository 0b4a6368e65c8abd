"""What the capture cycle writes."""

from __future__ import annotations

import hashlib

from scanner_daemon.capture.ports import CycleTiming, FileLanded, LandedSpread
from scanner_daemon.library.books import Books
from scanner_daemon.library.journal import LibraryJournal
from scanner_daemon.library.library import Library
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import FileKind, Side


async def test_a_spread_comes_home_and_its_page_jobs_can_be_claimed(either_library: Library) -> None:
    lib = either_library
    book = Books(lib).create("Euclid")
    async with LibraryJournal(lib) as j:
        i = await j.intend(book, None, [Side.LEFT, Side.RIGHT], re_shoot=False, operator="ada")
        files = []
        for s in (Side.LEFT, Side.RIGHT):
            p = lib.folders.incoming / f"{i.stem(s, 1)}.jpg"
            p.write_bytes(f"x{s}".encode())
            files.append(FileLanded(s, 5, p, FileKind.JPEG, hashlib.sha256(p.read_bytes()).hexdigest(), 5))
        out = await j.landed(LandedSpread(i, files), CycleTiming(pressed_at_ns=1, commanded_at_ns={Side.LEFT: 5}))
        await j.landed(LandedSpread(i, files), CycleTiming(pressed_at_ns=1, commanded_at_ns={Side.LEFT: 5}))
    assert all(f.path.exists() for f in out.files)
    q = JobQueue(lib)
    lease = q.claim("w", ["page"])
    assert lease is not None
    assert lease.subject == i.shot_ids[Side.LEFT]
    q.complete(lease)
