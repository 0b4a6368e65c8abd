"""One conversation with a controller from a terminal: greeted, asked, left in good order. Not beside a daemon."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from firmware_protocol.link import Link
from firmware_protocol.link_failures import CommandRefused, ControllerSilent, LinkFailure
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import (
    AskOutput,
    AskParameter,
    Command,
    OutputReport,
    ParameterReport,
    SetParameter,
    Welcome,
)
from firmware_protocol.vocabulary import Output, ParameterId
from scanner_daemon.cradle.errors import CradleError
from scanner_daemon.cradle.serial_port import open_port
from scanner_daemon.cradle.translation import error_of_link, error_of_refusal, error_of_silence

__all__ = ["ParameterOutOfRange", "Session", "session"]

_GREETING_S = 4.0
_ANSWER_S = 2.5


class ParameterOutOfRange(CradleError):
    """The controller refuses a value."""

    code = "cradle_parameter_out_of_range"
    what = "{name} cannot be {value}: it may be {least} to {most}."
    remedy = "`bookcradle cradle info` shows every parameter with its bounds."
    exit_code = 2


class Session:
    """An open session; raises CradleErrors."""

    def __init__(self, link: Link, welcome: Welcome) -> None:
        self._link = link
        self.welcome = welcome

    async def parameters(self) -> list[ParameterReport]:
        """All that this firmware knows, with their bounds; those of a later version are left out."""
        reports = []
        for parameter in ParameterId:
            try:
                report = (await self._link.ask(AskParameter(parameter), _ANSWER_S)).report
            except CommandRefused:
                continue
            if isinstance(report, ParameterReport):
                reports.append(report)
        return reports

    async def outputs(self) -> list[OutputReport]:
        """Each output with its pin and its guard."""
        replies = [await self._ask(AskOutput(output)) for output in Output]
        return [reply for reply in replies if isinstance(reply, OutputReport)]

    async def configure(self, values: Mapping[ParameterId, int]) -> None:
        """Keep new values. None is changed when one is out of its bounds."""
        known = {report.parameter: report for report in await self.parameters()}
        for parameter, value in values.items():
            bounds = known.get(parameter)
            if bounds is None or not bounds.least <= value <= bounds.most:
                least, most = (bounds.least, bounds.most) if bounds is not None else (0, 0)
                raise ParameterOutOfRange(name=parameter.name.lower(), value=value, least=least, most=most)
        for parameter, value in values.items():
            await self._ask(SetParameter(parameter, value))

    async def _ask(self, command: Command) -> object:
        try:
            return (await self._link.ask(command, _ANSWER_S)).report
        except CommandRefused as refused:
            raise error_of_refusal(refused, self.welcome.state) from refused


@asynccontextmanager
async def session(port: str, baud: int) -> AsyncIterator[Session]:
    """Open the tty and greet. Raises a CradleError of the port or the link."""
    link = Link(
        on_event=lambda _event, _at: None,
        on_state=lambda _state: None,
        on_down=lambda _failure: None,
        timing=LinkTiming(),
    )
    open_port(port, baud, link)
    await link.opened
    try:
        yield Session(link, await link.greet(_GREETING_S))
    except ControllerSilent as silent:
        raise error_of_silence(port, baud, heard_something=link.refused_frames > 0) from silent
    except LinkFailure as failure:
        raise error_of_link(failure) from failure
    finally:
        link.close()
        await link.closed
