#include "port.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static int master = -1;
static bool has_host;
static char linked[512];

bool port_plug(const char *name) {
    int slave;
    char slave_name[128];
    char fresh[sizeof linked + 8];
    struct termios raw;
    if (master >= 0 || (size_t)snprintf(linked, sizeof linked, "%s", name) >= sizeof linked) {
        return false;
    }
    if (openpty(&master, &slave, slave_name, NULL, NULL) != 0) {
        return false;
    }
    tcgetattr(slave, &raw);
    cfmakeraw(&raw);
    tcsetattr(slave, TCSANOW, &raw);
    fcntl(master, F_SETFL, O_NONBLOCK);
    fcntl(master, F_SETFD, FD_CLOEXEC);
    close(slave); /* from here on the master tells a hang-up until a host opens the tty */
    snprintf(fresh, sizeof fresh, "%s.new", linked);
    unlink(fresh);
    has_host = false;
    return symlink(slave_name, fresh) == 0 && rename(fresh, linked) == 0;
}

void port_unplug(void) {
    if (master >= 0) {
        unlink(linked);
        close(master);
        master = -1;
        has_host = false;
    }
}

bool port_plugged(void) { return master >= 0; }
int port_fd(void) { return has_host ? master : -1; }
bool port_has_host(void) { return has_host; }

bool port_opened(void) {
    struct pollfd look = {.fd = master, .events = 0};
    if (master < 0 || has_host || poll(&look, 1, 0) < 0 || (look.revents & POLLHUP)) {
        return false;
    }
    has_host = true;
    return true;
}

size_t port_read(uint8_t *bytes, size_t room) {
    ssize_t got = has_host ? read(master, bytes, room) : 0;
    if (got < 0 && errno != EAGAIN) {
        has_host = false;
    }
    return got > 0 ? (size_t)got : 0;
}

void port_write(uint8_t byte) {
    if (has_host && write(master, &byte, 1) < 0 && errno != EAGAIN) {
        has_host = false;
    }
}
