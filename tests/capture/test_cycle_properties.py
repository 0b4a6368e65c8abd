"""The pure cycle under every order of events that hypothesis can think of.

The model here is the physical truth: it answers the effects of the cycle in any order, well or badly, repeats old
answers, and lets people ask for anything at any time. What it then sees must never break the rules of the house.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from scanner_daemon.capture import effects as wanted
from scanner_daemon.capture import events as happened
from scanner_daemon.capture.cycle import step
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.states import FIRE_MARGIN_NS, Owed, Phase, Plan, State
from scanner_daemon.capture.words import Cue, TurnResult
from scanner_daemon.vocabulary import Level, Side, TurnAfter

BROKEN = Reason("broken", "It broke.", "Mend it.")
REST = {Phase.NO_BOOK, Phase.READY, Phase.TURN, Phase.CONFIRM_TURN, Phase.TURN_BACK, Phase.PAUSED, Phase.FAULTED}
ASKED = st.one_of(
    st.builds(happened.ReShootAsked, at_ns=st.just(0), position=st.integers(0, 5)),
    st.builds(happened.InsertAsked, at_ns=st.just(0), position=st.integers(0, 5)),
    st.just(happened.PauseAsked(0)),
    st.just(happened.ResumeAsked(0)),
    st.just(happened.ResumeAsked(0)),
    st.just(happened.OwedAccepted(0)),
    st.just(happened.OwedAccepted(0)),
    st.builds(happened.TurnConfirmed, at_ns=st.just(0), turned=st.booleans()),
)
BOOKKEEPING = (
    wanted.CommitSpread,
    wanted.AdmitIncomplete,
    wanted.MatchSpread,
    wanted.JudgeSpread,
    wanted.RecordTurn,
    wanted.CycleClosed,
    wanted.StopCradle,
    wanted.Refuse,
)
BY_FOOT = st.sampled_from([happened.PressedBy.OPERATOR] * 4 + [happened.PressedBy.RE_SHOOT_SWITCH])
PLANS = st.builds(
    Plan,
    book_id=st.just("book"),
    sides=st.sampled_from([(Side.LEFT, Side.RIGHT), (Side.BOTH,), (Side.LEFT,)]),
    has_platen_motor=st.booleans(),
    has_turner=st.booleans(),
    turn_after=st.sampled_from(TurnAfter),
    continuous=st.booleans(),
    re_exposures=st.integers(0, 2),
)


class Landing:
    """The rest of an exposure, still to be answered by the model."""

    __match_args__ = ("number", "side", "attempt")

    def __init__(self, number: int, side: Side, attempt: int) -> None:
        self.number, self.side, self.attempt = number, side, attempt


class Cycle(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.now = 1_000
        self.waiting: list[wanted.Effect | Landing] = []
        self.told: list[Any] = []
        self.platen = "up"
        self.served: set[int] = set()
        self.positions: dict[int, int] = {}
        self.leaf_rules: dict[int, TurnAfter] = {}
        self.last_position = 0
        self.fired: dict[tuple[int, Side], int] = {}
        self.ends: dict[tuple[int, Side], int] = {}
        self.resolved: set[tuple[int, Side, int]] = set()
        self.landed: set[tuple[int, Side]] = set()
        self.committed: set[int] = set()
        self.admitted: set[int] = set()
        self.not_recorded: set[int] = set()
        self.levels: dict[int, Level] = {}
        self.leaf_moves: list[int] = []
        self.turn_ids: list[int] = []
        self.lowered: list[int] = []

    # ------------------------------------------------------------------------------------------------ the machinery

    def tell(self, event: Any) -> tuple[wanted.Effect, ...]:
        before = self.state
        self.state, effects = step(before, event)
        for effect in effects:
            self.check(before, effect)
        self.waiting += [effect for effect in effects if not isinstance(effect, _ANSWERLESS)]
        return effects

    def check(self, before: State, effect: wanted.Effect) -> None:
        if self.state.stopped is not None:
            assert isinstance(effect, BOOKKEEPING) or effect == wanted.GiveCue(Cue.STOPPED)
        match effect:
            case wanted.Intend(number=number):
                assert number not in self.served
                self.served.add(number)
            case wanted.LowerPlaten(number=number):
                assert number in self.positions
                assert number not in self.lowered
                self.lowered.append(number)
            case wanted.Fire(number=number, sides=sides, at_ns=at_ns):
                self.check_fire(number, sides, at_ns)
            case wanted.RaisePlaten(number=number):
                self.check_nothing_is_open(number)
            case wanted.TurnPage(number=number, turn_id=turn_id):
                assert self.platen == "up"
                assert turn_id not in self.turn_ids
                self.turn_ids.append(turn_id)
                self.check_leaf(number)
            case wanted.GiveCue(cue=Cue.TURN) if self.state.shot is not None:
                self.check_leaf(self.state.shot.number)
            case wanted.CommitSpread(number=number):
                assert self.state.plan is not None
                assert all((number, side) in self.landed for side in self.state.plan.sides)
            case wanted.CycleClosed(number=number, complete=complete):
                said = {number} & (self.admitted | self.not_recorded)
                assert complete == (number in self.committed)
                assert complete != bool(said)

    def check_fire(self, number: int, sides: tuple[tuple[Side, int], ...], at_ns: int) -> None:
        assert self.platen in ("down", "by hand")
        assert number not in self.leaf_moves
        assert at_ns == self.now + FIRE_MARGIN_NS
        assert self.state.judging is None
        for side, attempt in sides:
            assert self.fired.get((number, side), -1) < attempt
            assert (number, side) not in self.landed
            self.fired[number, side] = attempt

    def check_nothing_is_open(self, number: int) -> None:
        """No shutter can still be open when the platen or the leaf moves."""
        for (shot, side), attempt in self.fired.items():
            if shot == number and (number, side, attempt) not in self.resolved:
                assert self.ends[number, side] <= self.now

    def check_leaf(self, number: int) -> None:
        """One leaf a press, and not before the rule of the book allows it."""
        assert number not in self.leaf_moves
        self.leaf_moves.append(number)
        self.check_nothing_is_open(number)
        assert self.state.plan is not None
        for side in self.state.plan.sides:
            assert (number, side) in self.fired
        match self.leaf_rules[number]:
            case TurnAfter.LANDED:
                assert number in self.committed
            case TurnAfter.JUDGED:
                assert number in self.committed
                assert self.levels[number] is not Level.RED
            case TurnAfter.EXPOSED:
                pass
        assert self.levels.get(number) is not Level.RED

    # --------------------------------------------------------------------------------------------- what people ask

    @initialize(plan=PLANS, owed=st.sampled_from([False, False, True]))
    def open_book(self, plan: Plan, owed: bool) -> None:
        self.platen = "up" if plan.has_platen_motor else "by hand"
        if not plan.has_platen_motor:
            plan = replace(plan, has_turner=False)
        self.last_position = 3
        tasks = (Owed(3, must_match=True, why=BROKEN),) if owed else ()
        self.tell(happened.BookOpened(self.now, plan, 3, None, tasks))

    @rule(blocked=st.sampled_from([False, False, False, True]), by=BY_FOOT)
    def press(self, blocked: bool, by: happened.PressedBy) -> None:
        before = self.state
        effects = self.tell(happened.Pressed(self.now, (BROKEN,) if blocked else (), by))
        if any(isinstance(effect, wanted.Refuse) for effect in effects):
            assert replace(self.state, refused=before.refused) == before
            assert self.state.refused == before.refused + 1
            assert all(isinstance(effect, wanted.Refuse) for effect in effects)
        if blocked or before.phase not in (Phase.READY, Phase.TURN, Phase.TURN_BACK, Phase.FAULTED):
            assert self.state.number == before.number

    @rule(asked=ASKED)
    def ask(self, asked: Any) -> None:
        self.tell(replace(asked, at_ns=self.now))

    @precondition(lambda self: self.state.stopped is None)
    @rule(certainly=st.sampled_from([False, False, True]))
    def stop(self, certainly: bool) -> None:
        if certainly:
            self.tell(happened.Stopped(self.now, BROKEN))
            assert self.state.phase is Phase.STOPPED

    @precondition(lambda self: self.state.stopped is not None)
    @rule()
    def release(self) -> None:
        if self.platen != "by hand":
            self.platen = "up"
        self.tell(happened.Released(self.now))

    @rule(ns=st.integers(1, 200_000_000))
    def wait(self, ns: int) -> None:
        self.now += ns

    # ---------------------------------------------------------------------------------------------- what is answered

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), bad=st.sampled_from([False, False, False, True]))
    def answer(self, data: st.DataObject, bad: bool) -> None:
        effect = self.waiting.pop(data.draw(st.integers(0, len(self.waiting) - 1)))
        verdict = data.draw(st.sampled_from(Level))
        result = data.draw(st.sampled_from(TurnResult)) if bad else TurnResult.DONE
        matches = data.draw(st.sampled_from([False, None] if bad else [True, None]))
        self.answered(effect, bad=bad, verdict=verdict, result=result, matches=matches)

    @precondition(lambda self: self.waiting)
    @rule(
        luck=st.randoms(use_true_random=False),
        trouble=st.sampled_from([0.0, 0.0, 0.05, 0.2]),
        slow_inspection=st.booleans(),
    )
    def answer_all(self, luck: Random, trouble: float, slow_inspection: bool) -> None:
        """Everything that is under way comes to its end, in any order; but a verdict may keep us waiting."""
        for _ in range(60):
            due = [one for one in self.waiting if not (slow_inspection and isinstance(one, wanted.JudgeSpread))]
            if not due:
                break
            effect = luck.choice(due)
            self.waiting.remove(effect)
            bad = luck.random() < trouble
            verdict = luck.choice([Level.GREEN] * 4 + [Level.AMBER, Level.RED])
            result = luck.choice(list(TurnResult)) if bad else TurnResult.DONE
            self.answered(effect, bad=bad, verdict=verdict, result=result, matches=None if bad else True)

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def repeat_an_old_answer(self, data: st.DataObject) -> None:
        self.tell(replace(data.draw(st.sampled_from(self.told)), at_ns=self.now))

    def report(self, event: Any) -> None:
        self.told.append(event)
        self.tell(event)

    def answered(
        self, effect: wanted.Effect | Landing, *, bad: bool, verdict: Level, result: TurnResult, matches: bool | None
    ) -> None:
        now = self.now
        match effect:
            case wanted.Intend(number=number, task=task) if bad:
                self.report(happened.IntentFailed(now, number, BROKEN))
            case wanted.Intend(number=number, task=task):
                self.intend(number, task)
            case wanted.LowerPlaten(number=number) | wanted.RaisePlaten(number=number) if bad:
                self.platen = "lost"
                self.report(happened.PlatenFailed(now, number, BROKEN))
            case wanted.LowerPlaten(number=number):
                self.platen = "down"
                self.report(happened.PlatenLowered(now, number))
            case wanted.RaisePlaten(number=number):
                self.platen = "up"
                self.report(happened.PlatenRaised(now, number))
            case wanted.Arm(number=number, side=side, attempt=attempt) if bad:
                self.report(happened.SideFailed(now, number, side, attempt, BROKEN))
            case wanted.Arm(number=number, side=side, attempt=attempt):
                self.report(happened.SideArmed(now, number, side, attempt))
            case wanted.Fire(number=number, sides=sides):
                for side, attempt in sides:
                    self.expose(number, side, attempt, bad=bad)
            case Landing(number=number, side=side, attempt=attempt):
                self.resolved.add((number, side, attempt))
                if bad:
                    self.report(happened.SideFailed(now, number, side, attempt, BROKEN))
                else:
                    self.landed.add((number, side))
                    self.report(happened.SideLanded(now, number, side, attempt))
            case wanted.WakeForTurn(number=number, at_ns=at_ns):
                self.now = max(now, at_ns)
                self.report(happened.TurnDue(self.now, number))
            case wanted.TurnPage(number=number):
                self.report(happened.TurnEnded(now, number, result))
            case wanted.MatchSpread(number=number):
                self.report(happened.Matched(now, number, matches))
            case wanted.CommitSpread(number=number) if bad:
                self.not_recorded.add(number)
                self.report(happened.RecordFailed(now, number, BROKEN))
            case wanted.CommitSpread(number=number):
                self.committed.add(number)
                self.report(happened.SpreadCommitted(now, number))
            case wanted.AdmitIncomplete(number=number):
                (self.not_recorded if bad else self.admitted).add(number)
                failed = happened.RecordFailed(now, number, BROKEN)
                self.report(failed if bad else happened.IncompleteRecorded(now, number))
            case wanted.JudgeSpread(number=number):
                level = Level.UNKNOWN if bad else verdict
                self.levels[number] = level
                self.report(happened.Judged(now, number, level, bad))
            case wanted.PressAgain():
                self.tell(happened.Pressed(now, (BROKEN,) if bad else (), happened.PressedBy.RUN))
            case _:
                raise AssertionError(effect)

    def intend(self, number: int, task: Owed | None) -> None:
        if task is None or task.insert:
            self.last_position += 1
        position = task.position if task is not None else self.last_position
        self.positions[number] = position
        # an intent answers with a turn_id that no other has
        self.report(happened.IntentCommitted(self.now, number, position, 1000 + number))
        shot = self.state.shot
        if shot is not None:
            self.leaf_rules[number] = shot.rule

    def expose(self, number: int, side: Side, attempt: int, *, bad: bool) -> None:
        end_ns = self.now + FIRE_MARGIN_NS + 95_000_000
        self.ends[number, side] = end_ns
        if not bad:
            self.report(happened.ShutterFired(self.now, number, side, attempt, end_ns))
        self.waiting.append(Landing(number, side, attempt))

    # ----------------------------------------------------------------------------------------------- what must hold

    @invariant()
    def ready_means_that_nothing_is_under_way(self) -> None:
        if self.state.phase is not Phase.READY:
            return
        assert self.state.shot is None
        assert not self.state.pause_wanted
        for number in self.positions:
            assert {number} & (self.committed | self.admitted | self.not_recorded)

    @invariant()
    def the_stop_holds_until_it_is_released(self) -> None:
        assert (self.state.phase is Phase.STOPPED) == (self.state.stopped is not None)

    def teardown(self) -> None:
        """Whatever happened: when every part answers at last, the rig comes to rest and waits for a person."""
        for _ in range(200):
            if not self.waiting:
                break
            self.answered(self.waiting.pop(0), bad=False, verdict=Level.AMBER, result=TurnResult.DONE, matches=True)
        assert not self.waiting
        if self.state.stopped is not None:
            self.platen = "up" if self.platen != "by hand" else self.platen
            self.tell(happened.Released(self.now))
        assert self.state.shot is None
        assert self.state.phase in REST


_ANSWERLESS = (
    wanted.GiveCue,
    wanted.Refuse,
    wanted.StartLiveView,
    wanted.StopCradle,
    wanted.CycleClosed,
    wanted.RecordTurn,
)

TestCycle = Cycle.TestCase
TestCycle.settings = settings(max_examples=250, stateful_step_count=60, deadline=None)
