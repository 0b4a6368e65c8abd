"""Who may speak to the daemon: its own user, root, its group; over TCP only with TLS and a token."""

from __future__ import annotations

import grp
import os
import pwd
import socket
import ssl
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scanner_daemon.api.client import DaemonClient, DaemonNotRunningError, DaemonRefusedError, DaemonSilentError
from scanner_daemon.api.peers import Peer, is_allowed, peer_of
from scanner_daemon.api.schemas import Change, RigState, SnapshotTold
from scanner_daemon.api.server import NotAllowedHereError
from scanner_daemon.api.sockets import DaemonAlreadyRunningError, SocketPathError, listening_socket
from scanner_daemon.api.tcp import TcpNotSafeError, tcp_access
from scanner_daemon.settings import ApiSettings

if TYPE_CHECKING:
    from tests.api.conftest import Serve

A_GROUP = grp.getgrgid(os.getgid())
AS_NOBODY = """
import os, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
from pathlib import Path
from scanner_daemon.api.client import DaemonClient
from scanner_daemon.errors import BookcradleError
try:
    with DaemonClient(Path(sys.argv[1])) as client:
        print(client.snapshot().state.value)
except BookcradleError as error:
    print(error.code, error.sentence)
"""


def needs_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")


async def as_nobody(path: Path) -> str:
    import asyncio

    asked = [sys.executable, "-c", "import scanner_daemon.api.client\n" + AS_NOBODY, str(path)]
    done = await asyncio.to_thread(subprocess.run, asked, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.stdout


async def test_another_user_cannot_connect_and_our_client_says_what_to_do(serve: Serve) -> None:
    needs_root()
    folder = Path("/tmp") / f"bookcradle-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        async with serve(socket=folder / "daemon.sock"):
            said = await as_nobody(folder / "daemon.sock")
        assert said.startswith("not_allowed You are not allowed to speak to the bookcradle daemon")
        assert "join group bookcradle" in said
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


async def test_another_user_who_gets_at_the_socket_is_known_by_the_kernel_and_refused(serve: Serve) -> None:
    needs_root()
    folder = Path("/tmp") / f"bookcradle-test-open-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        async with serve(socket=folder / "daemon.sock"):
            (folder / "daemon.sock").chmod(0o666)
            said = await as_nobody(folder / "daemon.sock")
        nobody = pwd.getpwuid(65534).pw_name
        assert said.startswith(f"not_allowed User {nobody} is not allowed")
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def test_our_user_root_and_the_group_may_speak_and_nobody_else() -> None:
    assert is_allowed(Peer(1, 1000, frozenset()), 1000, None)
    assert is_allowed(Peer(1, 0, frozenset()), 1000, None)
    assert is_allowed(Peer(1, 1001, frozenset({A_GROUP.gr_gid})), 1000, A_GROUP.gr_name)
    assert not is_allowed(Peer(1, 1001, frozenset({A_GROUP.gr_gid})), 1000, None)
    assert not is_allowed(Peer(1, 1001, frozenset({A_GROUP.gr_gid + 1})), 1000, A_GROUP.gr_name)
    assert not is_allowed(Peer(1, 1001, frozenset({0})), 1000, "no-such-group")
    assert NotAllowedHereError(user="eve", group="bookcradle").exit_code == 1


def test_the_kernel_says_who_is_calling() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        peer = peer_of(ours)
    assert (peer.pid, peer.uid) == (os.getpid(), os.getuid())
    assert os.getgid() in peer.groups
    assert Peer(1, 4_000_000, frozenset()).name == "uid 4000000"


async def test_a_second_daemon_is_refused_and_the_first_goes_on(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        with pytest.raises(DaemonAlreadyRunningError):
            async with serve():
                pass
        assert (await client.get("/v1/rig")).status_code == 200


def test_a_socket_that_a_dead_daemon_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "daemon.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with listening_socket(path, A_GROUP.gr_name):
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        assert path.stat().st_gid == A_GROUP.gr_gid
    assert not path.exists()


def test_a_living_socket_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "daemon.sock"
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(path))
        living.listen()
        with pytest.raises(DaemonAlreadyRunningError), listening_socket(path, None):
            pass
    assert path.exists()


def test_a_file_in_the_place_of_the_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "daemon.sock"
    path.write_text("mine")
    with pytest.raises(SocketPathError, match="not a socket"), listening_socket(path, None):
        pass
    assert path.read_text() == "mine"
    with pytest.raises(SocketPathError, match="longer"), listening_socket(tmp_path / ("x" * 120), None):
        pass


def test_a_group_that_does_not_exist_leaves_the_socket_to_us(tmp_path: Path) -> None:
    with listening_socket(tmp_path / "daemon.sock", "no-such-group"):
        assert stat.S_IMODE((tmp_path / "daemon.sock").stat().st_mode) == 0o660


def test_without_a_daemon_the_client_says_how_to_start_one(tmp_path: Path) -> None:
    with DaemonClient(tmp_path / "daemon.sock") as client, pytest.raises(DaemonNotRunningError, match="not running"):
        client.snapshot()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "daemon.sock"))
    with DaemonClient(tmp_path / "daemon.sock") as client, pytest.raises(DaemonNotRunningError):
        client.snapshot()


def test_a_daemon_that_does_not_answer_is_said_to_be_silent(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(tmp_path / "daemon.sock"))
        mute.listen()
        client = DaemonClient(tmp_path / "daemon.sock", answer_within_s=0.1)
        with client, pytest.raises(DaemonSilentError):
            client.snapshot()


async def test_the_client_of_the_command_line_sees_acts_and_follows(serve: Serve) -> None:
    import asyncio

    async with serve() as api:
        api.board.update(state=RigState.READY)

        def session() -> list[Any]:
            with DaemonClient(api.socket) as client:
                events = client.events()
                heard: list[Any] = [client.snapshot().state, client.press().refused, next(events)]
                client.emergency_stop("smoke")
                heard.append(next(events))
                with pytest.raises(DaemonRefusedError) as refused:
                    client.act("/v1/books/finish")
                return [*heard, refused.value.code, refused.value.sentence]

        state, refused, first, second, code, sentence = await asyncio.to_thread(session)
    assert (state, refused, code) == (RigState.READY, False, "camera_gone")
    assert isinstance(first, SnapshotTold)
    assert isinstance(second, Change)
    assert second.fields["why"] == "smoke"
    assert sentence.startswith("The left camera stopped answering.")


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    made, key = tmp_path / "tls.crt", tmp_path / "tls.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    try:
        subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed (apt install openssl)")
    return made, key


def tcp_settings(tmp_path: Path, tls: tuple[Path, Path], mode: int = 0o600, token: str = "t" * 40) -> dict[str, Any]:
    file = tmp_path / "token"
    file.write_text(token + "\n")
    file.chmod(mode)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {"tcp_port": port, "token_file": file, "tls_certificate": tls[0], "tls_key": tls[1]}


async def test_over_tcp_only_the_token_opens(serve: Serve, tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    wanted = tcp_settings(tmp_path, certificate)
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    async with serve(**wanted), httpx.AsyncClient(verify=trust) as client:
        url = f"https://127.0.0.1:{wanted['tcp_port']}/v1/rig"
        answers = [await client.get(url)]
        answers += [await client.get(url, headers={"Authorization": f"Bearer {each * 40}"}) for each in ("u", "t")]
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    assert answers[0].json()["code"] == "token_wanted"


def test_tcp_is_off_unless_it_is_safe(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    assert tcp_access(ApiSettings()) is None
    good = tcp_settings(tmp_path, certificate)
    assert "t" * 40 not in repr(tcp_access(ApiSettings(**good)))
    mistakes: list[tuple[dict[str, Any], str]] = [
        ({"token_file": None}, "token_file is not set"),
        ({"tls_key": None}, "TLS needs both"),
        ({"tls_certificate": tmp_path / "nowhere"}, "cannot be used"),
        ({"token_file": tmp_path / "nowhere"}, "cannot be read"),
    ]
    for change, reason in mistakes:
        with pytest.raises(TcpNotSafeError, match=reason):
            tcp_access(ApiSettings(**(good | change)))
    with pytest.raises(TcpNotSafeError, match="mode 0640"):
        tcp_access(ApiSettings(**tcp_settings(tmp_path, certificate, mode=0o640)))
    with pytest.raises(TcpNotSafeError, match="at least 32"):
        tcp_access(ApiSettings(**tcp_settings(tmp_path, certificate, token="short")))
