#include "cues.h"

#include "../protocol.h"
#include "hardware.h"

#define BEAT_US UINT32_C(60000)

/* One bit a beat, the lowest first. */
static const uint16_t patterns[] = {
    [CUE_SOUND_ARMED] = 0x0001,     /* . */
    [CUE_SOUND_TURN] = 0x0005,      /* . . */
    [CUE_SOUND_TURN_BACK] = 0x1DCE, /* - - - */
    [CUE_SOUND_REFUSED] = 0x00EE,   /* - - */
    [CUE_SOUND_FLAGGED] = 0x001D,   /* . - */
    [CUE_SOUND_STOPPED] = 0x0FFF,
};

static uint16_t left;
static uint32_t beat_us;

void cue_begin(uint8_t sound) {
    left = patterns[sound];
    beat_us = clock_us();
    cue_write(left & 1);
}

void cue_advance(void) {
    if (left != 0 && clock_us() - beat_us >= BEAT_US) {
        left >>= 1;
        beat_us += BEAT_US;
        cue_write(left & 1);
    }
}
