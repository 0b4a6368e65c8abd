/* A libgphoto2 port driver that finds its "USB" cameras as Unix sockets, one socket a device.
 *
 * The devices are the files BBB-DDD_vvvv-pppp.sock (bus, device, vendor and product id) in the folder `devices` beside
 * the folder that this driver was loaded from, or in $BOOKCRADLE_SIMUSB_DIR. So a program that is given nothing but a
 * driver folder (IOLIBS) sees them as ordinary usb:BBB,DDD cameras. Unplugging is the socket going away.
 *
 * On the wire every record is {u32 kind, i32 length_or_code} and then `length` bytes; a record to the body has
 * {i64 sent_ns} after those two, the instant on CLOCK_MONOTONIC at which libgphoto2 handed it over, since on a real bus
 * the body has it then, however busy the machine that simulates it is. The body pushes its answers; the driver keeps
 * each record's boundary, since a USB bulk read ends with the transfer. See scanner_daemon/simulation/ptp/usb.py for
 * the other end.
 *
 * The wheel of python-gphoto2 ships no headers and carries more than one copy of libgphoto2_port under hashed names,
 * so the ABI that a driver needs is declared here and its functions are looked up in the very library that called us.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* ------------------------------------------------------------------ the ABI of libgphoto2_port 0.12 (soname 12) */

enum {
    GP_OK = 0, GP_ERROR = -1, GP_ERROR_NO_MEMORY = -3, GP_ERROR_LIBRARY = -4, GP_ERROR_NOT_SUPPORTED = -6,
    GP_ERROR_IO = -7, GP_ERROR_TIMEOUT = -10, GP_ERROR_IO_USB_FIND = -52, GP_ERROR_IO_USB_CLAIM = -53
};
enum { GP_PORT_USB = 1 << 2 };

typedef struct { int inep, outep, intep, config, interface, altsetting, maxpacketsize; char port[64]; } UsbSettings;
typedef union {
    struct { char port[128]; int speed, bits, parity, stopbits; } serial; /* the largest member: fixes the size */
    UsbSettings usb;
} Settings;

struct Link;
typedef struct {
    int type;
    Settings settings, settings_pending;
    int timeout_ms;
    struct Link *link; /* the driver's own */
    void *core;
} Port;

typedef void *PortInfo;
typedef void *PortInfoList;

typedef struct {
    int (*init)(Port *);
    int (*exit)(Port *);
    int (*open)(Port *);
    int (*close)(Port *);
    int (*read)(Port *, char *, int);
    int (*check_int)(Port *, char *, int, int);
    int (*write)(Port *, const char *, int);
    int (*update)(Port *);
    int (*get_pin)(Port *, int, int *);
    int (*set_pin)(Port *, int, int);
    int (*send_break)(Port *, int);
    int (*flush)(Port *, int);
    int (*find_device)(Port *, int, int);
    int (*find_device_by_class)(Port *, int, int, int);
    int (*clear_halt)(Port *, int);
    int (*msg_write)(Port *, int, int, int, char *, int);
    int (*msg_read)(Port *, int, int, int, char *, int);
    int (*msg_interface_write)(Port *, int, int, int, char *, int);
    int (*msg_interface_read)(Port *, int, int, int, char *, int);
    int (*msg_class_write)(Port *, int, int, int, char *, int);
    int (*msg_class_read)(Port *, int, int, int, char *, int);
    int (*seek)(Port *, int, int);
    int (*send_scsi_cmd)(Port *, int, char *, int, char *, int, char *, int);
    int (*reset)(Port *);
    void *room[8]; /* later versions append members: leave them null */
} Operations;

static struct {
    int (*info_new)(PortInfo *);
    int (*info_set_type)(PortInfo, int);
    int (*info_set_name)(PortInfo, const char *);
    int (*info_set_path)(PortInfo, const char *);
    int (*info_get_path)(PortInfo, char **);
    int (*list_append)(PortInfoList, PortInfo);
    int (*get_info)(Port *, PortInfo *);
} gp;

static int bind_library(void *return_address)
{
    Dl_info caller;
    void *library = NULL;
    if (gp.get_info)
        return GP_OK;
    if (dladdr(return_address, &caller) && caller.dli_fname)
        library = dlopen(caller.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    if (!library)
        return GP_ERROR_LIBRARY;
    gp.info_new = (int (*)(PortInfo *))dlsym(library, "gp_port_info_new");
    gp.info_set_type = (int (*)(PortInfo, int))dlsym(library, "gp_port_info_set_type");
    gp.info_set_name = (int (*)(PortInfo, const char *))dlsym(library, "gp_port_info_set_name");
    gp.info_set_path = (int (*)(PortInfo, const char *))dlsym(library, "gp_port_info_set_path");
    gp.info_get_path = (int (*)(PortInfo, char **))dlsym(library, "gp_port_info_get_path");
    gp.list_append = (int (*)(PortInfoList, PortInfo))dlsym(library, "gp_port_info_list_append");
    gp.get_info = (int (*)(Port *, PortInfo *))dlsym(library, "gp_port_get_info");
    if (!gp.info_new || !gp.info_set_type || !gp.info_set_name || !gp.info_set_path || !gp.info_get_path ||
        !gp.list_append || !gp.get_info) {
        gp.get_info = NULL;
        return GP_ERROR_LIBRARY;
    }
    return GP_OK;
}

/* -------------------------------------------------------------------------------------------- the folder of devices */

static int devices_fd(void)
{
    const char *named = getenv("BOOKCRADLE_SIMUSB_DIR");
    char path[4096];
    Dl_info self;
    char *slash;
    if (named && *named)
        return open(named, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!dladdr((void *)devices_fd, &self) || !self.dli_fname)
        return -1;
    if (snprintf(path, sizeof path, "%s", self.dli_fname) >= (int)sizeof path || !(slash = strrchr(path, '/')))
        return -1;
    if (snprintf(slash, sizeof path - (size_t)(slash - path), "/../devices") < 0)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

typedef struct { int bus, device; unsigned vendor, product; char file[64]; } Device;

/* The next device in the folder; `wanted_bus` < 0 takes any. Returns 0 at the end. */
static int next_device(DIR *folder, int wanted_bus, int wanted_device, Device *found)
{
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        int used = 0;
        if (strlen(entry->d_name) >= sizeof found->file)
            continue;
        if (sscanf(entry->d_name, "%3d-%3d_%4x-%4x.sock%n", &found->bus, &found->device, &found->vendor,
                   &found->product, &used) != 4 || !used || entry->d_name[used])
            continue;
        if (wanted_bus >= 0 && (found->bus != wanted_bus || found->device != wanted_device))
            continue;
        strcpy(found->file, entry->d_name);
        return 1;
    }
    return 0;
}

static DIR *open_devices(void)
{
    int fd = devices_fd();
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    if (!folder && fd >= 0)
        close(fd);
    return folder;
}

static int add_port(PortInfoList list, const char *name, const char *path)
{
    PortInfo info;
    int rc = gp.info_new(&info);
    if (rc < GP_OK)
        return rc;
    gp.info_set_type(info, GP_PORT_USB);
    gp.info_set_name(info, name);
    gp.info_set_path(info, path);
    return gp.list_append(list, info);
}

int gp_port_library_type(void);
int gp_port_library_list(PortInfoList list);
Operations *gp_port_library_operations(void);

int gp_port_library_type(void) { return GP_PORT_USB; }

int gp_port_library_list(PortInfoList list)
{
    Device device;
    char path[32];
    int count = 0;
    DIR *folder;
    int rc = bind_library(__builtin_return_address(0));
    if (rc < GP_OK)
        return rc;
    add_port(list, "", "^usb:"); /* lets a caller name a port that is not plugged in yet */
    if ((folder = open_devices())) {
        while (next_device(folder, -1, -1, &device)) {
            snprintf(path, sizeof path, "usb:%03d,%03d", device.bus, device.device);
            add_port(list, "Universal Serial Bus", path);
            count++;
        }
        closedir(folder);
    }
    if (!count)
        add_port(list, "Universal Serial Bus", "usb:");
    return GP_OK;
}

/* ------------------------------------------------------------------------------------------------- one open device */

enum { TO_BODY_BULK = 1, TO_BODY_CLEAR_HALT = 2, TO_BODY_RESET = 3 };
enum { FROM_BODY_HELLO = 16, FROM_BODY_BULK = 17, FROM_BODY_FAILED = 18, FROM_BODY_RESET_DONE = 19 };
enum { HELLO_CLAIMED_BY_ANOTHER = 1 };

typedef struct { uint32_t kind; int32_t value; } Record;
typedef struct { uint32_t kind; int32_t value; int64_t sent_ns; } ToBody;
struct Link { int fd; char file[64]; uint32_t left; /* bytes of the current transfer not read yet */ };

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t now_ms(void)
{
    return now_ns() / 1000000;
}

/* All of `size` bytes before `deadline`, or an error: EOF is a device that has gone. */
static int receive(int fd, void *into, size_t size, int64_t deadline)
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

static int send_record(Port *port, uint32_t kind, const char *data, int size)
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

static int usb_read(Port *port, char *into, int size)
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

static int usb_write(Port *port, const char *data, int size)
{
    int rc = send_record(port, TO_BODY_BULK, data, size);
    return rc < GP_OK ? rc : size;
}

/* These bodies tell their events when they are asked, so the interrupt endpoint only ever notices an unplug. */
static int usb_check_int(Port *port, char *into, int size, int timeout_ms)
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

static int usb_close(Port *port)
{
    if (port->link && port->link->fd >= 0) {
        close(port->link->fd);
        port->link->fd = -1;
        port->link->left = 0;
    }
    return GP_OK;
}

static int usb_init(Port *port)
{
    port->link = calloc(1, sizeof *port->link);
    if (!port->link)
        return GP_ERROR_NO_MEMORY;
    port->link->fd = -1;
    return GP_OK;
}

static int usb_exit(Port *port)
{
    usb_close(port);
    free(port->link);
    port->link = NULL;
    return GP_OK;
}

static int look_up(Port *port, Device *device)
{
    PortInfo info;
    char *path = NULL;
    int bus = -1, number = -1, found = 0;
    DIR *folder;
    if (!gp.get_info || gp.get_info(port, &info) < GP_OK || gp.info_get_path(info, &path) < GP_OK || !path)
        return 0;
    if (sscanf(path, "usb:%d,%d", &bus, &number) != 2)
        bus = -1;
    if ((folder = open_devices())) {
        found = next_device(folder, bus, number, device);
        closedir(folder);
    }
    return found;
}

static int usb_find_device(Port *port, int vendor, int product)
{
    Device device;
    if (!port->link || !look_up(port, &device))
        return GP_ERROR_IO_USB_FIND;
    if ((int)device.vendor != vendor || (int)device.product != product)
        return GP_ERROR_IO_USB_FIND;
    strcpy(port->link->file, device.file);
    port->settings.usb.config = 1;
    port->settings.usb.interface = 0;
    port->settings.usb.altsetting = 0;
    port->settings.usb.inep = 0x81;
    port->settings.usb.outep = 0x02;
    port->settings.usb.intep = 0x83;
    port->settings.usb.maxpacketsize = 512;
    return GP_OK;
}

static int usb_find_by_class(Port *port, int class, int subclass, int protocol)
{
    (void)port; (void)class; (void)subclass; (void)protocol;
    return GP_ERROR_IO_USB_FIND; /* every simulated body is known by its ids */
}

static int usb_open(Port *port)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct Link *link = port->link;
    Record hello;
    Device device;
    int folder, rc;
    if (!link)
        return GP_ERROR;
    if (!link->file[0]) {
        if (!look_up(port, &device))
            return GP_ERROR_IO_USB_FIND;
        strcpy(link->file, device.file);
    }
    folder = devices_fd();
    if (folder < 0)
        return GP_ERROR_IO_USB_FIND;
    /* by way of the open folder, because a socket's path may not be longer than 107 bytes */
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, link->file);
    link->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    rc = link->fd < 0 ? -1 : connect(link->fd, (struct sockaddr *)&address, sizeof address);
    close(folder);
    if (rc < 0) {
        usb_close(port);
        return GP_ERROR_IO_USB_FIND;
    }
    link->left = 0;
    rc = receive(link->fd, &hello, sizeof hello, now_ms() + 2000);
    if (rc >= GP_OK && hello.kind != FROM_BODY_HELLO)
        rc = GP_ERROR_IO;
    if (rc >= GP_OK && hello.value == HELLO_CLAIMED_BY_ANOTHER)
        rc = GP_ERROR_IO_USB_CLAIM;
    if (rc < GP_OK)
        usb_close(port);
    return rc;
}

static int usb_update(Port *port) { (void)port; return GP_OK; }

static int usb_clear_halt(Port *port, int endpoint)
{
    (void)endpoint;
    return send_record(port, TO_BODY_CLEAR_HALT, NULL, 0);
}

/* A reset throws away what was on its way: read on until the body says that it has begun anew. */
static int usb_reset(Port *port)
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

static int usb_control_out(Port *port, int request, int value, int index, char *bytes, int size)
{
    (void)value; (void)index; (void)bytes; (void)size;
    return request == 0x66 ? usb_reset(port) : GP_OK; /* 0x66: device reset of the still image class */
}

static int usb_control_in(Port *port, int request, int value, int index, char *bytes, int size)
{
    (void)port; (void)request; (void)value; (void)index; (void)bytes; (void)size;
    return GP_ERROR_NOT_SUPPORTED;
}

Operations *gp_port_library_operations(void)
{
    Operations *operations;
    if (bind_library(__builtin_return_address(0)) < GP_OK || !(operations = calloc(1, sizeof *operations)))
        return NULL;
    operations->init = usb_init;
    operations->exit = usb_exit;
    operations->open = usb_open;
    operations->close = usb_close;
    operations->read = usb_read;
    operations->write = usb_write;
    operations->check_int = usb_check_int;
    operations->update = usb_update;
    operations->find_device = usb_find_device;
    operations->find_device_by_class = usb_find_by_class;
    operations->clear_halt = usb_clear_halt;
    operations->reset = usb_reset;
    operations->msg_write = usb_control_out;
    operations->msg_interface_write = usb_control_out;
    operations->msg_class_write = usb_control_out;
    operations->msg_read = usb_control_in;
    operations->msg_interface_read = usb_control_in;
    operations->msg_class_read = usb_control_in;
    return operations;
}
