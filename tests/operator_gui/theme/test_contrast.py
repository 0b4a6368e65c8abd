"""What can be read: WCAG's contrast, in both themes; in the state band the stricter one, from two metres."""

from __future__ import annotations

import pytest

from operator_gui.theme.palette import DARK, LIGHT, Palette, contrast
from operator_gui.theme.sizes import TypeSizes, most_percent
from operator_gui.widgets.band_message import BandKind
from operator_gui.widgets.state_band import band_colours

READABLE, FROM_AFAR, SEEN = 4.5, 7.0, 3.0
themes = pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])


def test_the_measure_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#777777", "#777777") == 1


@themes
@pytest.mark.parametrize("surface", ["ground", "surface", "raised"])
@pytest.mark.parametrize("ink", ["text", "quiet", "accent", "good", "warn", "bad"])
def test_words_can_be_read_on_every_surface(palette: Palette, ink: str, surface: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, surface)) >= READABLE


@themes
@pytest.mark.parametrize("kind", BandKind)
def test_the_band_can_be_read_from_afar(palette: Palette, kind: BandKind) -> None:
    ground, ink = band_colours(kind, palette)
    assert contrast(ink.name(), ground.name()) >= FROM_AFAR


@themes
@pytest.mark.parametrize(("ink", "ground"), [("on_accent", "accent"), ("on_deep", "stopped")])
def test_words_on_buttons_can_be_read(palette: Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= READABLE


@themes
def test_the_stop_button_stands_out_of_every_band(palette: Palette) -> None:
    """Its white edge, or its own red, against whatever the band shows."""
    for kind in BandKind:
        ground = band_colours(kind, palette)[0].name()
        assert max(contrast(palette.on_deep, ground), contrast(palette.stopped, ground)) >= SEEN, kind


@themes
def test_no_two_states_share_a_colour_unless_their_shapes_say_so(palette: Palette) -> None:
    states = [palette.ready, palette.hold, palette.turn, palette.turn_back, palette.wait, palette.paused]
    assert len({*states, palette.stopped}) == 7


def test_text_grows_with_the_persons_choice_and_the_capture_screen_keeps_14_points() -> None:
    assert TypeSizes.at(100).capture * 72 / 96 >= 14
    assert TypeSizes.at(100).band == 40
    assert TypeSizes.at(200) == TypeSizes(26, 32, 35, 38, 56), "what is large already gains as much as text does"
    assert TypeSizes.at(80) == TypeSizes(10, 13, 15, 18, 32)


@pytest.mark.parametrize(
    ("size", "percent"),
    [
        ((800, 600), 100),
        ((1024, 640), 100),
        ((1366, 768), 140),
        ((1366, 2000), 140),
        ((1600, 900), 160),
        ((1920, 1080), 200),
        ((3840, 2160), 200),
    ],
)
def test_text_is_as_large_as_a_window_has_room_for(size: tuple[int, int], percent: int) -> None:
    assert most_percent(*size) == percent
