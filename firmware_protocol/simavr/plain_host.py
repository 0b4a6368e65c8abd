"""A host that asks one thing at a time, in the chip's own time: to set a chip up, and to measure it to the cycle."""

from __future__ import annotations

from firmware_protocol import layouts
from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.messages import Command, Event, Heartbeat, Hello, Reply, Welcome
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram, parse_event, parse_reply
from firmware_protocol.simavr.runner import CYCLES_PER_US, News, RunnerFailed, SimulatedChip
from firmware_protocol.vocabulary import DatagramId, FrameKind, Result
from firmware_protocol.windows import following

__all__ = ["PlainHost"]

_ANSWER_US = 1_000_000
_HEARTBEAT_US = 100_000
_BOOT_US = 50_000
"""What a chip that has just been powered hears in its first milliseconds is lost."""


class PlainHost:
    """Speaks to a chip that no tty is plugged into. Raises RunnerFailed when the chip does not answer in time."""

    def __init__(self, chip: SimulatedChip) -> None:
        self.chip = chip
        self.news: list[News] = []
        """Everything but frames, in order."""
        self.events: list[tuple[int, Event]] = []
        """With the cycle at which the event had been sent."""
        self._decoder = FrameDecoder()
        self._packets: list[tuple[int, Packet]] = []
        self.session = 0
        self._sequence = 0
        self._nonce = 0
        self._token = 0

    @property
    def next_sequence(self) -> int:
        """The number of the next command."""
        return following(self._sequence)

    def greet(self) -> Welcome:
        """Open a session."""
        self._nonce += 1
        self.let_pass(_BOOT_US, alive=False)
        self._send(datagram_packet(Hello(self._nonce)))
        _, packet = self._await(FrameKind.DATAGRAM, DatagramId.WELCOME, None)
        welcome = parse_datagram(packet)
        if not isinstance(welcome, Welcome):
            raise RunnerFailed(f"not a welcome: {welcome}")
        self.session, self._sequence = packet.session, 0
        return welcome

    def ask(self, command: Command) -> Reply:
        """Send one command and wait for its reply."""
        self._sequence = following(self._sequence)
        packet = Packet(FrameKind.COMMAND, self.session, self._sequence, command.ID, layouts.pack(command))
        self._send(packet)
        _, answer = self._await(FrameKind.REPLY, command.ID, self._sequence)
        return parse_reply(answer)

    def do(self, command: Command) -> None:
        """The same, of a command that must be obeyed."""
        reply = self.ask(command)
        if reply.result is not Result.OK:
            raise RunnerFailed(f"{command} was answered {reply.result.name}")

    def heartbeat(self) -> int:
        """How many cycles passed between the first bit of a heartbeat and the last of its answer."""
        self._token = (self._token + 1) % 0x100
        began = self.chip.cycle
        self._send(datagram_packet(_BEAT, self.session, self._token))
        ended, _ = self._await(FrameKind.DATAGRAM, DatagramId.HEARTBEAT_ANSWER, self._token)
        return ended - began

    def let_pass(self, us: int, *, alive: bool = True) -> None:
        """Let time pass, as a host that is alive, or as one that is not."""
        until = self.chip.cycle + us * CYCLES_PER_US
        while self.chip.cycle < until:
            slice_cycles = min(until - self.chip.cycle, _HEARTBEAT_US * CYCLES_PER_US)
            if alive and self.session:
                self._send(datagram_packet(_BEAT, self.session, 0))
            slice_end = self.chip.cycle + slice_cycles
            while self.chip.cycle < slice_end:
                self.chip.run(slice_end - self.chip.cycle)
                self._look()

    def _send(self, packet: Packet) -> None:
        self.chip.receive(encode_frame(packet.to_body()))

    def _await(self, kind: FrameKind, message_id: int, sequence: int | None) -> tuple[int, Packet]:
        deadline = self.chip.cycle + _ANSWER_US * CYCLES_PER_US
        while True:
            self._look()
            waiting, self._packets = self._packets, []
            for cycle, packet in waiting:
                if (packet.kind, packet.id) == (kind, message_id) and sequence in (None, packet.sequence):
                    return cycle, packet
            if self.chip.cycle >= deadline:
                raise RunnerFailed(f"the chip did not answer {kind.name} {message_id:#04x}")
            self.chip.run(deadline - self.chip.cycle)

    def _look(self) -> None:
        for news in self.chip.take_news():
            if news.words[0] != "sent":
                self.news.append(news)
                continue
            for body in self._decoder.feed(bytes.fromhex(news.words[1])):
                try:
                    packet = Packet.from_body(body)
                    if packet.kind is FrameKind.EVENT:
                        self.events.append((news.cycle, parse_event(packet)))
                        ack = Packet(FrameKind.EVENT_ACK, self.session, packet.sequence, 0)
                        self._send(ack)
                    else:
                        self._packets.append((news.cycle, packet))
                except MalformedMessage:
                    continue


_BEAT = Heartbeat()
