"""Both ends of the link in one process, over a wire that misbehaves, in time that costs nothing. For tests alone."""

from firmware_protocol.testing.faulty_wire import FaultyWire, WireFaults
from firmware_protocol.testing.model_board import ModelBoard
from firmware_protocol.testing.virtual_time import VirtualTimeLoop, run_virtually

__all__ = ["FaultyWire", "ModelBoard", "VirtualTimeLoop", "WireFaults", "run_virtually"]
