"""All the pedals of a rig as one, whatever they are and whichever of them is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from functools import partial
from typing import Protocol

from scanner_daemon.capture.ports import Pedal, PedalPressed
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.clock import Clock
from scanner_daemon.errors import BookcradleError
from scanner_daemon.pedals.device import EvdevDevice, switches_by_code
from scanner_daemon.pedals.evdev_pedal import EvdevPedal
from scanner_daemon.pedals.keyboard import KeyboardPedal
from scanner_daemon.pedals.outlet import PressOutlet
from scanner_daemon.pedals.socket_pedal import SocketPedal, pedal_socket
from scanner_daemon.settings import PedalSettings

__all__ = ["MergedPedal", "PedalSettingsError", "open_pedals"]

_STANDARD_INPUT = 0
_log = logging.getLogger(__name__)


class PedalSettingsError(BookcradleError):
    """A source that needs something which the settings leave out."""

    code = "pedal_settings"
    what = "The settings ask for the pedal source {source}, but {key} is not set."
    remedy = "Set it, or take {source} out of pedals.sources."


class RunningPedal(Pedal, Protocol):
    """A pedal that reads for itself while it is run."""

    @property
    def name(self) -> str: ...

    async def run(self) -> None: ...


class MergedPedal:
    """Every press of every source, in the order in which they come."""

    def __init__(self, sources: Mapping[str, Pedal]) -> None:
        self._sources = dict(sources)
        self._outlet = PressOutlet()

    @property
    def fitted(self) -> bool:
        """Whether there is any pedal at all."""
        return bool(self.sources)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of those that are there now: ``evdev``, ``controller``, ``socket``, ``keyboard``."""
        return tuple(name for name, pedal in self._sources.items() if pedal.fitted)

    def presses(self) -> AsyncIterator[PedalPressed]:
        """Presses of all sources from now on."""
        return self._outlet.presses()

    async def gather(self, name: str, presses: AsyncIterator[PedalPressed]) -> None:
        """Pass on the presses of one source until it ends."""
        try:
            async for press in presses:
                self._outlet.put(press)
        except BookcradleError as error:
            _log.error("the pedal source %s has failed: %s", name, error.sentence)  # it says all


@asynccontextmanager
async def open_pedals(
    settings: PedalSettings, clock: Clock, controller_pedal: Pedal | None = None
) -> AsyncIterator[MergedPedal]:
    """Read all pedals that the settings name while the body runs.

    A pedal that is missing is no error: it says ``fitted=False``, and is found when it comes. Raises
    PedalSettingsError, UnknownKeyError or PedalSocketError for settings that cannot be followed.
    """
    with ExitStack() as held:
        ours = _opened(settings, clock, held)
        sources: dict[str, Pedal] = {pedal.name: pedal for pedal in ours}
        if "controller" in settings.sources and controller_pedal is not None:
            sources["controller"] = controller_pedal
        merged = MergedPedal(sources)
        async with _running(merged, ours, sources):
            yield merged


@asynccontextmanager
async def _running(
    merged: MergedPedal, ours: Sequence[RunningPedal], sources: Mapping[str, Pedal]
) -> AsyncIterator[None]:
    body_error: Exception | None = None
    async with asyncio.TaskGroup() as tasks:
        started = [
            tasks.create_task(merged.gather(name, pedal.presses()), name=f"presses of {name}")
            for name, pedal in sources.items()
        ]
        started += [tasks.create_task(pedal.run(), name=f"pedal {pedal.name}") for pedal in ours]
        await asyncio.sleep(0)  # so that what is there says so before the body looks
        try:
            yield
        except Exception as error:  # noqa: BLE001  # raised again below, without a group around it
            body_error = error
        finally:
            for task in started:
                task.cancel()
    if body_error is not None:
        raise body_error


def _opened(settings: PedalSettings, clock: Clock, held: ExitStack) -> list[RunningPedal]:
    pedals: list[RunningPedal] = []
    if "evdev" in settings.sources:
        named = {key: PedalSwitch(switch) for key, switch in settings.keys.items()}
        open_device = partial(EvdevDevice, clock=clock)
        switches = switches_by_code(named)
        pedals.append(EvdevPedal(settings.device, open_device, switches, debounce_ms=settings.debounce_ms))
    if "socket" in settings.sources:
        if settings.socket is None:
            raise PedalSettingsError(source="socket", key="pedals.socket")
        pedals.append(SocketPedal(held.enter_context(pedal_socket(settings.socket)), clock))
    if "keyboard" in settings.sources:
        pedals.append(KeyboardPedal(_STANDARD_INPUT, clock))
    return pedals
