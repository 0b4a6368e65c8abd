/* How an axis is sent somewhere: counted in steps from its home switch, at the pace that the parameters ask for. */
#ifndef BOOKCRADLE_TRAVEL_H
#define BOOKCRADLE_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

#include "hardware.h"

/* The least rate at which `steps` take no longer than `allotted_ms`, ramps included, and at most what the motor can. */
uint16_t rate_for(uint16_t steps, uint16_t allotted_ms, uint16_t most_hz);

/* Sends the axis to `target` (steps from home, negative beyond it) or until the contact is as wanted. */
void travel_to(enum axis axis, int16_t target, uint16_t allotted_ms, enum contact contact, bool until_closed);

/* The same with its rate given; `despite_pinch` is for backing off alone. */
void travel_at(enum axis axis, int16_t target, uint16_t rate_hz, enum contact contact, bool until_closed,
               bool despite_pinch);

/* True once the axis stands; its position is counted by then. */
bool travel_ended(enum axis axis);

int16_t axis_at(enum axis axis);
void axis_is_at(enum axis axis, int16_t steps);

#endif
