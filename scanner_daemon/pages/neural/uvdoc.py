"""UVDoc as an ONNX graph, written out layer by layer around weights that were read elsewhere.

The network: Verhoeven, Magne and Sorkine-Hornung, "UVDoc: Neural Grid-based Document Unwarping", SIGGRAPH Asia 2023;
code and weights under the MIT licence (Copyright 2023 Tanguy Magne). A head of two strided convolutions, three levels
of residual blocks, six dilated branches side by side, and two convolutions that give a grid of places. Its second
output, a grid in space, is left out. Every batch normalisation is folded into the convolution before it.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.neural.errors import ExtraMissing

__all__ = ["GRID", "INPUT", "OUTPUT", "SEEN_PX", "graph_of"]

SEEN_PX = (488, 712)
"""Width and height of the picture that goes in."""
GRID = (45, 31)
"""Rows and columns of the grid that comes out."""
INPUT, OUTPUT = "picture", "grid"
_IR_VERSION, _OPSET = 8, 17
_EPSILON = 1e-5
_BLOCKS = {"layer1": (3, 1), "layer2": (4, 2), "layer3": (6, 2)}
"""Residual blocks of each level, and the stride of its first."""
_BRANCHES = ((1,), (2,), (5,), (8, 3, 2), (12, 7, 4), (18, 12, 6))
"""Dilations along each branch."""
_WITHIN = 3
"""Dilation within a level."""

Tensors = Mapping[str, NDArray[Any]]


def graph_of(tensors: Tensors, source: str) -> bytes:
    """The network as ONNX: float32 (1, 3, 712, 488) RGB of 0..1 in, (1, 2, 45, 31) x and y of -1..1 out.

    ``source`` is noted in the file. Raises `ExtraMissing` without the onnx package, and KeyError for a tensor that
    the network needs and is not there.
    """
    try:
        onnx: Any = importlib.import_module("onnx")
    except ImportError:
        raise ExtraMissing(package="onnx") from None
    return _Writing(onnx, tensors).written(source)


class _Writing:
    """Nodes and weights so far; every method appends a layer after ``x`` and gives its name."""

    def __init__(self, onnx: ModuleType, tensors: Tensors) -> None:
        self._onnx: Any = onnx
        self._tensors = tensors
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def written(self, source: str) -> bytes:
        make, float32 = self._onnx.helper, self._onnx.TensorProto.FLOAT
        x = self._relu(self._conv(INPUT, "resnet_head.0", "resnet_head.1", stride=2))
        x = self._relu(self._conv(x, "resnet_head.3", "resnet_head.4", stride=2))
        for level, (blocks, stride) in _BLOCKS.items():
            for number in range(blocks):
                x = self._block(x, f"resnet_down.{level}.{number}", stride if number == 0 else 1)
        x = self._node("Concat", [self._branch(x, number) for number in range(len(_BRANCHES))], axis=1)
        x = self._relu(self._conv(x, "bridge_concat.0", "bridge_concat.1"))
        x = self._conv(x, "out_point_positions2D.0", "out_point_positions2D.1", mirrored=True)
        x = self._node("PRelu", [x, self._weight(self._tensors["out_point_positions2D.2.weight"].reshape(-1, 1, 1))])
        x = self._conv(x, "out_point_positions2D.3", mirrored=True)
        self._nodes.append(make.make_node("Identity", [x], [OUTPUT]))
        graph = make.make_graph(
            self._nodes,
            "uvdoc",
            [make.make_tensor_value_info(INPUT, float32, [1, 3, *SEEN_PX[::-1]])],
            [make.make_tensor_value_info(OUTPUT, float32, [1, 2, *GRID])],
            self._weights,
        )
        model = make.make_model(
            graph, ir_version=_IR_VERSION, opset_imports=[make.make_opsetid("", _OPSET)], producer_name="bookcradle"
        )
        model.doc_string = source
        self._onnx.checker.check_model(model)
        return bytes(model.SerializeToString(deterministic=True))

    def _block(self, x: str, name: str, stride: int) -> str:
        first = name.endswith(".0")
        inner, dilation = ("", 1) if first else (".0", _WITHIN)
        y = self._relu(self._conv(x, f"{name}.conv1{inner}", f"{name}.bn1", stride=stride, dilation=dilation))
        y = self._conv(y, f"{name}.conv2{inner}", f"{name}.bn2", dilation=dilation)
        if f"{name}.downsample.0.weight" in self._tensors:
            x = self._conv(x, f"{name}.downsample.0", f"{name}.downsample.1", stride=stride)
        return self._relu(self._node("Add", [y, x]))

    def _branch(self, x: str, number: int) -> str:
        for step, dilation in enumerate(_BRANCHES[number]):
            name = f"bridge_{number + 1}.{step}"
            x = self._relu(self._conv(x, f"{name}.0", f"{name}.1", dilation=dilation))
        return x

    def _conv(
        self, x: str, name: str, norm: str | None = None, *, stride: int = 1, dilation: int = 1, mirrored: bool = False
    ) -> str:
        weight = self._tensors[f"{name}.weight"].astype(np.float64)
        bias = self._tensors.get(f"{name}.bias")
        bias = np.zeros(len(weight)) if bias is None else bias.astype(np.float64)
        if norm is not None:
            scale, shift, mean, variance = (
                self._tensors[f"{norm}.{part}"].astype(np.float64)
                for part in ("weight", "bias", "running_mean", "running_var")
            )
            times = scale / np.sqrt(variance + _EPSILON)
            weight, bias = weight * times[:, None, None, None], (bias - mean) * times + shift
        room = dilation * (weight.shape[2] // 2)
        if mirrored:
            around = self._weight(np.array([0, 0, room, room, 0, 0, room, room], dtype=np.int64))
            x, room = self._node("Pad", [x, around], mode="reflect"), 0
        return self._node(
            "Conv",
            [x, self._weight(weight.astype(np.float32)), self._weight(bias.astype(np.float32))],
            strides=[stride, stride],
            dilations=[dilation, dilation],
            pads=[room] * 4,
        )

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])

    def _node(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        name = f"x{len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, [name], **attributes))
        return name

    def _weight(self, value: NDArray[Any]) -> str:
        name = f"w{len(self._weights)}"
        self._weights.append(self._onnx.numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name
