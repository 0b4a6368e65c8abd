#ifndef BOOKCRADLE_HOMING_H
#define BOOKCRADLE_HOMING_H

#include <stdint.h>

uint8_t homing_advance(void);

#endif
