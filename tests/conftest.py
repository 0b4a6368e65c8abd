"""What all tests share: how hypothesis chooses its examples."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI the same examples every time, so that a submission fails for what it changed; at the desk new ones each run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
