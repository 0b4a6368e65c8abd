"""What keeps the daemon from starting, or from being reached.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["STARTING"]

STARTING: Mapping[str, tuple[str, str]] = {
    "daemon_already_running": (
        QT_TRANSLATE_NOOP("Problems", "Another bookcradle daemon is running on {socket}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Stop it first, or give this one a socket of its own in the settings (api.socket).",
        ),
    ),
    "socket_path": (
        QT_TRANSLATE_NOOP("Problems", "The daemon cannot open its socket {socket}: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Choose another place in the settings (api.socket), or mend this one."),
    ),
    "tcp_not_safe": (
        QT_TRANSLATE_NOOP("Problems", "The TCP port {port} was not opened: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Put it right, or leave api.tcp_port out: programs on this machine use the Unix socket.",
        ),
    ),
    "server_did_not_start": (
        QT_TRANSLATE_NOOP("Problems", "The daemon's API did not start."),
        QT_TRANSLATE_NOOP("Problems", "Look at the log for the reason."),
    ),
    "library_too_new": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "This library was written by a newer version of bookcradle (its database is at {revision}).",
        ),
        QT_TRANSLATE_NOOP("Problems", "Update this program, or open another library; nothing was changed."),
    ),
    "not_a_library": (
        QT_TRANSLATE_NOOP("Problems", "{where} is a database of another program."),
        QT_TRANSLATE_NOOP("Problems", "Choose another folder or database for the library; nothing was changed."),
    ),
    "library_in_use": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "Another bookcradle daemon (process {pid}) already runs this library in {folder}.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Use that one, or stop it first."),
    ),
    "unknown_key": (
        QT_TRANSLATE_NOOP("Problems", "The settings of the pedal name a key that does not exist: {key}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Use the kernel's names, such as KEY_B or BTN_1; `evtest` shows what a pedal sends.",
        ),
    ),
    "pedal_socket": (
        QT_TRANSLATE_NOOP("Problems", "The socket of the pedal, {socket}, cannot be opened: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Choose another place in the settings (pedals.socket), or mend this one."),
    ),
    "pedal_settings": (
        QT_TRANSLATE_NOOP("Problems", "The settings ask for the pedal source {source}, but {key} is not set."),
        QT_TRANSLATE_NOOP("Problems", "Set it, or take {source} out of pedals.sources."),
    ),
    "settings.unreadable": (
        QT_TRANSLATE_NOOP("Problems", "The settings file {file} cannot be read: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Mend the file, or name another one with --settings."),
    ),
    "settings.unknown_key": (
        QT_TRANSLATE_NOOP("Problems", "There is no setting called “{key}” ({where})."),
        QT_TRANSLATE_NOOP("Problems", "{hint}"),
    ),
    "settings.invalid": (
        QT_TRANSLATE_NOOP("Problems", "The setting “{key}” does not fit: {detail} ({where})."),
        QT_TRANSLATE_NOOP("Problems", "Correct it and start again."),
    ),
}
