/* Whatever comes over the wire: no access out of bounds (the sanitizers look), nothing moves without a host, no leaf goes
 * twice for its id, and the next HELLO is answered. The first byte of an input chooses how the rest is taken:
 *
 *   even: raw bytes into the UART;
 *   odd: pieces, each framed with a good CRC and put into the open session, so that what lies behind is reached.
 *
 * With libFuzzer this is its target; with -DSTANDALONE it mutates frames by itself: `fuzz SECONDS SEED`.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../core/frames.h"
#include "../core/link.h"
#include "../core/machine.h"
#include "../core/motions.h"
#include "stand_in.h"

enum { REMEMBERED = TURN_RING_SLOTS };

static struct frame_decoder decoder;
static uint32_t turned[REMEMBERED]; /* the ids that the ring must still know */
static unsigned turns;
static uint32_t turning;
static uint8_t next_sequence;
static unsigned long long frames_taken, turns_begun;

static void witness_turns(void) {
    uint32_t now = motion.kind == MOTION_TURN ? motion.turn_id : 0;
    if (now != 0 && now != turning) {
        for (unsigned i = 0; i < REMEMBERED && i < turns; i++) {
            assert(turned[i] != now);
        }
        turned[turns++ % REMEMBERED] = now;
        turns_begun++;
    }
    turning = now;
}

static void take(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint8_t length = frame_take(&decoder, bytes[i]);
        if (length > 0) {
            frames_taken++;
            link_receive(decoder.body, length);
            witness_turns();
        }
    }
}

static void take_body(const uint8_t *body, uint8_t length) {
    uint8_t frame[MAX_FRAME_BYTES];
    take(frame, frame_write(body, length, frame));
}

static void greet(uint32_t nonce) {
    uint8_t hello[HEADER_BYTES + sizeof(struct hello_layout)] = {FRAME_KIND_DATAGRAM, 0, 0, 0, DATAGRAM_ID_HELLO};
    struct hello_layout said = {nonce, PROTOCOL_MAJOR, PROTOCOL_MINOR};
    memcpy(hello + HEADER_BYTES, &said, sizeof said);
    sent_length = 0;
    take_body(hello, sizeof hello);
    assert(sent_length == HEADER_BYTES + sizeof(struct welcome_layout) && sent_body[4] == DATAGRAM_ID_WELCOME);
    next_sequence = 1;
}

/* One piece: what happens around the wire, then one body in the open session, its sequence mostly the right one. */
static size_t take_piece(const uint8_t *bytes, size_t count) {
    uint8_t body[MAX_BODY_BYTES] = {0};
    uint8_t what = bytes[0];
    size_t payload = count - 1 < (size_t)(what & 7) ? count - 1 : (size_t)(what & 7);
    stand_in_guard(what >> 3 & 1, (what & 0xF0) == 0xF0);
    if ((what & 0xF0) == 0xE0) {
        stand_in_reset();
        turning = 0;
        greet(what);
    }
    body[0] = what & 0x08 ? FRAME_KIND_COMMAND : (uint8_t)(what % 6);
    body[1] = sent_body[1];
    body[2] = sent_body[2];
    body[3] = next_sequence;
    body[4] = payload > 0 ? (uint8_t)(0x10 + bytes[1] % 14) : COMMAND_ID_HOME;
    memcpy(body + HEADER_BYTES, bytes + 1, payload);
    if (body[0] == FRAME_KIND_COMMAND && what % 5 != 0) {
        next_sequence = (uint8_t)(next_sequence == 0xFF ? 1 : next_sequence + 1);
    }
    uint8_t size = (uint8_t)(payload > 1 ? payload - 1 : 0);
    if (body[4] == COMMAND_ID_TURN_PAGE) {
        /* Few ids, so that they come again. */
        memset(body + HEADER_BYTES, 0, 4);
        body[HEADER_BYTES] = (uint8_t)(1 + what / 16 % 4);
        size = 4;
    }
    take_body(body, (uint8_t)(HEADER_BYTES + size));
    for (int i = 0; i < (what & 3); i++) {
        stand_in_pass(37000);
        witness_turns();
    }
    return payload + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    if (count == 0) {
        return 0;
    }
    memset(&decoder, 0, sizeof decoder);
    frame_begin(&decoder);
    turns = 0;
    turning = 0;
    stand_in_begin();
    greet(7);
    if (bytes[0] % 2 == 0) {
        take(bytes + 1, count - 1);
        stand_in_pass(1000);
    } else {
        for (size_t at = 1; at < count;) {
            at += take_piece(bytes + at, count - at);
        }
    }
    take((const uint8_t[]){0}, 1);
    stand_in_pass(20000000); /* nobody speaks: the dead man stops all */
    assert(!link_session_open() && motion.kind == MOTION_NONE);
    greet(8);
    return 0;
}

#ifdef STANDALONE
static uint64_t state;

static uint32_t chance(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

/* A frame of the golden ones' kind, with bytes changed, doubled, lost. */
static size_t mutated(uint8_t *out, size_t room) {
    size_t at = 0;
    out[at++] = (uint8_t)chance(256);
    size_t wanted = 1 + chance(600);
    while (at < wanted && at + MAX_FRAME_BYTES < room) {
        if (chance(3) == 0) {
            out[at++] = (uint8_t)chance(256);
            continue;
        }
        uint8_t body[MAX_BODY_BYTES];
        uint8_t length = (uint8_t)(HEADER_BYTES + chance(9));
        for (uint8_t i = 0; i < length; i++) {
            body[i] = (uint8_t)(chance(2) ? chance(256) : 0);
        }
        body[0] = (uint8_t)chance(7);
        body[4] = (uint8_t)(chance(2) ? 0x10 + chance(14) : 1 + chance(10));
        size_t size = frame_write(body, length, out + at);
        if (chance(2)) {
            out[at + chance((uint32_t)size)] ^= (uint8_t)(1u << chance(8));
        }
        at += size - (chance(8) == 0);
    }
    return at;
}

int main(int count, char **words) {
    static uint8_t input[2048];
    time_t until = time(NULL) + (count > 1 ? atoi(words[1]) : 10);
    unsigned long long inputs = 0, bytes = 0;
    state = count > 2 ? strtoull(words[2], NULL, 10) : 1;
    while (time(NULL) < until) {
        for (int i = 0; i < 200; i++) {
            size_t size = mutated(input, sizeof input);
            LLVMFuzzerTestOneInput(input, size);
            inputs++;
            bytes += size;
        }
    }
    printf("%llu inputs, %llu bytes, %llu whole frames, %u trains and %llu turns begun, no finding\n", inputs, bytes,
           frames_taken, trains_begun, turns_begun);
    return 0;
}
#endif
