"""The rig's figures for Prometheus, read from the board when they are asked for, in a registry of our own."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import RigState

__all__ = ["RigCollector", "exposition"]


class RigCollector(Collector):
    """Turns the snapshot into metrics at each scrape: nothing is counted twice, nothing is kept."""

    def __init__(self, board: StateBoard) -> None:
        self._board = board

    def describe(self) -> list[Metric]:
        """Nothing to collide with: the registry is ours alone."""
        return []

    def collect(self) -> Iterator[Metric]:
        """One family after the other."""
        now = self._board.snapshot
        state = GaugeMetricFamily("bookcradle_state", "1 for the state the rig is in.", labels=["state"])
        for word in RigState:
            state.add_metric([word.value], float(now.state is word))
        yield state
        alive = GaugeMetricFamily("bookcradle_camera_alive", "1 while the camera answers.", labels=["side", "serial"])
        battery = GaugeMetricFamily("bookcradle_camera_battery_percent", "Charge of the battery.", labels=["side"])
        for side, camera in now.cameras.items():
            alive.add_metric([side.value, camera.serial or ""], float(camera.alive))
            if camera.battery_percent is not None:
                battery.add_metric([side.value], camera.battery_percent)
        yield alive
        yield battery
        jobs = GaugeMetricFamily("bookcradle_jobs", "Jobs by state.", labels=["state"])
        for name, count in now.queue.model_dump(exclude={"paused"}).items():
            jobs.add_metric([name], count)
        yield jobs
        yield GaugeMetricFamily("bookcradle_faults", "Faults that are open.", value=len(now.faults))
        yield GaugeMetricFamily("bookcradle_event_streams", "Clients that follow.", value=self._board.subscribers)
        yield CounterMetricFamily("bookcradle_refused_presses", "Presses not taken.", value=now.refused_presses)
        yield CounterMetricFamily("bookcradle_revisions", "Changes of state told.", value=now.revision)
        if now.disk_free_bytes is not None:
            yield GaugeMetricFamily("bookcradle_disk_free_bytes", "Room in the library.", value=now.disk_free_bytes)
        if now.pages_per_hour is not None:
            yield GaugeMetricFamily("bookcradle_pages_per_hour", "Pages an hour lately.", value=now.pages_per_hour)
        if now.timing is not None:
            cycle = GaugeMetricFamily("bookcradle_last_cycle_ms", "Parts of the last cycle.", labels=["part"])
            for name, value in now.timing.model_dump(exclude_none=True).items():
                cycle.add_metric([name.removesuffix("_ms")], value)
            yield cycle


def exposition(board: StateBoard) -> bytes:
    """The text that Prometheus scrapes."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(RigCollector(board))
    return generate_latest(registry)
