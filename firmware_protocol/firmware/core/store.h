/* What survives a reset, in the 1 KiB EEPROM: a ring of turns, the parameters, the boot count.
 *
 * A cell wears out after 100 000 writes. The ring spreads 3 200 turns a day over 128 slots: each cell is written 25 times
 * a day. Every record is laid out so that a power cut in the middle of writing it is either no record (and then nothing
 * has moved) or an open one (and then a person is asked).
 */
#ifndef BOOKCRADLE_STORE_H
#define BOOKCRADLE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

/* Reads everything and counts this boot. The boot count. */
uint16_t store_begin(void);

uint16_t parameter_value(uint8_t parameter);
bool parameter_set(uint8_t parameter, uint32_t value); /* false, and nothing changed: out of its bounds */
void parameter_report(uint8_t parameter, struct parameter_report_layout *report);

/* What is known of a turn; false: nothing. */
bool turn_find(uint32_t turn_id, struct turn_report_layout *report);
bool turn_began(uint32_t turn_id); /* false: the EEPROM did not take it */
void turn_ended(uint8_t state, uint8_t reason, uint8_t leaves);

#endif
