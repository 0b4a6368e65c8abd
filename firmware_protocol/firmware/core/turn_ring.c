/* The ring of turns. A slot is the id, a check of the id with the lap in its highest bit, and the outcome twice, the
 * second time inverted. An outcome that does not match its inversion is an open one. */
#include "hardware.h"
#include "store.h"
#include "store_map.h"

enum { SLOT_BYTES = 7, CHECK_AT = 4, OUTCOME_AT = 5, LAP = 0x80, NO_SLOT = 0xFF };
_Static_assert(TURN_RING_SLOTS * SLOT_BYTES <= STORE_BOOTS, "the ring fits below the boot count");

static uint8_t next_slot;
static uint8_t next_lap;
static uint8_t running_slot;

static uint16_t place(uint8_t slot) { return (uint16_t)(STORE_RING + slot * SLOT_BYTES); }

static uint8_t check_of(uint32_t turn_id) {
    uint8_t check = 0x2A;
    for (uint8_t i = 0; i < 4; i++) {
        check = (uint8_t)(check * 31 + (uint8_t)(turn_id >> (8 * i)));
    }
    return check & 0x7F;
}

static uint32_t id_in(uint8_t slot) {
    uint32_t turn_id = 0;
    for (uint8_t i = 4; i > 0; i--) {
        turn_id = turn_id << 8 | eeprom_get((uint16_t)(place(slot) + i - 1));
    }
    return turn_id;
}

static bool holds_record(uint8_t slot) {
    uint32_t turn_id = id_in(slot);
    bool possible = turn_id != 0 && turn_id != MAX_TURN_ID;
    return possible && (eeprom_get((uint16_t)(place(slot) + CHECK_AT)) & 0x7F) == check_of(turn_id);
}

static uint8_t lap_of(uint8_t slot) { return eeprom_get((uint16_t)(place(slot) + CHECK_AT)) & LAP; }

/* The next slot to write is the first that holds no record, or one of the lap before. */
void turn_ring_begin(void) {
    running_slot = NO_SLOT;
    next_slot = 0;
    while (next_slot < TURN_RING_SLOTS && holds_record(next_slot) && lap_of(next_slot) == lap_of(0)) {
        next_slot++;
    }
    if (next_slot == TURN_RING_SLOTS) {
        next_slot = 0;
    }
    if (next_slot > 0) {
        next_lap = lap_of(0);
    } else {
        next_lap = holds_record(TURN_RING_SLOTS - 1) ? lap_of(TURN_RING_SLOTS - 1) ^ LAP : 0;
    }
}

static uint8_t outcome_code(uint8_t state, uint8_t reason, uint8_t leaves) {
    uint8_t counted = leaves < 3 ? leaves : 3;
    return (uint8_t)((state - TURN_STATE_RUNNING) << 6 | counted << 4 | reason);
}
_Static_assert(FAULT_REASON_EMERGENCY_STOP < 16 && TURN_STATE_INTERRUPTED - TURN_STATE_RUNNING < 4, "the outcome fits a byte");

bool turn_find(uint32_t turn_id, struct turn_report_layout *report) {
    for (uint8_t slot = 0; slot < TURN_RING_SLOTS; slot++) {
        if (id_in(slot) != turn_id || !holds_record(slot)) {
            continue;
        }
        uint8_t outcome = eeprom_get((uint16_t)(place(slot) + OUTCOME_AT));
        uint8_t inverted = eeprom_get((uint16_t)(place(slot) + OUTCOME_AT + 1));
        uint8_t state = (uint8_t)((outcome >> 6) + TURN_STATE_RUNNING);
        report->turn_id = turn_id;
        if ((inverted ^ outcome) != 0xFF || state < TURN_STATE_DONE) {
            report->state = slot == running_slot ? TURN_STATE_RUNNING : TURN_STATE_INTERRUPTED;
            report->reason = FAULT_REASON_NONE;
            report->leaves = LEAVES_NOT_COUNTED;
        } else {
            uint8_t leaves = outcome >> 4 & 3;
            report->state = state;
            report->reason = outcome & 0x0F;
            report->leaves = leaves < 3 ? leaves : LEAVES_NOT_COUNTED;
        }
        return true;
    }
    report->turn_id = turn_id;
    report->state = TURN_STATE_NEVER_STARTED;
    report->reason = FAULT_REASON_NONE;
    report->leaves = LEAVES_NOT_COUNTED;
    return false;
}

bool turn_began(uint32_t turn_id) {
    uint16_t at = place(next_slot);
    eeprom_put((uint16_t)(at + OUTCOME_AT), 0xFF);
    eeprom_put((uint16_t)(at + OUTCOME_AT + 1), 0xFF);
    /* Until the check is right again this slot holds nothing. */
    eeprom_put((uint16_t)(at + CHECK_AT), (uint8_t)((check_of(turn_id) ^ 0x7F) | next_lap));
    for (uint8_t i = 0; i < 4; i++) {
        eeprom_put((uint16_t)(at + i), (uint8_t)(turn_id >> (8 * i)));
    }
    eeprom_put((uint16_t)(at + CHECK_AT), (uint8_t)(check_of(turn_id) | next_lap));
    struct turn_report_layout written;
    if (!turn_find(turn_id, &written) || written.state != TURN_STATE_INTERRUPTED) {
        return false;
    }
    running_slot = next_slot;
    if (++next_slot == TURN_RING_SLOTS) {
        next_slot = 0;
        next_lap ^= LAP;
    }
    return true;
}

void turn_ended(uint8_t state, uint8_t reason, uint8_t leaves) {
    uint8_t outcome = outcome_code(state, reason, leaves);
    uint16_t at = (uint16_t)(place(running_slot) + OUTCOME_AT);
    eeprom_put(at, outcome);
    eeprom_put((uint16_t)(at + 1), (uint8_t)~outcome);
    running_slot = NO_SLOT;
}
