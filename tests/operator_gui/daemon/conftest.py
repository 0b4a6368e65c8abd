"""A scripted server, and a client in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from operator_gui.daemon.address import Address
from operator_gui.daemon.client import DaemonClient
from tests.operator_gui.scripted_server import Script, scripted


@pytest.fixture
def script(tmp_path: Path) -> Iterator[Script]:
    with scripted(tmp_path / "s.sock") as script:
        yield script


@pytest.fixture
def address(script: Script) -> Address:
    return Address(script.socket)


@pytest.fixture
def client(qtbot: QtBot, address: Address) -> Iterator[DaemonClient]:
    client = DaemonClient(address, operator="Ada")
    yield client
    client.deleteLater()
