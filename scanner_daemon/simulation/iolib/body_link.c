/* Records on a socket, and the bulk transfers that they carry. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "body_link.h"

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t now_ms(void)
{
    return now_ns() / 1000000;
}

int receive(int fd, void *into, size_t size, int64_t deadline)
{
    char *at = into;
    while (size) {
        ssize_t got = recv(fd, at, size, MSG_DONTWAIT);
        if (got > 0) {
            at += got;
            size -= (size_t)got;
        } else if (got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
            return GP_ERROR_IO_USB_FIND;
        } else {
            struct pollfd wait = {fd, POLLIN, 0};
            int64_t left = deadline - now_ms();
            int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
            if (ready == 0)
                return GP_ERROR_TIMEOUT;
            if (ready < 0 && errno != EINTR)
                return GP_ERROR_IO;
        }
    }
    return GP_OK;
}

static int send_all(int fd, const void *from, size_t size)
{
    const char *at = from;
    while (size) {
        ssize_t sent = send(fd, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return GP_ERROR_IO_USB_FIND;
        at += sent;
        size -= (size_t)sent;
    }
    return GP_OK;
}

int send_record(Port *port, uint32_t kind, const char *data, int size)
{
    char small[1024 + sizeof(ToBody)];
    ToBody record = {kind, size, now_ns()};
    int fd = port->link ? port->link->fd : -1;
    int rc;
    if (fd < 0)
        return GP_ERROR_IO_USB_FIND;
    if (size <= 1024) { /* one datagram's worth: one system call, and the body's clock sees the whole at once */
        memcpy(small, &record, sizeof record);
        if (size)
            memcpy(small + sizeof record, data, (size_t)size);
        return send_all(fd, small, sizeof record + (size_t)size);
    }
    rc = send_all(fd, &record, sizeof record);
    return rc < GP_OK ? rc : send_all(fd, data, (size_t)size);
}

int usb_read(Port *port, char *into, int size)
{
    struct Link *link = port->link;
    int64_t deadline = now_ms() + port->timeout_ms;
    int rc, take;
    if (!link || link->fd < 0)
        return GP_ERROR_IO_USB_FIND;
    while (!link->left) {
        Record record;
        rc = receive(link->fd, &record, sizeof record, deadline);
        if (rc < GP_OK)
            return rc;
        if (record.kind == FROM_BODY_FAILED)
            return record.value < 0 ? record.value : GP_ERROR_IO;
        if (record.kind == FROM_BODY_BULK) {
            if (record.value == 0)
                return 0; /* a zero-length packet */
            link->left = (uint32_t)record.value;
        }
    }
    take = (uint32_t)size < link->left ? size : (int)link->left;
    rc = receive(link->fd, into, (size_t)take, deadline);
    if (rc < GP_OK)
        return rc;
    link->left -= (uint32_t)take;
    return take;
}

int usb_write(Port *port, const char *data, int size)
{
    int rc = send_record(port, TO_BODY_BULK, data, size);
    return rc < GP_OK ? rc : size;
}

int usb_check_int(Port *port, char *into, int size, int timeout_ms)
{
    struct pollfd wait = {port->link ? port->link->fd : -1, POLLRDHUP, 0};
    (void)into;
    (void)size;
    if (wait.fd < 0)
        return GP_ERROR_IO_USB_FIND;
    if (poll(&wait, 1, timeout_ms) > 0 && (wait.revents & (POLLRDHUP | POLLHUP | POLLERR)))
        return GP_ERROR_IO_USB_FIND;
    return GP_ERROR_TIMEOUT;
}

int usb_reset(Port *port)
{
    int64_t deadline = now_ms() + port->timeout_ms;
    char waste[4096];
    int rc = send_record(port, TO_BODY_RESET, NULL, 0);
    while (rc >= GP_OK) {
        Record record;
        while (port->link->left && rc >= GP_OK) {
            uint32_t take = port->link->left < sizeof waste ? port->link->left : sizeof waste;
            rc = receive(port->link->fd, waste, take, deadline);
            port->link->left -= take;
        }
        if (rc >= GP_OK)
            rc = receive(port->link->fd, &record, sizeof record, deadline);
        if (rc >= GP_OK && record.kind == FROM_BODY_RESET_DONE)
            return GP_OK;
        if (rc >= GP_OK && record.kind == FROM_BODY_BULK)
            port->link->left = (uint32_t)record.value;
    }
    port->link->left = 0;
    return rc;
}
