"""The kinds of jobs, for those who only name them: importing what does the work would load the page engine."""

from __future__ import annotations

from scanner_daemon.library.captures import PAGE_JOB, TEXT_JOB

__all__ = ["BRING_BACK_JOB", "FREE_JOB", "MOVING", "NIGHTLY", "OFF_LOAD_JOB", "PAGE_JOB", "PREVIEW_JOB", "TEXT_JOB"]

PREVIEW_JOB = "preview_pdf"
OFF_LOAD_JOB, FREE_JOB, BRING_BACK_JOB = "off_load", "free_originals", "bring_back"

NIGHTLY = (PAGE_JOB, TEXT_JOB)
MOVING = (OFF_LOAD_JOB, FREE_JOB, BRING_BACK_JOB)
