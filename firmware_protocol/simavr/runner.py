"""`SimulatedChip`: the simulator's process, spoken to in lines.

Until a tty is plugged in, time passes only while `run` is asked for it, so that what happens depends on nothing but
what was asked: to the cycle, on every machine.
"""

from __future__ import annotations

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["CYCLES_PER_US", "News", "RunnerFailed", "SimulatedChip"]

CYCLES_PER_US: Final = 16
_END_S: Final = 5.0


class RunnerFailed(Exception):
    """The simulator has ended or does not understand; the message says where."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened, at a cycle of 62.5 ns: ``sent HEX``, ``leaf 1``, ``step platen away``."""

    cycle: int
    words: tuple[str, ...]


class SimulatedChip:
    """The ELF, powered up, in its cradle; a context manager. Not for several threads at once."""

    def __init__(self, simulator: Path, elf: Path) -> None:
        self._command = [str(simulator), str(elf)]
        self._news: list[News] = []
        self.cycle = 0
        """How far it has run."""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._hear()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            self.process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(_END_S)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def ask(self, line: str) -> None:
        """Send one line and wait for its answer. Raises RunnerFailed."""
        if self.process.stdin is None:
            raise RunnerFailed("the simulator is not running")
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError as wrong:
            raise RunnerFailed("the simulator has ended") from wrong
        self._hear()

    def run(self, cycles: int) -> None:
        """Let time pass: at most so many cycles, fewer when there is news."""
        self.ask(f"run {cycles}")

    def receive(self, data: bytes) -> None:
        """Bytes into the UART, at its pace."""
        if data:
            self.ask(f"receive {data.hex()}")

    def take_news(self) -> list[News]:
        """What has happened since it was last asked, in order."""
        news, self._news = self._news, []
        return news

    def _hear(self) -> None:
        if self.process.stdout is None:
            raise RunnerFailed("the simulator is not running")
        while True:
            line = self.process.stdout.readline()
            match line.split():
                case ["*", cycle, *words]:
                    self._news.append(News(int(cycle), tuple(words)))
                case ["ok", cycle]:
                    self.cycle = int(cycle)
                    return
                case _:
                    raise RunnerFailed(f"the simulator answered: {line.strip() or 'nothing, it has ended'}")
