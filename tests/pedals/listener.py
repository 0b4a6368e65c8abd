"""The code under test in a process of its own below the testbed: prints what the pedal says, a JSON object a line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
import time

from scanner_daemon.clock import SystemClock
from scanner_daemon.pedals import MergedPedal, open_pedals
from scanner_daemon.settings import PedalSettings


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)


async def watch_fitted(pedal: MergedPedal) -> None:
    fitted = pedal.fitted
    say(fitted=fitted)
    while True:
        await asyncio.sleep(0.01)
        if pedal.fitted is not fitted:
            fitted = pedal.fitted
            say(fitted=fitted)


async def listen(device: str) -> None:
    settings = PedalSettings(sources=("evdev",), device=device)
    async with open_pedals(settings, SystemClock()) as pedal, asyncio.TaskGroup() as tasks:
        presses = pedal.presses()
        watching = tasks.create_task(watch_fitted(pedal))
        try:
            async for press in presses:
                say(switch=press.switch.value, latency_ns=time.monotonic_ns() - press.at_ns, source=press.source)
        finally:
            watching.cancel()


async def main() -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await listen(sys.argv[1])


asyncio.run(main())
