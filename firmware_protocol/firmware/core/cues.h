/* What the buzzer sounds and the LED flashes, together on one pin. */
#ifndef BOOKCRADLE_CUES_H
#define BOOKCRADLE_CUES_H

#include <stdint.h>

void cue_begin(uint8_t sound);
void cue_advance(void);

#endif
