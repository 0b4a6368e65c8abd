"""UVDoc through onnxruntime: a picture of a page in, a grid of places out."""

from __future__ import annotations

import importlib
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.neural.uvdoc import GRID, INPUT, OUTPUT, SEEN_PX
from scanner_daemon.pages.proposal import ProposalFailed

__all__ = ["UvdocProposer"]


class UvdocProposer:
    """The network as it was converted, held for as long as this object is: about 130 MB more while it works."""

    size_px = SEEN_PX

    def __init__(self, content: bytes, name: str) -> None:
        """``content`` is the ONNX file, ``name`` is for the record. Raises `ProposalFailed` where it does not run."""
        self.name = name
        try:
            runtime: Any = importlib.import_module("onnxruntime")
        except ImportError as error:
            raise ProposalFailed(detail="onnxruntime is not installed; install bookcradle[neural]") from error
        settings = runtime.SessionOptions()
        settings.intra_op_num_threads = cv2.getNumThreads()
        settings.inter_op_num_threads = 1
        settings.log_severity_level = 4
        settings.enable_cpu_mem_arena = False
        try:
            self._session = runtime.InferenceSession(content, settings, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ProposalFailed(detail=f"onnxruntime refuses the network ({_first_line(error)})") from error

    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Proposer`. Raises `ProposalFailed`."""
        seen = picture.astype(np.float32).transpose(2, 0, 1)[None] / 255
        try:
            (grid,) = self._session.run([OUTPUT], {INPUT: seen})
        except Exception as error:
            raise ProposalFailed(detail=f"the network failed ({_first_line(error)})") from error
        if np.shape(grid) != (1, 2, *GRID):
            raise ProposalFailed(detail=f"the network gives {np.shape(grid)}, which is no grid")
        return np.asarray(grid[0].transpose(1, 2, 0), np.float32)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__
