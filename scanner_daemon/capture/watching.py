"""Looks around while the rig works: what the cradle tells unasked, cameras that come and go, the space that is left."""

from __future__ import annotations

import asyncio
import itertools

from scanner_daemon.capture import events as happened
from scanner_daemon.capture.engine import Engine
from scanner_daemon.capture.ports import CradleEventKind
from scanner_daemon.capture.reasons import emergency_at_the_cradle, of_error
from scanner_daemon.errors import BookcradleError

__all__ = ["look_around", "measure_free_space", "watch_cradle"]

LOOK_AROUND_S = 0.5
"""How often cameras are looked at for having come or gone; free space is measured every tenth time."""

SPACE_WORTH_SHOWING_BYTES = 10_000_000
"""Less than one spread in RAW and JPEG."""


async def watch_cradle(engine: Engine) -> None:
    """Take the stop that is pressed at the cradle, and show every other change."""
    while True:
        try:
            async for event in engine.rig.cradle.events():
                if event.kind is CradleEventKind.EMERGENCY_STOP_PRESSED:
                    engine.take(happened.Stopped(engine.now(), emergency_at_the_cradle()))
                else:
                    engine.publish()
        except BookcradleError as error:
            engine.note_trouble(of_error(error))
        await asyncio.sleep(LOOK_AROUND_S)


async def look_around(engine: Engine) -> None:
    """Notice cameras that come and go, and measure the free space in a thread."""
    alive = {side: camera.alive for side, camera in engine.rig.cameras.items()}
    charged = {side: camera.battery_percent for side, camera in engine.rig.cameras.items()}
    for count in itertools.count():
        await asyncio.sleep(LOOK_AROUND_S)
        if count % 10 == 0:
            await measure_free_space(engine)
        now_charged = {side: camera.battery_percent for side, camera in engine.rig.cameras.items()}
        if now_charged != charged:  # a battery that runs low is told before it is empty
            charged = now_charged
            engine.publish()
        now_alive = {side: camera.alive for side, camera in engine.rig.cameras.items()}
        if now_alive == alive:
            continue
        came_back = [side for side, is_alive in now_alive.items() if is_alive and not alive[side]]
        alive = now_alive
        engine.publish()
        if engine.state.shot is None and not engine.state.running:
            for side in came_back:
                engine.start(engine.execution.live_view(side))


async def measure_free_space(engine: Engine) -> None:
    """Cache what the interlock on disk space looks at, and show it when it has changed by more than noise."""
    try:
        free_bytes = await asyncio.to_thread(engine.rig.free_bytes)
    except OSError as error:
        engine.note_trouble(of_error(error))
        return
    shown = engine.free_bytes
    engine.free_bytes = free_bytes
    if shown is not None and abs(free_bytes - shown) >= SPACE_WORTH_SHOWING_BYTES:
        engine.publish()
