"""What a screen is given: the ways to the daemon, the keys, the look, and the shell's few services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.images import Images
from operator_gui.daemon.measurements import Measurements
from operator_gui.daemon.previews import Previews
from operator_gui.daemon.rig import RigFollower
from operator_gui.keys.registry import Keys
from operator_gui.screens.notices import Notices
from operator_gui.session.preferences import Preferences
from operator_gui.theme.theme import Theme

__all__ = ["ScreenContext"]


@dataclass(frozen=True)
class ScreenContext:
    """One for the whole program."""

    client: DaemonClient
    rig: RigFollower
    previews: Previews
    measurements: Measurements
    images: Images
    keys: Keys
    theme: Theme
    preferences: Preferences
    notices: Notices
    go_to: Callable[[str, str], None]
    """Show the screen with this id; the second word is handed to its `open_at` (an id of its own, or nothing)."""
    build: Callable[[str], object]
    """Make the screen with this id without showing it: its keys are known only then."""
