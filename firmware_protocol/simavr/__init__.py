"""The shipped ELF on a simulated ATmega328P: built where the AVR tools are, driven as a separate program.

libsimavr is under the GPLv3, so nothing of ours is linked with it but the small test program in `firmware/simulator`.
"""

from firmware_protocol.simavr.building import Build, BuildFailed, ToolsMissing, build_controller, build_simulator
from firmware_protocol.simavr.plain_host import PlainHost
from firmware_protocol.simavr.runner import CYCLES_PER_US, News, RunnerFailed, SimulatedChip

__all__ = [
    "CYCLES_PER_US",
    "Build",
    "BuildFailed",
    "News",
    "PlainHost",
    "RunnerFailed",
    "SimulatedChip",
    "ToolsMissing",
    "build_controller",
    "build_simulator",
]
