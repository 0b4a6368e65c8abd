"""What every bench prints: one object with the machine, the measures, their limits, and whether they hold."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = ["BenchReport", "Measure", "measured", "percentile"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure against its budget. ``limit`` None: there is no budget, the figure is for information."""

    name: str
    statistic: str
    value: float
    unit: str
    limit: float | None
    holds: bool


@dataclass(frozen=True, slots=True)
class BenchReport:
    """A whole run; ``samples`` are the raw values behind each measure."""

    bench: str
    n: int
    measures: tuple[Measure, ...]
    samples: Mapping[str, Sequence[float]]
    notes: Mapping[str, Any]

    @property
    def holds(self) -> bool:
        """Whether every measure with a limit keeps it."""
        return all(measure.holds for measure in self.measures)

    def to_json(self) -> dict[str, Any]:
        """The object that is printed."""
        return {
            "bench": self.bench,
            "machine": machine(),
            "n": self.n,
            "measures": [asdict(measure) for measure in self.measures],
            **self.notes,
        }

    def write_samples(self, file: Path) -> None:
        """The raw samples, for whoever wants to look at the tails."""
        file.write_text(json.dumps({name: list(values) for name, values in self.samples.items()}), "utf-8")


def percentile(samples: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: the smallest sample that is not exceeded by ``percent`` per cent of them.

    Raises ValueError without samples.
    """
    if not samples:
        raise ValueError("A percentile needs at least one sample.")
    ordered = sorted(samples)
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]


def measured(
    name: str, statistic: str, samples: Sequence[float], unit: str, limit: float | None, *, at_least: bool = False
) -> Measure:
    """One measure: ``statistic`` is ``p50``, ``mean``, ``min``, ``max`` or ``count``; ``at_least``: a lower limit."""
    match statistic:
        case "min":
            value = min(samples)
        case "max":
            value = max(samples)
        case "mean":
            value = sum(samples) / len(samples)
        case "count":
            value = float(len(samples))
        case _:
            value = percentile(samples, float(statistic[1:]))
    holds = limit is None or (value >= limit if at_least else value <= limit)
    return Measure(name, statistic, round(float(value), 3), unit, limit, holds)


def machine() -> dict[str, Any]:
    """Enough of this machine to judge a figure by; nothing that identifies it."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "python": platform.python_version(),
        "load_1min": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
