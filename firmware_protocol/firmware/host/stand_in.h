/* A stand-in for the board, so that the core runs on this machine: its time passes when told, its cradle obeys at once. */
#ifndef BOOKCRADLE_STAND_IN_H
#define BOOKCRADLE_STAND_IN_H

#include <stdbool.h>
#include <stdint.h>

void stand_in_begin(void);
void stand_in_pass(uint32_t us);
void stand_in_guard(int guard, bool active);
void stand_in_reset(void); /* power fails and comes back: the EEPROM stays */

/* The last body that the core sent; its length. */
extern uint8_t sent_body[64];
extern uint8_t sent_length;
extern unsigned trains_begun;

#endif
