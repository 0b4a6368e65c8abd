"""How what capture, cameras, cradle and inspection say becomes what the API tells: pure translation, one way."""

from __future__ import annotations

from scanner_daemon.api.schemas import (
    CameraState,
    CradleState,
    CueWord,
    CycleTimes,
    Fault,
    FlagRaised,
    RigState,
    VerdictGiven,
)
from scanner_daemon.capture.ports import Camera, Cradle, CycleTiming
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.states import Phase
from scanner_daemon.capture.words import Cue
from scanner_daemon.clock import elapsed_ms
from scanner_daemon.errors import BookcradleError
from scanner_daemon.inspection.verdict import Verdict

__all__ = ["camera_state", "cradle_state", "cue_word", "cycle_times", "fault_of", "state_word", "verdict_given"]


def state_word(phase: Phase) -> RigState:
    """The word of the state band for a phase of the cycle."""
    match phase:
        case Phase.NO_BOOK:
            return RigState.NO_BOOK
        case Phase.READY:
            return RigState.READY
        case Phase.INTENDING | Phase.LOWERING | Phase.EXPOSING:
            return RigState.HOLD_STILL
        case Phase.LANDING | Phase.JUDGING | Phase.TURNING:
            return RigState.WAIT
        case Phase.TURN:
            return RigState.TURN
        case Phase.CONFIRM_TURN:
            return RigState.CONFIRM_TURN
        case Phase.TURN_BACK:
            return RigState.TURN_BACK
        case Phase.PAUSED:
            return RigState.PAUSED
        case Phase.FAULTED:
            return RigState.FAULT
        case Phase.STOPPED:
            return RigState.STOPPED


def cue_word(cue: Cue) -> CueWord:
    """The same word, as clients know it."""
    return CueWord(cue.value)


def camera_state(camera: Camera, *, live: bool = False, what: str = "", rotate_degrees: int = 0) -> CameraState:
    """A body as it is now; ``what`` says why it is not alive, ``rotate_degrees`` how its frames are turned upright."""
    identity = camera.identity
    return CameraState(
        side=camera.side,
        alive=camera.alive,
        model=identity.model if identity else None,
        serial=identity.serial if identity else None,
        brand=identity.brand if identity else None,
        battery_percent=camera.battery_percent,
        live=live,
        rotate_degrees=rotate_degrees,
        what=what,
    )


def cradle_state(cradle: Cradle, *, fitted: bool = True) -> CradleState:
    """Platen and turner as they are now; ``fitted`` is False for a rig without a controller."""
    status = cradle.status
    return CradleState(
        fitted=fitted,
        connected=status.connected,
        homed=status.homed,
        platen=status.platen,
        lid_closed=status.lid_closed,
        emergency_stop_latched=status.emergency_stop_latched,
        fault_code=status.fault_code,
        fault_reason=status.fault_reason,
        needs_operator=status.needs_operator,
        has_platen_motor=cradle.has_platen_motor,
        has_turner=cradle.has_turner,
    )


def verdict_given(verdict: Verdict) -> VerdictGiven:
    """A verdict with all its flags."""
    flags = tuple(
        FlagRaised(
            check=flag.check,
            level=flag.level,
            side=flag.side,
            value=flag.value,
            limit=flag.limit,
            reason=flag.reason,
            crop=flag.crop,
            version=flag.version,
        )
        for flag in verdict.flags
    )
    return VerdictGiven(level=verdict.level, flags=flags, inspected_ms=verdict.inspected_ms)


def fault_of(error: BookcradleError | Reason, source: str = "") -> Fault:
    """An open fault with its code, values and sentences."""
    if isinstance(error, Reason):
        params = dict(error.params)
        return Fault(code=error.code, params=params, what=error.what, remedy=error.remedy, source=source)
    return Fault(
        code=error.code,
        params=dict(error.params),
        what=error.what_happened,
        remedy=error.what_to_do,
        source=source,
    )


def cycle_times(timing: CycleTiming) -> CycleTimes:
    """The instants of a cycle as the durations that people compare, in milliseconds."""
    commanded = timing.commanded_at_ns.values()
    last_landed = max(timing.landed_at_ns.values(), default=None)
    press_to_motion = _span(timing.pressed_at_ns, timing.motion_commanded_at_ns)
    settled_to_shutter = _span(timing.platen_settled_at_ns, max(commanded, default=None))
    both = press_to_motion is not None and settled_to_shutter is not None
    return CycleTimes(
        press_to_motion_ms=press_to_motion,
        platen_ms=_span(timing.motion_commanded_at_ns, timing.platen_settled_at_ns),
        settled_to_shutter_ms=settled_to_shutter,
        software_ms=(press_to_motion or 0.0) + (settled_to_shutter or 0.0) if both else None,
        shutter_difference_ms=elapsed_ms(min(commanded), max(commanded)) if len(commanded) > 1 else None,
        turn_signal_ms=_span(timing.pressed_at_ns, timing.turn_signalled_at_ns),
        landed_ms=_span(timing.pressed_at_ns, last_landed),
        committed_ms=_span(timing.pressed_at_ns, timing.committed_at_ns),
        judged_ms=_span(last_landed, timing.judged_at_ns),
        cycle_ms=_span(timing.pressed_at_ns, timing.armed_at_ns),
    )


def _span(since_ns: int | None, until_ns: int | None) -> float | None:
    return None if since_ns is None or until_ns is None else elapsed_ms(since_ns, until_ns)
