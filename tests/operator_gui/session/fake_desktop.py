"""A screen saver and a login manager on one bus, for the system's Python: prints what is held after every change.

Started with the bus in DBUS_SESSION_BUS_ADDRESS; ``--no-screensaver`` leaves the screen saver out.
"""

import json
import os
import sys
import threading

from gi.repository import Gio, GLib

INTERFACES = """<node>
<interface name="org.freedesktop.ScreenSaver"><method name="Inhibit"><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="u" direction="out"/></method></interface>
<interface name="org.freedesktop.login1.Manager"><method name="Inhibit"><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="h" direction="out"/></method></interface>
</node>"""

held = {"screen": None, "system": None}


def tell(**changes):
    held.update(changes)
    print(json.dumps(held), flush=True)


def screensaver(connection, sender, path, interface, method, values, invocation):
    tell(screen=list(values.unpack()))
    Gio.bus_watch_name_on_connection(
        connection, sender, Gio.BusNameWatcherFlags.NONE, None, lambda *_: tell(screen=None)
    )
    invocation.return_value(GLib.Variant("(u)", (4711,)))


def login(connection, sender, path, interface, method, values, invocation):
    reading, writing = os.pipe()
    tell(system=list(values.unpack()))

    def until_closed():
        os.read(reading, 1)
        GLib.idle_add(lambda: tell(system=None))

    fds = Gio.UnixFDList.new()
    handle = fds.append(writing)
    os.close(writing)
    invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (handle,)), fds)
    threading.Thread(target=until_closed, daemon=True).start()


bus = Gio.bus_get_sync(Gio.BusType.SESSION)
screen, manager = Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces
offered = [("org.freedesktop.login1", "/org/freedesktop/login1", manager, login)]
if "--no-screensaver" not in sys.argv:
    offered.append(("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", screen, screensaver))
for name, path, interface, call in offered:
    bus.register_object(path, interface, call, None, None)
    bus.call_sync(
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus",
        "RequestName",
        GLib.Variant("(su)", (name, 0)),
        None,
        Gio.DBusCallFlags.NONE,
        -1,
        None,
    )
tell()
GLib.MainLoop().run()
