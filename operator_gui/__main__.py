"""`python -m operator_gui --socket PATH`: what `bookcradle gui` starts."""

from __future__ import annotations

import sys

from operator_gui.application import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
