/* The golden vectors through the C of the firmware: a line in, a line out, compared by the test that also has Python's. */
#include <stdio.h>
#include <string.h>

#include "../core/frames.h"

enum { LINE = 4096 };

static size_t unhex(const char *text, uint8_t *bytes) {
    size_t count = 0;
    unsigned byte;
    while (text[2 * count] != '\0' && sscanf(text + 2 * count, "%2x", &byte) == 1) {
        bytes[count++] = (uint8_t)byte;
    }
    return count;
}

static void print_hex(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        printf("%02x", bytes[i]);
    }
    putchar('\n');
}

/* `crc HEX`: the CRC. `write HEX`: the frame of a body. `take HEX`: every body in a stream, then how many were refused. */
int main(void) {
    static char line[LINE], word[16], text[LINE];
    static uint8_t bytes[LINE], frame[MAX_FRAME_BYTES];
    while (fgets(line, sizeof line, stdin) != NULL) {
        text[0] = '\0';
        if (sscanf(line, "%15s %4095s", word, text) < 1) {
            continue;
        }
        size_t count = unhex(text, bytes);
        if (strcmp(word, "crc") == 0) {
            uint16_t crc = (uint16_t)CRC_INITIAL;
            for (size_t i = 0; i < count; i++) {
                crc = crc16_update(crc, bytes[i]);
            }
            printf("%u\n", crc);
        } else if (strcmp(word, "write") == 0) {
            print_hex(frame, frame_write(bytes, (uint8_t)count, frame));
        } else if (strcmp(word, "take") == 0) {
            struct frame_decoder decoder = {0};
            frame_begin(&decoder);
            for (size_t i = 0; i < count; i++) {
                uint8_t length = frame_take(&decoder, bytes[i]);
                if (length > 0) {
                    print_hex(decoder.body, length);
                }
            }
            printf("refused %u\n", decoder.refused);
        }
    }
    return 0;
}
