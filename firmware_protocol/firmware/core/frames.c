#include "frames.h"

#ifdef __AVR__
#include <util/crc16.h>

uint16_t crc16_update(uint16_t crc, uint8_t byte) { return _crc_xmodem_update(crc, byte); }
#else
uint16_t crc16_update(uint16_t crc, uint8_t byte) {
    crc ^= (uint16_t)(byte << 8);
    for (uint8_t bit = 0; bit < 8; bit++) {
        crc = (uint16_t)(crc & 0x8000u ? (uint16_t)(crc << 1) ^ 0x1021u : (uint16_t)(crc << 1));
    }
    return crc;
}
#endif

void frame_begin(struct frame_decoder *decoder) {
    decoder->length = 0;
    decoder->taken = 0;
    decoder->left = 0;
    decoder->zero_due = false;
    decoder->broken = false;
    decoder->crc = (uint16_t)CRC_INITIAL;
}

static void keep(struct frame_decoder *decoder, uint8_t byte) {
    decoder->crc = crc16_update(decoder->crc, byte);
    decoder->body[decoder->length++] = byte;
}

static uint8_t end(struct frame_decoder *decoder) {
    bool empty = decoder->taken == 0;
    bool whole = !decoder->broken && decoder->left == 0 && decoder->length > CRC_BYTES && decoder->crc == 0;
    uint8_t length = whole ? (uint8_t)(decoder->length - CRC_BYTES) : 0;
    if (!empty && !whole) {
        decoder->refused++;
    }
    frame_begin(decoder);
    return length;
}

uint8_t frame_take(struct frame_decoder *decoder, uint8_t byte) {
    if (byte == 0) {
        return end(decoder);
    }
    if (decoder->taken == MAX_FRAME_BYTES - 1) {
        decoder->broken = true; /* overlong: dropped up to its delimiter */
        return 0;
    }
    decoder->taken++;
    if (decoder->left > 0) {
        decoder->left--;
        keep(decoder, byte);
        return 0;
    }
    if (decoder->zero_due) {
        keep(decoder, 0);
    }
    decoder->zero_due = byte != 0xFF;
    decoder->left = (uint8_t)(byte - 1);
    return 0;
}

uint8_t frame_write(const uint8_t *body, uint8_t length, uint8_t out[MAX_FRAME_BYTES]) {
    uint16_t crc = (uint16_t)CRC_INITIAL;
    uint8_t code_at = 0;
    uint8_t at = 1;
    for (uint8_t i = 0; i < length + CRC_BYTES; i++) {
        uint8_t byte;
        if (i < length) {
            byte = body[i];
            crc = crc16_update(crc, byte);
        } else {
            byte = (uint8_t)(i == length ? crc >> 8 : crc);
        }
        if (byte != 0) {
            out[at++] = byte;
        } else {
            out[code_at] = (uint8_t)(at - code_at);
            code_at = at++;
        }
    }
    out[code_at] = (uint8_t)(at - code_at);
    out[at++] = 0;
    return at;
}
