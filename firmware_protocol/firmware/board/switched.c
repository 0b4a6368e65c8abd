/* Vacuum, blower and lamps by PWM, and the cue pin. A pin whose value is zero is cut from its timer: PWM of zero would
 * still pulse. */
#include <avr/io.h>
#include <util/atomic.h>

#include "../core/hardware.h"
#include "../core/options.h"
#include "../protocol.h"
#include "board.h"
#include "pins.h"

void switched_begin(void) {
    DDRD |= _BV(PIN_BLOWER) | _BV(PIN_VACUUM);
    DDRB |= _BV(PIN_LAMPS) | _BV(PIN_CUE);
    TCCR2A = _BV(WGM21) | _BV(WGM20);
    TCCR2B = _BV(CS21); /* 7.8 kHz: no bands in a photograph */
}

void switched_off_inside(void) {
    TCCR0A &= (uint8_t)~(_BV(COM0A1) | _BV(COM0B1));
    TCCR2A &= (uint8_t)~_BV(COM2A1);
}

static void drive(volatile uint8_t *control, uint8_t connect, volatile uint8_t *level, uint8_t value) {
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) {
        if (value == 0 || (FITTED(STOP_BUTTON) && stop_is_pressed())) {
            *control &= (uint8_t)~connect;
        } else {
            *level = value;
            *control |= connect;
        }
    }
}

void output_write(uint8_t output, uint8_t value) {
    switch (output) {
    case OUTPUT_VACUUM:
        drive(&TCCR0A, _BV(COM0A1), &OCR0A, value);
        break;
    case OUTPUT_BLOWER:
        drive(&TCCR0A, _BV(COM0B1), &OCR0B, value);
        break;
    default:
        drive(&TCCR2A, _BV(COM2A1), &OCR2A, value);
        break;
    }
}

void cue_write(bool on) {
    if (!FITTED(BUZZER)) {
        return;
    }
    if (on) {
        PORTB |= _BV(PIN_CUE);
    } else {
        PORTB &= (uint8_t)~_BV(PIN_CUE);
    }
}
