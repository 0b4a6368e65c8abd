/* The cradle's mechanics: what steps, vacuum and hands do to switches and sensors, and what a camera would see. */
#ifndef BOOKCRADLE_CRADLE_H
#define BOOKCRADLE_CRADLE_H

#include <stdbool.h>
#include <stdint.h>

enum { PLATEN_TRAVEL = 4000, ARM_TRAVEL = 800 };

/* Told of what happens, as a line of words. */
typedef void cradle_witness(const char *format, ...) __attribute__((format(printf, 1, 2)));

void cradle_begin(cradle_witness *witness);
void cradle_stepped(bool arm, bool high);
void cradle_looked(void);

/* A fault for the next motion that can meet it; false: no such fault. */
bool cradle_inject(const char *fault);

/* The hands: stop, pinch, lid, fire, re_shoot, pause. false: no such part. */
bool cradle_hand(const char *part, bool active);
void cradle_trace(bool on);

/* Tells where both axes stand, all the steps that they ever made together, and the cycle of the last. */
void cradle_axes(void);

#endif
