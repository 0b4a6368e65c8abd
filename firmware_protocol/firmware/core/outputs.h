/* Vacuum, blower and lamps: each with a safe value, and a longest time away from it. */
#ifndef BOOKCRADLE_OUTPUTS_H
#define BOOKCRADLE_OUTPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

enum { OUTPUT_SAFE = 0 };

void output_switch(uint8_t output, uint8_t value);
uint8_t output_value(uint8_t output);
void outputs_make_safe(void);
bool outputs_blow(void); /* vacuum or blower are on */

/* The output that has been on for too long, or OUTPUT_COUNT. */
uint8_t output_overdue(void);
void output_report(uint8_t output, struct output_report_layout *report);

#endif
