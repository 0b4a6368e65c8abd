/* A libgphoto2 port driver that finds its "USB" cameras as Unix sockets, one socket a device (device_folder.h).
 *
 * Unplugging is the socket going away. What goes over it is told in body_link.h.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "body_link.h"
#include "device_folder.h"
#include "port_library.h"

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
