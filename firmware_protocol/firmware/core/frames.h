/* Frames as SPEC.md 1 says: COBS(body + CRC) and a zero byte. */
#ifndef BOOKCRADLE_FRAMES_H
#define BOOKCRADLE_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

struct frame_decoder {
    uint8_t body[MAX_FRAME_BYTES]; /* unstuffed, with its CRC */
    uint8_t length;
    uint8_t taken; /* bytes of this run on the wire */
    uint8_t left;  /* bytes to come before the next code byte */
    bool zero_due; /* the block that ends now stands for a zero */
    bool broken;
    uint16_t crc;
    uint16_t refused; /* runs that were no frame */
};

uint16_t crc16_update(uint16_t crc, uint8_t byte);
void frame_begin(struct frame_decoder *decoder);

/* Takes one byte from the wire. The length of the body (in decoder->body) that it completes, or 0. */
uint8_t frame_take(struct frame_decoder *decoder, uint8_t byte);

/* Writes the frame of a body of 1...MAX_BODY_BYTES; its length, delimiter included. */
uint8_t frame_write(const uint8_t *body, uint8_t length, uint8_t out[MAX_FRAME_BYTES]);

#endif
