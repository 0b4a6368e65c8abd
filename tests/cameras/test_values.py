"""How bodies spell serial numbers, exposure times and brands."""

from __future__ import annotations

import pytest

from scanner_daemon.cameras.brands import BRANDS, GENERIC, brand_of
from scanner_daemon.cameras.exposure_time import exposure_ms, same_value
from scanner_daemon.cameras.serials import bare, same_body


@pytest.mark.parametrize(
    ("spelled", "expected_ms"),
    [
        ("1/30", 1000 / 30),
        ("0.0400s", 40.0),
        ("0,0166s", 16.6),
        ("2", 2000.0),
        ("10/25", 400.0),
        ('1.6"', 1600.0),
        ("30", 30_000.0),
        ("1/8000", 0.125),
    ],
)
def test_an_exposure_time_is_read_in_every_brands_spelling(spelled: str, expected_ms: float) -> None:
    assert exposure_ms(spelled) == pytest.approx(expected_ms)


@pytest.mark.parametrize("spelled", ["Bulb", "bulb", "Time", "auto", "", "1/0", "Unknown value 0x0c", "x 200"])
def test_what_is_no_duration_is_not_taken_for_one(spelled: str) -> None:
    assert exposure_ms(spelled) is None


@pytest.mark.parametrize(
    ("one", "other"), [("8", "f/8"), ("1/25", "0.0400s"), ("1/60", "0.0166s"), ("off", "Off"), ("100", "100")]
)
def test_two_spellings_of_one_value_are_the_same(one: str, other: str) -> None:
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("1/25", "1/30"), ("f/8", "f/9"), ("100", "200"), ("5000", "5010"), ("Auto", "Manual")]
)
def test_different_values_are_different(one: str, other: str) -> None:
    assert not same_value(one, other)


def test_padding_with_zeros_does_not_make_another_body() -> None:
    assert same_body("3282933003783803", ["00000000000000003282933003783803"])
    assert same_body("0003001234", ["3001234"])
    assert same_body("3001234", ["an EOS has two", "3001234"])


@pytest.mark.parametrize("nothing", ["", "0", "00000000000000000000000000000000", "  "])
def test_a_serial_of_zeros_is_nobodys(nothing: str) -> None:
    assert bare(nothing) == ""
    assert not same_body(nothing, [nothing, "0", ""])


@pytest.mark.parametrize(
    ("manufacturer", "model", "name"),
    [
        ("Nikon Corporation", "Nikon DSC D7500", "Nikon"),
        ("Canon.Inc", "Canon EOS 800D", "Canon"),
        ("Sony Corporation", "ILCE-7RM3", "Sony"),
        ("", "Canon EOS 90D", "Canon"),
    ],
)
def test_a_brand_is_known_by_what_the_body_says(manufacturer: str, model: str, name: str) -> None:
    assert brand_of(manufacturer, model).name == name


def test_a_brand_that_nobody_described_is_still_a_camera() -> None:
    assert brand_of("Ricoh", "K-3") is GENERIC
    assert not GENERIC.fire


def test_no_brand_locks_a_widget_that_it_also_moves() -> None:
    for brand in BRANDS:
        locked = {name for names in brand.locked for name in names}
        moved = {name for name, _ in (*brand.fire, *brand.fire_to_ram, *brand.release, *brand.ready)}
        assert not locked & moved
