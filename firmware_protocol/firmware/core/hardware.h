/* What the core asks of the board beneath it. The board is the ATmega328P, or a stand-in on the host for tests. */
#ifndef BOOKCRADLE_HARDWARE_H
#define BOOKCRADLE_HARDWARE_H

#include <stdbool.h>
#include <stdint.h>

enum axis { AXIS_PLATEN, AXIS_ARM };
enum contact { CONTACT_NONE, CONTACT_PLATEN_HOME, CONTACT_PLATEN_LIMIT, CONTACT_ARM_HOME };
enum sensor { SENSOR_VACUUM, SENSOR_LEAF };

/* One uninterrupted run of one motor. It ends after `steps`, or when `contact` is `until_closed`, whichever is first. */
struct train {
    enum axis axis;
    bool away; /* from home: the platen down, the arm out */
    bool despite_pinch;
    uint16_t steps;
    uint16_t rate_hz; /* at most; ramps up to it and down from it */
    enum contact contact;
    bool until_closed;
};

/* What forbids motion. Active as soon as it trips, and at least until it has been asked for. */
enum guard { GUARD_STOP, GUARD_PINCH, GUARD_LID, GUARD_COUNT };

/* The stepper's ramp: the least rate at which a train begins and ends, and how fast the rate changes. */
#define START_HZ UINT16_C(500)
#define RAMP_HZ_PER_S UINT32_C(97656)

/* Microseconds since boot, modulo 2^32. */
uint32_t clock_us(void);

/* Frames a body and queues it for the host; lost, as on a wire, when there is no room: everything that matters is
 * repeated by the link. */
void wire_send(const uint8_t *body, uint8_t length);

/* Begins nothing while the emergency stop is down, or while the platen's edge is pressed unless told so. */
void train_begin(const struct train *train);
bool train_runs(void);
uint16_t train_steps_taken(void);
void train_stop(void);
void motors_power(bool on);

bool guard_active(enum guard guard, uint32_t *changed_us);
bool guard_unseen(void); /* one has tripped since it was last asked for */
bool pedal_pressed(uint8_t which, uint32_t *at_us); /* each press once */

bool contact_closed(enum contact contact);
uint16_t sensor_reading(enum sensor sensor); /* 0...1023 */

void output_write(uint8_t output, uint8_t value);
void cue_write(bool on);

uint8_t eeprom_get(uint16_t at);
void eeprom_put(uint16_t at, uint8_t value); /* touches no cell that holds the value already */

#endif
