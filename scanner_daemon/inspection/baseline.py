"""What is normal for this book: the accepted spreads' values and the last leaves seen, per side.

An absolute limit cannot work: the sharpness figure of equally sharp pages spans a wide range from book to book, but
within one book it hardly moves. So a page is compared with its own book's last accepted pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from types import MappingProxyType

from scanner_daemon.inspection.leaf_features import LeafFeatures
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.vocabulary import Level, Side

__all__ = ["MIN_SPREADS", "Baseline", "SeenLeaf"]

MIN_SPREADS = 3
"""Below this the baseline is being learned, and only the absolute guards speak."""
ROLLING = 30
RECENT_LEAVES = 2

Key = tuple[str, Side]


@dataclass(frozen=True, slots=True)
class SeenLeaf:
    """A leaf and the spread that it was seen in, so that a re-shoot is never compared with itself."""

    spread_id: str
    features: LeafFeatures


@dataclass(frozen=True, slots=True)
class Baseline:
    """Immutable; each accepted spread gives a new one. Rebuilt from stored findings after a restart."""

    values: Mapping[Key, tuple[float, ...]] = field(default_factory=lambda: MappingProxyType({}))
    leaves: Mapping[Side, tuple[SeenLeaf, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def typical(self, check: str, side: Side) -> float | None:
        """The median of the accepted values, or None while there are fewer than `MIN_SPREADS`."""
        known = self.values.get((check, side), ())
        return median(known) if len(known) >= MIN_SPREADS else None

    def recent_leaves(self, side: Side, except_spread: str) -> tuple[LeafFeatures, ...]:
        """The last two leaves of this side that belong to other spreads, newest last."""
        others = [seen.features for seen in self.leaves.get(side, ()) if seen.spread_id != except_spread]
        return tuple(others[-RECENT_LEAVES:])

    def accepting(self, findings: Sequence[Flag]) -> Baseline:
        """With the green findings of one more spread; what was flagged teaches nothing about normal."""
        values = dict(self.values)
        for finding in findings:
            if finding.level is Level.GREEN and finding.value is not None:
                key = (finding.check, finding.side)
                values[key] = (*values.get(key, ()), finding.value)[-ROLLING:]
        return replace(self, values=MappingProxyType(values))

    def having_seen(self, side: Side, leaf: SeenLeaf) -> Baseline:
        """With one more leaf on this side, whatever its verdict; a newer version of a spread replaces the older."""
        others = [seen for seen in self.leaves.get(side, ()) if seen.spread_id != leaf.spread_id]
        leaves = dict(self.leaves)
        leaves[side] = (*others, leaf)[-RECENT_LEAVES - 1 :]
        return replace(self, leaves=MappingProxyType(leaves))
