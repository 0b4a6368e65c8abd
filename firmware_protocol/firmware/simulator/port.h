/* The chip's UART as a tty, under a name that stays the same. */
#ifndef BOOKCRADLE_PORT_H
#define BOOKCRADLE_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool port_plug(const char *name);
void port_unplug(void);
bool port_plugged(void);
int port_fd(void); /* -1: nothing to wait for */

/* True once for each time that a host opens the tty. */
bool port_opened(void);
bool port_has_host(void);
size_t port_read(uint8_t *bytes, size_t room);
void port_write(uint8_t byte);

#endif
