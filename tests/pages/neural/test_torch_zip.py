"""Tensors are read out of `torch.save`'s archive as data; whatever else a pickle asks for is refused."""

import io
import os
import pickle
import struct
import zipfile

import numpy as np
import pytest

from scanner_daemon.pages.neural.torch_zip import TensorsUnreadable, read_tensors

NUMBERS = np.arange(12, dtype="<f4")


def text(said: str) -> bytes:
    return b"X" + struct.pack("<I", len(said)) + said.encode()


def whole(number: int) -> bytes:
    return b"J" + struct.pack("<i", number)


def tensor(
    storage: str = "torch\nFloatStorage\n",
    *,
    length: int = 12,
    offset: int = 0,
    shape: tuple[int, ...] = (3, 4),
    strides: tuple[int, ...] = (4, 1),
    rebuild: str = "torch._utils\n_rebuild_tensor_v2\n",
) -> bytes:
    """The instructions by which PyTorch describes one tensor, written here by hand."""
    persistent = b"(" + text("storage") + b"c" + storage.encode() + text("0") + text("cpu") + whole(length) + b"tQ"
    places = b"".join(b"(" + b"".join(whole(each) for each in sizes) + b"t" for sizes in (shape, strides))
    hooks = b"ccollections\nOrderedDict\n)R"
    return b"c" + rebuild.encode() + b"(" + persistent + whole(offset) + places + b"\x89" + hooks + b"tR"


def program(described: bytes) -> bytes:
    return b"\x80\x02}" + text("model_state") + b"ccollections\nOrderedDict\n)R" + text("w") + described + b"ss."


def archive(described: bytes, numbers: bytes = NUMBERS.tobytes()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        written.writestr("m/data.pkl", described)
        written.writestr("m/data/0", numbers)
    return out.getvalue()


def test_a_tensor_comes_back_with_its_name_and_shape() -> None:
    found = read_tensors(archive(program(tensor())))
    assert list(found) == ["w"]
    np.testing.assert_array_equal(found["w"], NUMBERS.reshape(3, 4))


def test_a_transposed_part_of_the_numbers_is_laid_out() -> None:
    found = read_tensors(archive(program(tensor(offset=2, shape=(2, 3), strides=(1, 4)))))
    np.testing.assert_array_equal(found["w"], [[2, 6, 10], [3, 7, 11]])


class Evil:
    def __init__(self, marker: str) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.marker,)


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_a_pickle_that_would_run_a_command_is_refused_and_runs_nothing(tmp_path: object, protocol: int) -> None:
    marker = f"{tmp_path}/was_run"
    with pytest.raises(TensorsUnreadable, match="which no tensor needs"):
        read_tensors(archive(pickle.dumps({"model_state": Evil(marker)}, protocol)))
    assert not os.path.exists(marker)  # noqa: PTH110  the pickle would have used os, too


@pytest.mark.parametrize(
    ("described", "why"),
    [
        (tensor(rebuild="builtins\neval\n"), "builtins.eval"),
        (tensor(rebuild="torch._utils\n_rebuild_parameter\n"), "_rebuild_parameter"),
        (tensor("torch\nDoubleStorage\n"), "torch.DoubleStorage"),
        (tensor(rebuild="torch\nFloatStorage\n"), "makes no tensor"),
        (tensor(length=13), "not as many as it says"),
        (tensor(shape=(4, 4)), "reaches past its numbers"),
        (tensor(offset=-1), "shape is damaged"),
        (tensor(strides=(-4, 1)), "shape is damaged"),
        (tensor(shape=(3,)), "shape is damaged"),
    ],
)
def test_what_is_no_plain_tensor_is_refused_with_the_reason(described: bytes, why: str) -> None:
    with pytest.raises(TensorsUnreadable, match=why):
        read_tensors(archive(program(described)))


@pytest.mark.parametrize("cut", [1, 5, 60, 150])
def test_a_description_cut_short_is_damaged(cut: int) -> None:
    with pytest.raises(TensorsUnreadable):
        read_tensors(archive(program(tensor())[:-cut]))


def test_an_archive_cut_short_is_damaged() -> None:
    content = archive(program(tensor()))
    for length in (0, 10, len(content) // 2, len(content) - 30):
        with pytest.raises(TensorsUnreadable, match="cut short"):
            read_tensors(content[:length])


def test_numbers_that_were_changed_are_noticed() -> None:
    content = archive(program(tensor()))
    with pytest.raises(TensorsUnreadable, match="damaged"):
        read_tensors(content.replace(NUMBERS[3:6].tobytes(), b"\1" * 12))


def test_an_archive_without_tensors_says_so() -> None:
    for described in (pickle.dumps({"a": 1}, 2), pickle.dumps(7, 2)):
        with pytest.raises(TensorsUnreadable, match="no tensors"):
            read_tensors(archive(described))
