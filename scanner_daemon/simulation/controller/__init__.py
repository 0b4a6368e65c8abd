"""The controller in a box: `firmware_protocol.controller_model` in real time behind a pty."""

from scanner_daemon.simulation.controller.record import Logged
from scanner_daemon.simulation.controller.simulated import Pace, SimulatedController, World

__all__ = ["Logged", "Pace", "SimulatedController", "World"]
