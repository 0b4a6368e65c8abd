"""The controller in a box, in real time behind a pty: the model of it, or the firmware itself on a simulated chip."""

from scanner_daemon.simulation.controller.hands import ControllerInABox
from scanner_daemon.simulation.controller.record import Axes, Logged
from scanner_daemon.simulation.controller.simavr import SimavrController
from scanner_daemon.simulation.controller.simulated import SimulatedController
from scanner_daemon.simulation.controller.surroundings import Pace, World

__all__ = ["Axes", "ControllerInABox", "Logged", "Pace", "SimavrController", "SimulatedController", "World"]
