"""Values and their bytes, and the tables of settings, without libgphoto2."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from scanner_daemon.simulation.ptp.canon_properties import shutter_ms
from scanner_daemon.simulation.ptp.codes import NikonProp, Prop
from scanner_daemon.simulation.ptp.models import MODELS, model_named
from scanner_daemon.simulation.ptp.nikon_properties import nearest_time
from scanner_daemon.simulation.ptp.wire import DataType, pack, pack_array16, pack_array32, unpack

RANGES = {
    DataType.INT8: (-(2**7), 2**7 - 1),
    DataType.UINT8: (0, 2**8 - 1),
    DataType.INT16: (-(2**15), 2**15 - 1),
    DataType.UINT16: (0, 2**16 - 1),
    DataType.INT32: (-(2**31), 2**31 - 1),
    DataType.UINT32: (0, 2**32 - 1),
}


@given(st.sampled_from(sorted(RANGES)).flatmap(lambda kind: st.tuples(st.just(kind), st.integers(*RANGES[kind]))))
def test_numbers_come_back(typed: tuple[DataType, int]) -> None:
    datatype, value = typed
    assert unpack(datatype, pack(datatype, value)) == value


@given(st.text(st.characters(codec="utf-16", exclude_characters="\0", max_codepoint=0xFFFF), max_size=254))
def test_texts_come_back_with_their_length_in_front(text: str) -> None:
    packed = pack(DataType.STRING, text)
    assert packed[0] == (len(text) + 1 if text else 0)
    assert unpack(DataType.STRING, packed) == text


def test_arrays_are_counted() -> None:
    assert pack_array16([0x1001, 0x1002]).hex() == "0200000001100210"
    assert pack_array32([]).hex() == "00000000"


@pytest.mark.parametrize(
    ("code", "value", "milliseconds"),
    [
        (NikonProp.EXPOSURE_TIME, 1 << 16 | 125, 8.0),
        (NikonProp.EXPOSURE_TIME, 30 << 16 | 1, 30_000.0),
        (Prop.EXPOSURE_TIME, 400, 40.0),
        (Prop.EXPOSURE_TIME, 166, 1000 / 60),
    ],
)
def test_a_nikon_s_shutter_time_in_both_spellings(code: int, value: int, milliseconds: float) -> None:
    fraction, tenths, exposure_ms = nearest_time(code, value)
    assert exposure_ms == pytest.approx(milliseconds)
    assert nearest_time(NikonProp.EXPOSURE_TIME, fraction) == (fraction, tenths, exposure_ms)
    assert nearest_time(Prop.EXPOSURE_TIME, tenths) == (fraction, tenths, exposure_ms)


@pytest.mark.parametrize(("code", "milliseconds"), [(0x68, 1000 / 60), (0x38, 1000.0), (0x98, 0.25), (0x10, 30_000.0)])
def test_an_eos_shutter_code_in_milliseconds(code: int, milliseconds: float) -> None:
    assert shutter_ms(code) == pytest.approx(milliseconds)


def test_models_are_named_and_unknown_ones_refused() -> None:
    assert model_named("nikon", None).name == "D7500"
    assert model_named("canon", "Canon EOS 90D").product == 0x32EA
    assert len({(model.vendor, model.product) for model in MODELS}) == len(MODELS)
    with pytest.raises(ValueError, match="Canon EOS 800D"):
        model_named("canon", "D7500")
