"""The udev rules, read by the real udev: what belongs to a rig is given its group and name, and nothing else is."""

from __future__ import annotations

import contextlib
import fcntl
import grp
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

UDEV = Path(__file__).parents[2] / "udev"
INSTALLED = Path("/run/udev/rules.d/70-bookcradle.rules")
GROUP = "bookcradle"
PTP, STORAGE = "060101", "080650"


ROOT = "/devices/pci0000:00/0000:00:14.0/usb1/1-2"


@dataclass(frozen=True)
class FakeDevice:
    """An umockdev description, the sysfs path to ask udevadm about, and its device number for cleaning up."""

    description: str
    path: str
    record: str


def _usb(vendor: str, product: str) -> str:
    return (
        f"P: {ROOT}\nN: bus/usb/001/005\nE: DEVTYPE=usb_device\nE: DEVNAME=/dev/bus/usb/001/005\nE: MAJOR=189\n"
        f"E: MINOR=4\nE: BUSNUM=001\nE: DEVNUM=005\nE: SUBSYSTEM=usb\nA: idVendor={vendor}\nA: idProduct={product}\n"
        "A: bcdDevice=0100\nA: product=Thing\nA: manufacturer=Somebody\n"
    )


def camera(vendor: str, product: str, interface: str, *, marks: dict[str, str] | None = None) -> FakeDevice:
    """A USB device with one interface, ``060101`` being PTP. ``marks`` are what earlier rules would have set."""
    descriptors = _descriptors(vendor, product, interface)
    more = "".join(f"E: {name}={value}\n" for name, value in (marks or {}).items())
    return FakeDevice(_usb(vendor, product) + more + f"H: descriptors={descriptors}\n\n", f"/sys{ROOT}", "c189:4")


def _descriptors(vendor: str, product: str, interface: str) -> str:
    def le(word: str) -> str:
        return word[2:] + word[:2]

    device = f"1201000200000040{le(vendor)}{le(product)}000101020301"
    configuration = "09021900010100c032"
    endpoint = "07058102000200"
    return (device + configuration + "0904000001" + interface + "00" + endpoint).upper()


def serial(vendor: str, product: str) -> FakeDevice:
    """A tty of a USB adapter."""
    tty = f"{ROOT}/1-2:1.0/tty/ttyACM0"
    return FakeDevice(
        _usb(vendor, product)
        + f"\nP: {ROOT}/1-2:1.0\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nA: bInterfaceClass=02\n"
        + f"\nP: {tty}\nN: ttyACM0\nE: DEVNAME=/dev/ttyACM0\nE: MAJOR=166\nE: MINOR=0\nE: SUBSYSTEM=tty\n\n",
        f"/sys{tty}",
        "c166:0",
    )


def input_device(vendor: str, product: str, *, node: str = "event5", mouse: bool = False) -> FakeDevice:
    """An input device of a USB body: with letter keys, or a mouse without any."""
    hid = f"{ROOT}/1-2:1.0/0003:{vendor.upper()}:{product.upper()}.0003"
    parent = f"{hid}/input/input20"
    keys = "70000 0 0 0 0" if mouse else "1000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
    events, rel = ("17", "903") if mouse else ("13", "0")
    return FakeDevice(
        _usb(vendor, product)
        + f"\nP: {ROOT}/1-2:1.0\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\nA: bInterfaceClass=03\n"
        + f"\nP: {hid}\nE: SUBSYSTEM=hid\n"
        + f"\nP: {parent}\nE: SUBSYSTEM=input\nE: EV={events}\nE: KEY={keys}\nE: REL={rel}\nA: name=Switch\n"
        + f"A: capabilities/ev={events}\nA: capabilities/key={keys}\nA: capabilities/rel={rel}\n"
        + "A: capabilities/abs=0\nA: properties=0\n"
        + f"\nP: {parent}/{node}\nN: input/{node}\nE: DEVNAME=/dev/input/{node}\nE: MAJOR=13\nE: MINOR=69\n"
        + "E: SUBSYSTEM=input\n\n",
        f"/sys{parent}/{node}",
        "c13:69",
    )


def cannot_test() -> str | None:
    if os.geteuid() != 0:
        return "udev rules can only be tested by root"
    for program in ("udevadm", "umockdev-run"):
        if shutil.which(program) is None:
            return f"{program} is not installed (apt install udev umockdev)"
    return None


def group_exists() -> bool:
    try:
        grp.getgrnam(GROUP)
    except KeyError:
        return False
    return True


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The rules where udev finds them. Where the machine has no such group, another one stands for it."""
    if reason := cannot_test():
        pytest.skip(reason)
    text = (UDEV / "70-bookcradle.rules").read_text()
    INSTALLED.parent.mkdir(parents=True, exist_ok=True)
    with INSTALLED.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Another test process may be at it.
        if INSTALLED.exists():
            pytest.skip(f"{INSTALLED} is there already; it is not ours to replace")
        INSTALLED.write_text(text if group_exists() else text.replace(f'GROUP="{GROUP}"', 'GROUP="games"'))
        yield tmp_path_factory.mktemp("devices")
        INSTALLED.unlink()


@pytest.fixture
def ask(rules: Path) -> Iterator[Callable[[FakeDevice], str]]:
    records = []

    def asked(device: FakeDevice) -> str:
        description = rules / "device.umockdev"
        description.write_text(device.description)
        records.append(device.record)
        command = ["umockdev-run", "-d", str(description), "--", "udevadm", "test", "--action=add", device.path]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return done.stdout + done.stderr

    yield asked
    for record in records:
        kind, number = record[0], record[1:]
        Path(f"/run/udev/data/{record}").unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            Path("/dev/char" if kind == "c" else "/dev/block", number).unlink()
        for tag in Path("/run/udev/tags").glob(f"*/{record}"):
            tag.unlink()
    for link in ("/dev/bookcradle-controller", "/dev/input/bookcradle-pedal"):
        if Path(link).is_symlink() and not Path(link).exists():
            Path(link).unlink()


def marked(said: str, what: str) -> bool:
    return f"BOOKCRADLE={what}" in said


def group_given(said: str) -> bool:
    line = [line for line in said.splitlines() if "70-bookcradle.rules" in line and " GROUP " in line]
    mode = [line for line in said.splitlines() if "70-bookcradle.rules" in line and "MODE 0660" in line]
    return bool(line) and bool(mode)


def links_of(said: str) -> str:
    return " ".join(line for line in said.splitlines() if "LINK" in line)


Ask = Callable[[FakeDevice], str]


def test_the_rules_are_understood(ask: Ask) -> None:
    said = ask(camera("04b0", "0440", PTP))
    complaints = [line for line in said.splitlines() if "70-bookcradle.rules:" in line]
    assert complaints, "udev read our rules"
    assert not [line for line in complaints if "nvalid" in line or "nknown" in line or "ignoring" in line]


def test_a_rule_that_is_wrong_would_be_noticed(ask: Ask) -> None:
    right = INSTALLED.read_text()
    try:
        INSTALLED.write_text(right + 'ATRS{idVendor}=="0000", MODE="0600"\n')
        assert "nvalid key 'ATRS'" in ask(camera("04b0", "0440", PTP))
    finally:
        INSTALLED.write_text(right)


@pytest.mark.parametrize(
    ("vendor", "product"), [("04b0", "0440"), ("04a9", "3274"), ("054c", "0994"), ("1234", "5678")]
)
def test_a_camera_that_speaks_ptp_is_ours(ask: Ask, vendor: str, product: str) -> None:
    said = ask(camera(vendor, product, PTP))
    assert marked(said, "camera")
    assert group_given(said)
    assert "GVFS_IGNORE=1" in said
    assert "UDISKS_IGNORE=1" in said


@pytest.mark.parametrize("vendor", ["04b0", "04a9", "054c"])
def test_a_body_of_the_three_makers_that_libgphoto2_knows_is_ours(ask: Ask, vendor: str) -> None:
    assert marked(ask(camera(vendor, "0001", STORAGE, marks={"ID_GPHOTO2": "1"})), "camera")


def test_a_memory_stick_a_printer_of_canon_and_a_phone_are_not_ours(ask: Ask) -> None:
    assert not marked(ask(camera("0781", "5567", STORAGE)), "camera")
    assert not marked(ask(camera("04a9", "1912", "070102")), "camera")
    assert not marked(ask(camera("18d1", "4ee5", PTP, marks={"ID_MEDIA_PLAYER": "1"})), "camera")


@pytest.mark.parametrize(
    ("vendor", "product"),
    [("2341", "0043"), ("2341", "0001"), ("2a03", "0043"), ("1a86", "7523"), ("0403", "6001"), ("0403", "6015")],
)
def test_a_controller_is_ours_and_has_its_name(ask: Ask, vendor: str, product: str) -> None:
    said = ask(serial(vendor, product))
    assert marked(said, "controller")
    assert group_given(said)
    assert "bookcradle-controller" in links_of(said)
    assert "ID_MM_DEVICE_IGNORE=1" in said
    assert "TAGS=:uaccess:" not in said


@pytest.mark.parametrize(("vendor", "product"), [("067b", "2303"), ("2341", "8036"), ("1a86", "e026")])
def test_another_serial_line_is_not_ours(ask: Ask, vendor: str, product: str) -> None:
    said = ask(serial(vendor, product))
    assert not marked(said, "controller")
    assert "bookcradle" not in links_of(said)


@pytest.mark.parametrize(
    ("vendor", "product"), [("0c45", "7403"), ("3553", "b001"), ("05f3", "00ff"), ("04b4", "5555"), ("1a86", "e026")]
)
def test_a_pedal_is_ours_and_has_its_name(ask: Ask, vendor: str, product: str) -> None:
    said = ask(input_device(vendor, product))
    assert marked(said, "pedal")
    assert group_given(said)
    assert "input/bookcradle-pedal" in links_of(said)


def test_the_mouse_half_of_a_pedal_does_not_take_its_name(ask: Ask) -> None:
    said = ask(input_device("0c45", "7403", mouse=True))
    assert marked(said, "pedal")
    assert "input/bookcradle-pedal" not in links_of(said)


def test_the_keyboard_of_the_operator_is_not_ours(ask: Ask) -> None:
    said = ask(input_device("046d", "c31c"))
    assert not marked(said, "pedal")
    assert "bookcradle" not in links_of(said)


def test_the_services_are_understood_by_systemd(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (apt install systemd)")
    program = tmp_path / "bookcradle"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in (UDEV / "systemd").iterdir():
        (tmp_path / unit.name).write_text(unit.read_text().replace("/usr/bin/bookcradle", str(program)))
    units = [str(unit) for unit in tmp_path.glob("bookcradle*.*")]
    assert len(units) == 3
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
