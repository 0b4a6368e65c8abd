/* The bus as a folder: a device is the file BBB-DDD_vvvv-pppp.sock (bus, device, vendor and product id).
 *
 * The folder is `devices` beside the folder that this driver was loaded from, or $BOOKCRADLE_SIMUSB_DIR. So a program
 * that is given nothing but a driver folder (IOLIBS) sees ordinary usb:BBB,DDD cameras.
 */
#ifndef BOOKCRADLE_DEVICE_FOLDER_H
#define BOOKCRADLE_DEVICE_FOLDER_H

#include <dirent.h>

#pragma GCC visibility push(hidden)

typedef struct { int bus, device; unsigned vendor, product; char file[64]; } Device;

/* The folder, opened; -1 where there is none. The caller closes it. */
int devices_fd(void);

DIR *open_devices(void);

/* The next device in the folder; `wanted_bus` < 0 takes any. Returns 0 at the end. */
int next_device(DIR *folder, int wanted_bus, int wanted_device, Device *found);

#pragma GCC visibility pop

#endif
