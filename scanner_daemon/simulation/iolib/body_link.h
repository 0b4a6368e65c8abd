/* Transfers to and from one body over its socket.
 *
 * Every record is {u32 kind, i32 length_or_code} and then `length` bytes; a record to the body has {i64 sent_ns} after
 * those two, the instant on CLOCK_MONOTONIC at which libgphoto2 handed it over, since on a real bus the body has it
 * then, however busy the machine that simulates it is. The body pushes its answers; each record's boundary is kept,
 * since a USB bulk read ends with the transfer. scanner_daemon/simulation/ptp/usb.py is the other end.
 */
#ifndef BOOKCRADLE_BODY_LINK_H
#define BOOKCRADLE_BODY_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "port_library.h"

#pragma GCC visibility push(hidden)

enum { TO_BODY_BULK = 1, TO_BODY_CLEAR_HALT = 2, TO_BODY_RESET = 3 };
enum { FROM_BODY_HELLO = 16, FROM_BODY_BULK = 17, FROM_BODY_FAILED = 18, FROM_BODY_RESET_DONE = 19 };
enum { HELLO_CLAIMED_BY_ANOTHER = 1 };

typedef struct { uint32_t kind; int32_t value; } Record;
typedef struct { uint32_t kind; int32_t value; int64_t sent_ns; } ToBody;
struct Link { int fd; char file[64]; uint32_t left; /* bytes of the current transfer not read yet */ };

int64_t now_ms(void);

/* All of `size` bytes before `deadline`, or an error: EOF is a device that has gone. */
int receive(int fd, void *into, size_t size, int64_t deadline);

int send_record(Port *port, uint32_t kind, const char *data, int size);

int usb_read(Port *port, char *into, int size);
int usb_write(Port *port, const char *data, int size);

/* These bodies tell their events when they are asked, so the interrupt endpoint only ever notices an unplug. */
int usb_check_int(Port *port, char *into, int size, int timeout_ms);

/* A reset throws away what was on its way: read on until the body says that it has begun anew. */
int usb_reset(Port *port);

#pragma GCC visibility pop

#endif
