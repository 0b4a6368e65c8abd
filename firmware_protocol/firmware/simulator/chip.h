/* The ATmega328P under libsimavr, its time, its pins and its UART. */
#ifndef BOOKCRADLE_CHIP_H
#define BOOKCRADLE_CHIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CYCLES_PER_S UINT64_C(16000000)
#define CYCLES_PER_US UINT64_C(16)

enum reset_cause { CAUSE_POWER_ON = 1, CAUSE_EXTERNAL = 2, CAUSE_BROWN_OUT = 4, CAUSE_WATCHDOG = 8 }; /* as MCUSR */

struct chip_watcher {
    void (*sent)(uint8_t byte);
    void (*stepped)(bool arm, bool high);
    void (*looked)(void); /* twice a millisecond */
    void (*reset)(int cause);
};

bool chip_load(const char *elf, const struct chip_watcher *watcher);
uint64_t chip_cycle(void);

/* Runs until `cycle`, or until somebody has called chip_pause. */
void chip_run_to(uint64_t cycle);
void chip_pause(void);

void chip_reset(enum reset_cause cause, uint64_t held_cycles);
void chip_hang(void); /* the program stops where it is; interrupts still run */

/* Bytes into the UART, at its pace. */
void chip_receive(const uint8_t *bytes, size_t count);
void chip_forget_received(void);
bool chip_receives(void);

void chip_pin(char port, int bit, bool level);
void chip_millivolts(int channel, uint32_t millivolts);
bool chip_drives_high(char port, int bit); /* an output, and high */
bool chip_drives_low(char port, int bit);
uint8_t chip_pwm(int which); /* 0 vacuum, 1 blower, 2 lamps */

bool chip_eeprom_load(const char *file);
bool chip_eeprom_save(const char *file);
unsigned chip_memory_used(void); /* the most bytes of RAM that were ever written */

#endif
