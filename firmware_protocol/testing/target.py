"""What the behaviour suite may do with a controller, whatever it is: the model, an ELF under simulation, a board."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from firmware_protocol.controller_effects import Injection
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.link import Link
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import Event
from firmware_protocol.testing.model_board import ModelBoard
from firmware_protocol.testing.virtual_time import VirtualTimeLoop, run_virtually
from firmware_protocol.vocabulary import BuildOption, Switch

__all__ = ["Behaviour", "HandNeeded", "ModelTarget", "Target", "play_on_model"]


class HandNeeded(Exception):
    """This target has nobody at its switches, so what was asked cannot be played on it."""


class Target(Protocol):
    """A controller with hands at its switches. It has just been powered; no session is open."""

    link: Link
    events: list[Event]
    """Every event that the link has delivered."""

    def reset(self) -> None:
        """Let the supply sag."""
        ...

    def cut(self, is_cut: bool) -> None:
        """Let no byte pass, or let them pass again."""
        ...

    def feed(self, data: bytes) -> None:
        """Raw bytes into its UART."""
        ...

    def press_pedal(self, switch: Switch) -> None: ...

    def press_emergency_stop(self, pressed: bool) -> None: ...

    def open_lid(self, is_open: bool) -> None: ...

    def pinch(self, pinched: bool) -> None: ...

    def inject(self, injection: Injection) -> None:
        """Let the next motion meet this."""
        ...

    def leaves_turned(self) -> list[int]:
        """The turn ids for which leaves have gone over, as the world saw it."""
        ...


Behaviour = Callable[[Target], Awaitable[None]]


class ModelTarget(ModelBoard):
    """`ControllerModel` as a target, in virtual time."""

    def __init__(self, eeprom: Eeprom, options: BuildOption) -> None:
        super().__init__(eeprom=eeprom, options=options)
        loop = asyncio.get_running_loop()
        if not isinstance(loop, VirtualTimeLoop):
            raise TypeError("the model is played in virtual time")
        self.events: list[Event] = []
        self.link = Link(
            on_event=lambda event, _: self.events.append(event),
            on_state=lambda _: None,
            on_down=lambda _: None,
            timing=LinkTiming(),
            monotonic_ns=loop.monotonic_ns,
        )
        self.open(self.link)


def play_on_model(behaviour: Behaviour, eeprom: Eeprom, options: BuildOption) -> None:
    """Play one behaviour on a fresh model that has this memory and these parts."""

    async def play() -> None:
        target = ModelTarget(eeprom, options)
        await target.link.opened
        try:
            await behaviour(target)
        finally:
            target.link.close()
            await target.link.closed
        if target.link.pending:
            raise AssertionError("the link still waits for something")

    run_virtually(play())
