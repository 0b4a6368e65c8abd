/* Steps from timer 1. The timer's compare unit itself drives the step pin, so that no interrupt, however late, moves an
 * edge; the interrupt that follows only counts. The rate changes once a tick, up the ramp and down in time for the end.
 */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "../core/hardware.h"
#include "../core/options.h"
#include "board.h"
#include "pins.h"

#define HALF_STEP_COUNTS (F_CPU / 8 / 2)

enum { RAMP_HZ_PER_TICK = 100, CONTACT_STEPS = 3, ARM_OFFSET_COUNTS = 8 };

static struct {
    volatile bool runs;
    volatile uint16_t taken;
    volatile uint16_t half_period;
    volatile bool high;
    volatile uint8_t met; /* steps in a row with the contact as wanted */
    volatile uint8_t *contact_port;
    uint8_t contact_mask;
    uint8_t contact_wanted;
    bool has_contact;
    bool despite_pinch;
    uint16_t steps;
    uint16_t rate_hz;
    uint16_t most_hz;
    uint16_t least_hz;
} now;

void stepper_begin(void) {
    PORTD |= _BV(PIN_ENABLE);
    DDRD |= _BV(PIN_ENABLE);
    DDRB |= _BV(PIN_DIRECTION) | _BV(PIN_PLATEN_STEP) | _BV(PIN_ARM_STEP);
    TCCR1A = 0;
    TCCR1B = 0;
}

void motors_power(bool on) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        if (on && !(FITTED(STOP_BUTTON) && stop_is_pressed())) {
            PORTD &= (uint8_t)~_BV(PIN_ENABLE);
        } else {
            PORTD |= _BV(PIN_ENABLE);
        }
    }
}

static bool find_contact(enum contact contact) {
    switch (contact) {
    case CONTACT_PLATEN_HOME:
        now.contact_port = &PINB;
        now.contact_mask = _BV(PIN_PLATEN_HOME);
        return true;
    case CONTACT_PLATEN_LIMIT:
        now.contact_port = &PINC;
        now.contact_mask = _BV(PIN_PLATEN_LIMIT);
        return true;
    case CONTACT_ARM_HOME:
        now.contact_port = &PINC;
        now.contact_mask = _BV(PIN_ARM_HOME);
        return true;
    default:
        return false;
    }
}

void train_stop_inside(void) {
    TIMSK1 = 0;
    TCCR1A = 0; /* the pins fall to their port's zero */
    TCCR1B = 0;
    now.runs = false;
}

void train_stop(void) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { train_stop_inside(); }
}

bool train_runs(void) { return now.runs; }

bool train_yields_to_pinch(void) { return !now.despite_pinch; }

uint16_t train_steps_taken(void) {
    uint16_t taken = 0;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { taken = now.taken; }
    return taken;
}

void train_begin(const struct train *train) {
    train_stop();
    now.has_contact = find_contact(train->contact);
    now.contact_wanted = train->until_closed ? 0 : now.contact_mask;
    now.steps = train->steps;
    now.most_hz = train->rate_hz;
    now.least_hz = train->rate_hz < START_HZ ? train->rate_hz : START_HZ;
    now.rate_hz = now.least_hz;
    now.half_period = (uint16_t)(HALF_STEP_COUNTS / now.rate_hz);
    now.taken = 0;
    now.met = 0;
    now.high = false;
    now.despite_pinch = train->despite_pinch;
    if (train->steps == 0) {
        return;
    }
    if (train->away) {
        PORTB |= _BV(PIN_DIRECTION);
    } else {
        PORTB &= (uint8_t)~_BV(PIN_DIRECTION);
    }
    bool arm = train->axis == AXIS_ARM;
    /* A train that was cut may have left the compare unit high: its next toggle would not be a step. */
    TCCR1A = arm ? _BV(COM1B1) : _BV(COM1A1);
    TCCR1C = arm ? _BV(FOC1B) : _BV(FOC1A);
    PORTB &= (uint8_t) ~(_BV(PIN_PLATEN_STEP) | _BV(PIN_ARM_STEP));
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        bool stopped = FITTED(STOP_BUTTON) && stop_is_pressed();
        bool pinched = FITTED(PINCH_SENSOR) && edge_is_pressed() && !train->despite_pinch;
        if (!stopped && !pinched) {
            now.runs = true;
            TCNT1 = 0;
            OCR1A = now.half_period - 1; /* counts from 0 */
            OCR1B = ARM_OFFSET_COUNTS;
            TIFR1 = _BV(OCF1A) | _BV(OCF1B);
            TCCR1A = arm ? _BV(COM1B0) : _BV(COM1A0);
            TIMSK1 = arm ? _BV(OCIE1B) : _BV(OCIE1A);
            TCCR1B = _BV(WGM12) | _BV(CS11);
        }
    }
}

static inline void half_step_made(void) {
    if (OCR1A != now.half_period - 1) {
        OCR1A = now.half_period - 1;
    }
    now.high = !now.high;
    if (now.high) {
        return;
    }
    uint16_t taken = ++now.taken;
    bool met = false;
    if (now.has_contact) {
        uint8_t in_a_row = (*now.contact_port & now.contact_mask) == now.contact_wanted ? now.met + 1 : 0;
        now.met = in_a_row;
        met = in_a_row >= CONTACT_STEPS;
    }
    if (met || taken == now.steps) {
        train_stop_inside();
    }
}

ISR(TIMER1_COMPA_vect) { half_step_made(); }
ISR(TIMER1_COMPB_vect) { half_step_made(); }

/* Once a tick: faster, or slower when what is left is no more than stopping takes. */
void stepper_tick(void) {
    if (!now.runs) {
        return;
    }
    uint16_t rate = now.rate_hz;
    uint32_t square = (uint32_t)rate * rate - (uint32_t)now.least_hz * now.least_hz;
    uint16_t left = now.steps - train_steps_taken();
    if ((uint32_t)left * (2 * RAMP_HZ_PER_S) <= square) {
        rate = rate > now.least_hz + RAMP_HZ_PER_TICK ? rate - RAMP_HZ_PER_TICK : now.least_hz;
    } else if (rate < now.most_hz) {
        rate = now.most_hz - rate > RAMP_HZ_PER_TICK ? rate + RAMP_HZ_PER_TICK : now.most_hz;
    }
    if (rate != now.rate_hz) {
        uint16_t half_period = (uint16_t)(HALF_STEP_COUNTS / rate);
        now.rate_hz = rate;
        ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { now.half_period = half_period; }
    }
}
