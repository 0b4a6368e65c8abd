/* Guards, pedal, panel and sensors. Stop and pinch act in their own interrupts: what moves has stopped before any
 * program has looked. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "../core/hardware.h"
#include "../core/options.h"
#include "../core/store.h"
#include "board.h"
#include "pins.h"

enum { REST_TICKS = 20, LID_TICKS = 4, PRESS_TICKS = 2, PEDALS = 3, CHANNELS = 3 };
enum { RE_SHOOT_MOST = 256, PAUSE_MOST = 768 }; /* the panel's resistors: 0, 512, and nothing pressed 1023 */

struct watched {
    volatile bool active;
    volatile bool seen;
    volatile uint32_t changed_us;
    uint8_t tripping; /* ticks in a row */
    uint8_t resting;
};

struct pedal {
    volatile bool pressed; /* and not told yet */
    volatile uint32_t at_us;
    uint32_t began_us;
    uint16_t open_ticks;
    uint8_t closed_ticks;
    bool armed; /* it has been open for the whole of the debounce time */
};

static struct watched guards[GUARD_COUNT];
static struct pedal pedals[PEDALS];
static const uint8_t channels[CHANNELS] = {CHANNEL_PANEL, CHANNEL_LEAF, CHANNEL_VACUUM};
static volatile uint16_t readings[CHANNELS];
static uint8_t channel;

bool stop_is_pressed(void) { return PIND & _BV(PIN_STOP); }
bool edge_is_pressed(void) { return PIND & _BV(PIN_PINCH); }
static bool lid_is_open(void) { return PIND & _BV(PIN_LID); }

static void trip(struct watched *guard) {
    guard->resting = 0;
    if (!guard->active) {
        guard->changed_us = clock_us_inside();
        guard->active = true;
        guard->seen = false;
    }
}

ISR(INT0_vect) {
    train_stop_inside();
    switched_off_inside();
    PORTD |= _BV(PIN_ENABLE);
    trip(&guards[GUARD_STOP]);
}

ISR(INT1_vect) {
    if (train_yields_to_pinch()) {
        train_stop_inside();
    }
    trip(&guards[GUARD_PINCH]);
}

static void select_channel(void) { ADMUX = (uint8_t)(_BV(REFS0) | channels[channel]); }

void inputs_begin(void) {
    EICRA = _BV(ISC01) | _BV(ISC00) | _BV(ISC11) | _BV(ISC10); /* rising */
    PORTD |= _BV(PIN_STOP) | _BV(PIN_PINCH) | _BV(PIN_LID);
    PORTB |= _BV(PIN_PLATEN_HOME);
    PORTC |= _BV(PIN_PLATEN_LIMIT) | _BV(PIN_ARM_HOME) | _BV(PIN_PEDAL_FIRE);
    DIDR0 = _BV(CHANNEL_PANEL) | _BV(CHANNEL_LEAF) | _BV(CHANNEL_VACUUM);
    for (uint8_t i = 0; i < CHANNELS; i++) {
        readings[i] = channels[i] == CHANNEL_PANEL ? 1023 : 0;
    }
    EIMSK = (uint8_t)((FITTED(STOP_BUTTON) ? _BV(INT0) : 0) | (FITTED(PINCH_SENSOR) ? _BV(INT1) : 0));
    EIFR = _BV(INTF0) | _BV(INTF1);
    guards[GUARD_STOP].active = stop_is_pressed();
    guards[GUARD_PINCH].active = edge_is_pressed();
    guards[GUARD_LID].active = lid_is_open();
    select_channel();
    ADCSRA = _BV(ADEN) | _BV(ADSC) | _BV(ADPS2) | _BV(ADPS1) | _BV(ADPS0);
}

/* A guard that trips for `ticks` in a row is active; one that has rested long enough, and was seen, is not. */
static void watch(struct watched *guard, bool trips, uint8_t ticks) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        guard->tripping = trips ? (uint8_t)(guard->tripping < UINT8_MAX ? guard->tripping + 1 : UINT8_MAX) : 0;
        if (guard->tripping >= ticks) {
            trip(guard);
        } else if (!trips && guard->active && guard->resting < REST_TICKS) {
            guard->resting++;
        }
        if (guard->active && guard->seen && guard->resting >= REST_TICKS) {
            guard->active = false;
            guard->changed_us = clock_us_inside();
        }
    }
}

/* A press counts from the instant at which the contact closed, when the pedal had been open and quiet before. */
static void debounce(struct pedal *pedal, bool closed) {
    if (!closed) {
        pedal->closed_ticks = 0;
        pedal->open_ticks = (uint16_t)(pedal->open_ticks < UINT16_MAX ? pedal->open_ticks + 1 : UINT16_MAX);
        pedal->armed = pedal->armed || pedal->open_ticks >= parameter_value(PARAMETER_ID_PEDAL_DEBOUNCE_MS);
        return;
    }
    if (pedal->closed_ticks == 0) {
        pedal->began_us = clock_us();
    }
    pedal->open_ticks = 0;
    if (pedal->closed_ticks < PRESS_TICKS && ++pedal->closed_ticks == PRESS_TICKS && pedal->armed) {
        ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
            pedal->at_us = pedal->began_us;
            pedal->pressed = true;
        }
        pedal->armed = false;
    }
}

static uint16_t latest(uint8_t which) {
    uint16_t reading = 0;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { reading = readings[which]; }
    return reading;
}

static void read_sensor(void) {
    if (ADCSRA & _BV(ADSC)) {
        return;
    }
    uint16_t reading = ADC;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { readings[channel] = reading; }
    channel = (uint8_t)((channel + 1) % CHANNELS);
    select_channel();
    ADCSRA |= _BV(ADSC);
}

void inputs_tick(void) {
    watch(&guards[GUARD_STOP], FITTED(STOP_BUTTON) && stop_is_pressed(), 1);
    watch(&guards[GUARD_PINCH], FITTED(PINCH_SENSOR) && edge_is_pressed(), 1);
    watch(&guards[GUARD_LID], lid_is_open(), LID_TICKS);
    read_sensor();
    uint16_t panel = latest(0);
    debounce(&pedals[SWITCH_FIRE], !(PINC & _BV(PIN_PEDAL_FIRE)));
    debounce(&pedals[SWITCH_RE_SHOOT], panel < RE_SHOOT_MOST);
    debounce(&pedals[SWITCH_PAUSE], panel >= RE_SHOOT_MOST && panel < PAUSE_MOST);
}

bool guard_active(enum guard which, uint32_t *changed_us) {
    struct watched *guard = &guards[which];
    bool active = false;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        active = guard->active;
        *changed_us = guard->changed_us;
        guard->seen = true;
    }
    return active;
}

bool guard_unseen(void) {
    for (uint8_t i = 0; i < GUARD_COUNT; i++) {
        if (guards[i].active && !guards[i].seen) {
            return true;
        }
    }
    return false;
}

bool pedal_pressed(uint8_t which, uint32_t *at_us) {
    struct pedal *pedal = &pedals[which];
    bool pressed = false;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        pressed = pedal->pressed;
        *at_us = pedal->at_us;
        pedal->pressed = false;
    }
    return pressed;
}

uint16_t sensor_reading(enum sensor sensor) { return latest(sensor == SENSOR_VACUUM ? 2 : 1); }

bool contact_closed(enum contact contact) {
    switch (contact) {
    case CONTACT_PLATEN_HOME:
        return !(PINB & _BV(PIN_PLATEN_HOME));
    case CONTACT_PLATEN_LIMIT:
        return !(PINC & _BV(PIN_PLATEN_LIMIT));
    case CONTACT_ARM_HOME:
        return !(PINC & _BV(PIN_ARM_HOME));
    default:
        return false;
    }
}
