/* Power-up, and then: take bytes, let the machine advance, sleep until something happens. */
#include <avr/interrupt.h>
#include <avr/io.h>
#include <avr/sleep.h>
#include <avr/wdt.h>

#include "../core/frames.h"
#include "../core/hardware.h"
#include "../core/link.h"
#include "../core/machine.h"
#include "../core/store.h"
#include "board.h"

static uint8_t reset_flags __attribute__((section(".noinit")));

/* A bootloader clears MCUSR and hands its value on in r2; without one MCUSR still has it. */
void keep_reset_flags(void) __attribute__((naked, used, section(".init0")));
void keep_reset_flags(void) {
    __asm__ volatile("sts %0, r2" : "=m"(reset_flags));
}

/* The watchdog stays on through the reset that it makes, with its shortest time. */
void end_watchdog(void) __attribute__((naked, used, section(".init3")));
void end_watchdog(void) {
    if (MCUSR != 0) {
        reset_flags = MCUSR;
    }
    MCUSR = 0;
    wdt_disable();
}

static uint8_t reset_cause(void) {
    if (reset_flags & _BV(WDRF)) {
        return RESET_CAUSE_WATCHDOG;
    }
    if (reset_flags & _BV(PORF)) {
        return RESET_CAUSE_POWER_ON;
    }
    if (reset_flags & _BV(BORF)) {
        return RESET_CAUSE_BROWN_OUT;
    }
    return RESET_CAUSE_EXTERNAL;
}

static void sleep_until_something_happens(void) {
    cli();
    if (uart_waits()) {
        sei();
        return;
    }
    sleep_enable();
    sei();
    sleep_cpu();
    sleep_disable();
}

int main(void) {
    static struct frame_decoder decoder;
    inputs_begin();
    stepper_begin();
    switched_begin();
    clock_begin();
    uart_begin();
    wdt_enable(WDTO_250MS);
    sei();
    uint16_t boot_count = store_begin();
    machine_begin();
    link_begin(boot_count, reset_cause());
    frame_begin(&decoder);
    set_sleep_mode(SLEEP_MODE_IDLE);
    for (;;) {
        uint8_t byte;
        while (uart_take(&byte)) {
            uint8_t length = frame_take(&decoder, byte);
            if (length > 0) {
                link_receive(decoder.body, length);
                break;
            }
        }
        if (tick_happened() || guard_unseen()) {
            /* Only a clock that runs is a machine that is watched. */
            wdt_reset();
            machine_advance();
            link_advance();
        }
        sleep_until_something_happens();
    }
}
