"""Why the rig does not go on, as a value: a stable code, what happened, what the person does next."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.errors import BookcradleError, Param

__all__ = [
    "BOOK_OPEN",
    "BUSY",
    "CANNOT_MOVE_NOW",
    "CONFIRM_TURN",
    "NOTHING_LANDED",
    "NOTHING_OWED",
    "NOTHING_TO_CONFIRM",
    "NOTHING_TO_RELEASE",
    "NOTHING_TO_RE_SHOOT",
    "NO_BOOK",
    "NO_SUCH_CAMERA",
    "OTHER_SIDE_FAILED",
    "PAUSED",
    "RED_BEFORE",
    "RE_SHOOT_FIRST",
    "STOPPED",
    "STOPPED_AGAIN",
    "TURN_BY_HAND",
    "Reason",
    "Refused",
    "asked_again",
    "emergency",
    "not_that_spread",
    "of_error",
    "red_verdict",
    "same_leaf",
    "turn_not_known",
    "unfinished",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One coded reason. Clients translate by ``code`` and ``params``; the sentences are the English rendering."""

    code: str
    what: str
    remedy: str
    params: tuple[tuple[str, Param], ...] = ()

    @property
    def sentence(self) -> str:
        """Both sentences, as they are printed."""
        return f"{self.what} {self.remedy}".strip()


NO_BOOK = Reason("no_book", "No book is open.", "Start a book, or open the one that lies on the cradle.")
BUSY = Reason("busy", "The rig is still busy with the last spread.", "Wait for the armed signal, then press again.")
PAUSED = Reason("paused", "The rig is paused.", "Resume it, then press again.")
STOPPED = Reason("stopped", "The emergency stop is latched.", "Make sure that hands are clear, then release it.")
CONFIRM_TURN = Reason(
    "confirm_turn", "Nobody knows whether the leaf was turned.", "Look at the book and confirm: turned, or not turned."
)
NOTHING_TO_RE_SHOOT = Reason("nothing_to_re_shoot", "This book has no such spread yet.", "Press to shoot it first.")
RED_BEFORE = Reason("red_before", "The spread before this one must be shot again first.", "Turn back as shown.")
OTHER_SIDE_FAILED = Reason("other_side_failed", "This side was not exposed, because the other one could not be.", "")
NOTHING_LANDED = Reason(
    "nothing_landed", "The camera delivered no file.", "Look at the camera, then press to try again."
)
RE_SHOOT_FIRST = Reason("re_shoot_first", "Another spread is waiting to be shot.", "Shoot or cancel that one first.")
BOOK_OPEN = Reason("book_open", "Another book is open.", "Finish it first.")
NOTHING_OWED = Reason("nothing_owed", "Nothing is waiting to be shot again.", "Press to shoot the next spread.")
TURN_BY_HAND = Reason("turn_by_hand", "The leaf has not been turned.", "Turn it by hand, then press.")
NOTHING_TO_CONFIRM = Reason("nothing_to_confirm", "No turn is in doubt.", "Go on as usual.")

NO_SUCH_CAMERA = Reason("no_such_camera", "This rig has no such camera.", "Connect it, or choose the cameras it has.")
NOTHING_TO_RELEASE = Reason("nothing_to_release", "Nothing is latched.", "Go on as usual.")
CANNOT_MOVE_NOW = Reason("cannot_move_now", "A spread is under way.", "Wait for its end, or use the emergency stop.")
STOPPED_AGAIN = Reason(
    "stopped_again", "The stop was pressed again.", "Make sure that hands are clear, then release it."
)


IF_DOWN = "Make sure that hands are clear; if the red button is down, twist it until it springs up. Then release it."
"""What is right whether the button at the cradle was pressed, or the stop was asked for by a program."""


def emergency(reason: str) -> Reason:
    """The stop that a person asked for by a key, a button on a screen or a command: no red button is down."""
    remedy = "Make sure that hands are clear, then release it."
    return Reason(
        "emergency_stop", f"Emergency stop: {reason}.", remedy, (("reason", reason), ("by", "emergency_stop_asked"))
    )


def emergency_at_the_cradle() -> Reason:
    """The stop at the cradle itself, which stays down until it is twisted."""
    return Reason(
        "emergency_stop",
        "The red button at the cradle was pressed.",
        "See that everything is safe, twist the red button until it springs up, then release it.",
        (("by", "emergency_stop_pressed"),),
    )


def found_latched() -> Reason:
    """A stop from before the daemon ran: nobody knows who asked for it."""
    return Reason("emergency_stop", "The emergency stop was on when the daemon started.", IF_DOWN)


def red_verdict(position: int) -> Reason:
    """Inspection refuses this spread."""
    return Reason(
        "red_verdict",
        f"Spread {position} was judged red.",
        f"Shoot spread {position} again, or accept it as it is.",
        (("position", position),),
    )


def same_leaf(position: int) -> Reason:
    """Inspection saw the pages of the spread before again, and found nothing else wrong."""
    before = position - 1
    return Reason(
        "same_leaf",
        f"Spread {position} shows pages that were photographed just before: the leaf was probably not turned.",
        f"See that the pages after those of spread {before} lie open, turn the leaf if they do not, then press; or "
        f"accept spread {position} as it is.",
        (("position", position), ("before", before)),
    )


def not_that_spread(position: int) -> Reason:
    """The re-shoot shows other pages than the spread it was meant for."""
    return Reason(
        "not_that_spread",
        f"This is not spread {position}.",
        f"Turn to spread {position} and press again.",
        (("position", position),),
    )


def asked_again(position: int) -> Reason:
    """The operator asked for this re-shoot."""
    return Reason(
        "re_shoot_asked",
        f"Spread {position} is to be shot again.",
        f"Turn to spread {position} and press.",
        (("position", position),),
    )


def unfinished(position: int) -> Reason:
    """The book was left in the middle of this spread."""
    return Reason(
        "unfinished",
        f"Spread {position} is not complete.",
        f"Turn to spread {position} and press.",
        (("position", position),),
    )


def turn_not_known(position: int) -> Reason:
    """A turn was started, or was due, and nobody saw its end."""
    return Reason(
        "turn_not_known",
        f"Nobody knows whether the leaf after spread {position} was turned.",
        "Look at the book and confirm: turned, or not turned.",
        (("position", position),),
    )


def of_error(error: BaseException) -> Reason:
    """An error of a port as a reason; one that is not ours keeps its type for the log."""
    if isinstance(error, BookcradleError):
        return Reason(error.code, error.what_happened, error.what_to_do, tuple(error.params.items()))
    if isinstance(error, TimeoutError):
        return Reason(
            "deadline_passed", "A part of the rig did not answer in time.", "Check its cable, then try again."
        )
    detail = f"{type(error).__name__}: {error}"
    unexpected = BookcradleError(detail=detail)
    return Reason(unexpected.code, unexpected.what_happened, unexpected.what_to_do, (("detail", detail),))


class Refused(BookcradleError):
    """The rig does not do this now; ``reason`` is the stable code of why."""

    code = "refused"
    what = "{what}"
    remedy = "{remedy}"

    def __init__(self, **params: str | int | float) -> None:
        super().__init__(**params)
        self.reasons: tuple[Reason, ...] = ()

    @classmethod
    def because(cls, *reasons: Reason) -> Refused:
        """The refusal for these reasons, of which the first is told."""
        first = reasons[0]
        own = {name: value for name, value in first.params if name not in ("reason", "what", "remedy")}
        refusal = cls(reason=first.code, what=first.what, remedy=first.remedy, **own)
        refusal.reasons = reasons
        return refusal
