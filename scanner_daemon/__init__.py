"""bookcradle: two cameras, a motorised cradle, a foot pedal, and pages by morning."""

from importlib.metadata import version

__version__ = version("bookcradle")
