/* The EEPROM through power cuts at every byte that is written, round the ring several times: a turn that may have moved
 * is remembered through the next 120, and what is told DONE was done. `power_cuts TURNS SEED`. */
#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../core/hardware.h"
#include "../core/store.h"

enum { EEPROM_BYTES = 1024, REMEMBERED = TURN_RING_SLOTS, FORGIVEN = 8 };

static uint8_t eeprom[EEPROM_BYTES];
static unsigned left; /* bytes that are still written before the power fails */
static jmp_buf power_failed;
static uint64_t state;

static uint32_t chance(uint32_t below) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33) % below;
}

uint8_t eeprom_get(uint16_t at) { return eeprom[at]; }

/* The byte that is being written when the power fails holds anything. */
void eeprom_put(uint16_t at, uint8_t value) {
    assert(at < EEPROM_BYTES);
    if (eeprom[at] == value) {
        return;
    }
    if (left-- == 0) {
        eeprom[at] = (uint8_t)chance(256);
        longjmp(power_failed, 1);
    }
    eeprom[at] = value;
}

enum outcome { CUT_BEFORE = 0, BEGAN = 1, DONE = 2 };

static enum outcome turn(uint32_t turn_id) {
    volatile enum outcome reached = CUT_BEFORE;
    if (setjmp(power_failed) == 0) {
        assert(turn_began(turn_id));
        reached = BEGAN;
        turn_ended(TURN_STATE_DONE, FAULT_REASON_NONE, 1);
        reached = DONE;
    }
    return reached;
}

static void check(uint32_t turn_id, enum outcome reached) {
    struct turn_report_layout report;
    bool known = turn_find(turn_id, &report);
    switch (reached) {
    case CUT_BEFORE:
        assert(!known || report.state == TURN_STATE_INTERRUPTED);
        break;
    case BEGAN:
        /* The cut may have come as the last byte of the outcome was written, to what it should be. */
        assert(known && (report.state == TURN_STATE_INTERRUPTED || report.state == TURN_STATE_DONE));
        break;
    default:
        assert(known && report.state == TURN_STATE_DONE && report.leaves == 1);
        break;
    }
}

int main(int count, char **words) {
    static uint32_t begun[REMEMBERED];
    static enum outcome reached[REMEMBERED];
    unsigned turns = count > 1 ? (unsigned)atoi(words[1]) : 1000;
    unsigned kept = 0, cuts = 0;
    uint16_t boots = 0;
    state = count > 2 ? strtoull(words[2], NULL, 10) : 1;
    memset(eeprom, 0xFF, sizeof eeprom);
    left = UINT32_MAX;
    boots = store_begin();
    for (unsigned i = 0; i < turns; i++) {
        uint32_t turn_id = 1000 + i * 7;
        left = chance(3) == 0 ? chance(12) : UINT32_MAX;
        enum outcome outcome = turn(turn_id);
        left = UINT32_MAX;
        if (outcome != DONE) {
            cuts++;
            uint16_t now = store_begin();
            assert(now == (uint16_t)(boots + 1));
            boots = now;
        }
        check(turn_id, outcome);
        struct turn_report_layout report;
        if (turn_find(turn_id, &report)) {
            begun[kept % REMEMBERED] = turn_id;
            reached[kept++ % REMEMBERED] = outcome;
        }
        /* A turn that is cut while it is written may cost the oldest its place, and unlucky cuts one after another more. */
        for (unsigned back = 1; back < REMEMBERED - FORGIVEN && back < kept; back++) {
            check(begun[(kept - back) % REMEMBERED], reached[(kept - back) % REMEMBERED]);
        }
    }
    printf("%u turns, %u power cuts, nothing forgotten\n", turns, cuts);
    return 0;
}
