/* Timer 0 counts in 4 us and wraps every 1.024 ms: the clock, the tick, and the PWM of vacuum and blower. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

#include "../core/hardware.h"
#include "board.h"

enum { US_PER_COUNT = 4, US_PER_TICK = 1024 };

static volatile uint32_t ticks;
static volatile bool ticked;
static volatile bool in_tick;

void clock_begin(void) {
    TCCR0A |= _BV(WGM01) | _BV(WGM00);
    TCCR0B = _BV(CS01) | _BV(CS00);
    TIMSK0 = _BV(TOIE0);
}

/* Others may interrupt the tick, so that no step and no byte waits for it. */
ISR(TIMER0_OVF_vect, ISR_NOBLOCK) {
    uint32_t next = ticks + 1;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { ticks = next; }
    if (in_tick) {
        return;
    }
    in_tick = true;
    stepper_tick();
    inputs_tick();
    ticked = true;
    in_tick = false;
}

uint32_t clock_us_inside(void) {
    uint32_t whole = ticks;
    uint8_t count = TCNT0;
    if ((TIFR0 & _BV(TOV0)) && count < UINT8_MAX) {
        whole++;
    }
    return whole * US_PER_TICK + (uint32_t)count * US_PER_COUNT;
}

uint32_t clock_us(void) {
    uint32_t us = 0;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { us = clock_us_inside(); }
    return us;
}

bool tick_happened(void) {
    bool happened = ticked;
    ticked = false;
    return happened;
}
