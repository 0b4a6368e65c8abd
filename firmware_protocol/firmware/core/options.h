/* What is fitted. `make OPTIONS=0x3FF` and so on; the bits are enum build_option. */
#ifndef BOOKCRADLE_OPTIONS_H
#define BOOKCRADLE_OPTIONS_H

#include "../protocol.h"

#ifndef OPTIONS
#define OPTIONS 0x3FF
#endif

#define FITTED(part) ((OPTIONS & BUILD_OPTION_##part) != 0)

#endif
