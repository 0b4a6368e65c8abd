/* The controller's end of the link: sessions, commands carried out once, events told until heard (SPEC.md 3 to 6). */
#ifndef BOOKCRADLE_LINK_H
#define BOOKCRADLE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

void link_begin(uint16_t boot_count, uint8_t reset_cause);

/* A body that came over the wire with a good CRC. */
void link_receive(const uint8_t *body, uint8_t length);

/* Sends what is due: the boot announcement, or events that nobody has acknowledged. */
void link_advance(void);

/* Queues an event; without a session there is nobody to tell. */
void link_tell(uint8_t event_id, const void *payload, uint8_t size);

/* The host is gone, and unacknowledged events with it. */
void link_close_session(void);

bool link_session_open(void);
bool link_dropped_events(void);
uint32_t link_last_heard_us(void);
uint16_t link_boot_count(void);
uint8_t link_reset_cause(void);

#endif
