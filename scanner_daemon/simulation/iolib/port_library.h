/* The ABI of libgphoto2_port 0.12 (soname 12), as far as a port driver needs it.
 *
 * The wheel of python-gphoto2 ships no headers and carries more than one copy of libgphoto2_port under hashed names,
 * so the ABI is declared here and its functions are looked up in the very library that called us.
 */
#ifndef BOOKCRADLE_PORT_LIBRARY_H
#define BOOKCRADLE_PORT_LIBRARY_H

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

typedef struct {
    int (*info_new)(PortInfo *);
    int (*info_set_type)(PortInfo, int);
    int (*info_set_name)(PortInfo, const char *);
    int (*info_set_path)(PortInfo, const char *);
    int (*info_get_path)(PortInfo, char **);
    int (*list_append)(PortInfoList, PortInfo);
    int (*get_info)(Port *, PortInfo *);
} PortLibrary;

#pragma GCC visibility push(hidden)

extern PortLibrary gp;

/* Find the functions of `gp` in the library that `return_address` lies in. */
int bind_library(void *return_address);

#pragma GCC visibility pop

#endif
