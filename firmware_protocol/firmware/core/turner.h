#ifndef BOOKCRADLE_TURNER_H
#define BOOKCRADLE_TURNER_H

#include <stdint.h>

uint8_t turner_advance(void);

#endif
