"""What a body still holds for us is known, and only what is certainly ours is fetched."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.cameras.debts import Debts, OwedFile, Shot

FOLDER = "/store_00010001/DCIM/100D7500"
OLD = (FOLDER, "DSC_0001.JPG")
NEW = (FOLDER, "DSC_0002.JPG")
SHOT = Shot(Path("incoming"), "shot.1", 1)
PAIR = Shot(Path("incoming"), "shot.1", 2)


def connected(*on_card: tuple[str, str]) -> Debts:
    debts = Debts()
    assert debts.assign(on_card) == []
    return debts


def test_a_shot_that_landed_leaves_no_debt() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    debts.announced(SHOT, *NEW)
    debts.settled(*NEW, left_on_card=False)
    debts.ended(SHOT)
    assert not debts


def test_an_announced_file_is_owed_until_it_is_home() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    debts.announced(SHOT, *NEW)
    assert debts.assign([OLD, NEW]) == []
    assert debts.files == [OwedFile(SHOT, *NEW)]


def test_a_shot_cut_off_before_its_announcement_claims_the_one_new_file() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    assert debts.assign([OLD, NEW]) == []
    assert debts.files == [OwedFile(SHOT, *NEW)]


def test_of_raw_and_jpeg_the_one_that_was_not_announced_is_found_too() -> None:
    debts = connected(OLD)
    debts.fired(PAIR)
    debts.announced(PAIR, *NEW)
    raw = (FOLDER, "DSC_0002.NEF")
    assert debts.assign([OLD, NEW, raw]) == []
    assert debts.files == [OwedFile(PAIR, *NEW), OwedFile(PAIR, *raw)]


def test_a_shot_that_was_never_taken_owes_nothing() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    assert debts.assign([OLD]) == []
    assert not debts


def test_more_new_files_than_the_shot_makes_are_nobodys_and_stay() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    third = (FOLDER, "DSC_0003.JPG")
    assert debts.assign([OLD, NEW, third]) == [NEW, third]
    assert not debts


def test_two_cut_off_shots_cannot_be_told_apart_so_nothing_is_assigned() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    debts.fired(Shot(Path("incoming"), "shot.2", 1))
    assert debts.assign([OLD, NEW]) == [NEW]
    assert not debts


def test_nothing_is_claimed_on_a_card_that_nobody_had_looked_at() -> None:
    debts = Debts()
    debts.fired(SHOT)
    assert debts.assign([OLD, NEW]) == [OLD, NEW]
    assert not debts


def test_a_refused_shot_is_no_debt() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    debts.refused(SHOT)
    assert not debts


def test_a_file_kept_on_the_card_is_not_taken_for_a_new_one_later() -> None:
    debts = connected(OLD)
    debts.fired(SHOT)
    debts.announced(SHOT, *NEW)
    debts.settled(*NEW, left_on_card=True)
    debts.ended(SHOT)
    second = Shot(Path("incoming"), "shot.2", 1)
    debts.fired(second)
    third = (FOLDER, "DSC_0003.JPG")
    assert debts.assign([OLD, NEW, third]) == []
    assert debts.files == [OwedFile(second, *third)]


def test_a_stray_picture_is_told_of_once_and_does_not_hide_ours_later() -> None:
    debts = connected(OLD)
    stray = (FOLDER, "DSC_0009.JPG")
    assert debts.assign([OLD, stray]) == [stray]
    debts.fired(SHOT)
    assert debts.assign([OLD, stray, NEW]) == []
    assert debts.files == [OwedFile(SHOT, *NEW)]
