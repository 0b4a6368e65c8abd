"""bookcradle: two cameras, a motorised cradle, a foot pedal, and pages by morning."""

import os
from importlib.metadata import version

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # our matrices are small: its threads would only spin beside ours

__version__ = version("bookcradle")
