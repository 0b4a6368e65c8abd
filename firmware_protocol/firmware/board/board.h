/* What the parts of the board tell each other. */
#ifndef BOOKCRADLE_BOARD_H
#define BOOKCRADLE_BOARD_H

#include <stdbool.h>
#include <stdint.h>

void clock_begin(void);
void uart_begin(void);
bool uart_take(uint8_t *byte);
bool uart_waits(void);
void stepper_begin(void);
void switched_begin(void);
void inputs_begin(void);

/* From interrupts. */
uint32_t clock_us_inside(void);
void stepper_tick(void);
void inputs_tick(void);
void train_stop_inside(void);
bool train_yields_to_pinch(void);
void switched_off_inside(void);
bool stop_is_pressed(void);
bool edge_is_pressed(void);

/* Once a tick of 1.024 ms; true since it was last asked. */
bool tick_happened(void);

#endif
