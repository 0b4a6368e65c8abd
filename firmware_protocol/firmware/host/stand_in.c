#include "stand_in.h"

#include <assert.h>
#include <string.h>

#include "../core/frames.h"
#include "../core/hardware.h"
#include "../core/link.h"
#include "../core/machine.h"
#include "../core/motions.h"
#include "../core/outputs.h"
#include "../core/store.h"

enum { EEPROM_BYTES = 1024, STEP_US = 20 };

uint8_t sent_body[64];
uint8_t sent_length;
unsigned trains_begun;

static uint32_t now_us;
static uint8_t eeprom[EEPROM_BYTES];
static struct train train;
static bool runs;
static uint16_t taken;
static bool contacts[4];
static bool guards[GUARD_COUNT];
static uint8_t levels[OUTPUT_COUNT];

uint32_t clock_us(void) { return now_us; }

void wire_send(const uint8_t *body, uint8_t length) {
    uint8_t frame[MAX_FRAME_BYTES];
    struct frame_decoder decoder = {0};
    assert(length > 0 && length <= MAX_BODY_BYTES);
    uint8_t size = frame_write(body, length, frame);
    assert(size <= MAX_FRAME_BYTES && frame[size - 1] == 0);
    frame_begin(&decoder);
    for (uint8_t i = 0; i < size; i++) {
        uint8_t whole = frame_take(&decoder, frame[i]);
        assert(whole == (i + 1 == size ? length : 0));
    }
    assert(memcmp(decoder.body, body, length) == 0);
    memcpy(sent_body, body, length);
    sent_length = length;
}

/* Nothing may begin to move without a host, while a person has stopped it, or on a press of the edge but to back off. */
void train_begin(const struct train *wanted) {
    assert(link_session_open() || wanted->despite_pinch);
    assert(!latches.stop_latched);
    assert(wanted->steps > 0 && wanted->rate_hz > 0 && wanted->rate_hz <= 10000);
    if (guards[GUARD_STOP] || (guards[GUARD_PINCH] && !wanted->despite_pinch)) {
        return;
    }
    train = *wanted;
    runs = true;
    taken = 0;
    trains_begun++;
}

bool train_runs(void) { return runs; }
uint16_t train_steps_taken(void) { return taken; }
void train_stop(void) { runs = false; }
void motors_power(bool on) { (void)on; }

bool guard_active(enum guard guard, uint32_t *changed_us) {
    *changed_us = now_us;
    return guards[guard];
}

bool guard_unseen(void) { return false; }

bool pedal_pressed(uint8_t which, uint32_t *at_us) {
    (void)which;
    *at_us = now_us;
    return false;
}

bool contact_closed(enum contact contact) { return contacts[contact]; }
uint16_t sensor_reading(enum sensor sensor) { return sensor == SENSOR_VACUUM ? 600 : 400; }

void output_write(uint8_t output, uint8_t value) {
    assert(output < OUTPUT_COUNT);
    levels[output] = value;
}

void cue_write(bool on) { (void)on; }

uint8_t eeprom_get(uint16_t at) {
    assert(at < EEPROM_BYTES);
    return eeprom[at];
}

void eeprom_put(uint16_t at, uint8_t value) {
    assert(at < EEPROM_BYTES);
    eeprom[at] = value;
}

/* A train goes all its way at once, and the switch at its end does what was waited for. */
static void finish_train(uint32_t us) {
    if (!runs) {
        return;
    }
    uint32_t steps = us / STEP_US + 1;
    if (steps < (uint32_t)(train.steps - taken)) {
        taken = (uint16_t)(taken + steps);
        return;
    }
    taken = train.steps;
    runs = false;
    enum contact home = train.axis == AXIS_PLATEN ? CONTACT_PLATEN_HOME : CONTACT_ARM_HOME;
    contacts[home] = !train.away && (train.contact != home || train.until_closed);
    if (train.axis == AXIS_PLATEN) {
        contacts[CONTACT_PLATEN_LIMIT] = train.away && train.contact == CONTACT_PLATEN_LIMIT;
    }
}

void stand_in_pass(uint32_t us) {
    now_us += us;
    finish_train(us);
    machine_advance();
    link_advance();
    if (!link_session_open() && motion.kind == MOTION_NONE) {
        for (uint8_t output = 0; output < OUTPUT_COUNT; output++) {
            assert(levels[output] == OUTPUT_SAFE);
        }
    }
    assert(link_session_open() || motion.kind == MOTION_NONE || motion.kind == MOTION_REVERSE);
}

void stand_in_guard(int guard, bool active) {
    guards[guard] = active;
    if (active && (guard == GUARD_STOP || (guard == GUARD_PINCH && !train.despite_pinch))) {
        runs = false;
    }
}

static void boot(void) {
    now_us = 0;
    runs = false;
    memset(&motion, 0, sizeof motion);
    forget_home();
    link_begin(store_begin(), RESET_CAUSE_BROWN_OUT);
    outputs_make_safe();
    machine_begin();
}

void stand_in_reset(void) { boot(); }

void stand_in_begin(void) {
    memset(eeprom, 0xFF, sizeof eeprom);
    memset(contacts, 0, sizeof contacts);
    memset(guards, 0, sizeof guards);
    boot();
}
