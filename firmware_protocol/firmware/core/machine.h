/* The controller as a whole: what it is, what it refuses, what stops it (SPEC.md 7 and 8). */
#ifndef BOOKCRADLE_MACHINE_H
#define BOOKCRADLE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

void machine_begin(void);
void machine_advance(void);

void machine_state(struct controller_state_layout *state);
void machine_describe(struct welcome_layout *welcome);
void machine_host_came(void);
void machine_host_lost(void);
void machine_stop_by_host(void);

/* Obeys or refuses a command that is well-formed and new. Writes the reply, result first; its length. */
uint8_t machine_carry_out(uint8_t id, const uint8_t *payload, uint8_t sequence, uint8_t *reply);

/* What forbids motion: switches as they stand, and what a person has to clear. */
struct latches {
    bool stop_pressed;
    bool stop_latched;
    bool lid_open;
    bool pinched;
    uint8_t fault; /* the first since the last release */
};
extern struct latches latches;

#endif
