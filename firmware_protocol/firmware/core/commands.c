/* What the controller does with each command: obey it, or refuse it for the first reason that holds (SPEC.md 7). */
#include <string.h>

#include "cues.h"
#include "machine.h"
#include "motions.h"
#include "options.h"
#include "outputs.h"
#include "store.h"

static uint8_t refusal(void) {
    if (latches.stop_latched) {
        return RESULT_STOP_LATCHED;
    }
    if (motion.kind != MOTION_NONE) {
        return RESULT_BUSY;
    }
    if (latches.fault != FAULT_REASON_NONE) {
        return RESULT_FAULT_IS_LATCHED;
    }
    if (latches.lid_open) {
        return RESULT_LID_OPEN;
    }
    return latches.pinched ? RESULT_PINCHED : RESULT_OK;
}

static uint8_t home(uint8_t sequence) {
    uint8_t refused = refusal();
    if (refused == RESULT_OK) {
        motion_begin(MOTION_HOME, sequence);
    }
    return refused;
}

static uint8_t move_platen(bool down, uint8_t sequence) {
    uint8_t refused = refusal();
    if (refused != RESULT_OK) {
        return refused;
    }
    if (!FITTED(PLATEN)) {
        return RESULT_NOT_FITTED;
    }
    if (!homed()) {
        return RESULT_NOT_HOMED;
    }
    if (platen_position() == (down ? PLATEN_POSITION_DOWN : PLATEN_POSITION_UP)) {
        return RESULT_ALREADY_THERE;
    }
    motion_begin(down ? MOTION_LOWER : MOTION_RAISE, sequence);
    return RESULT_OK;
}

static uint8_t jog(const uint8_t *payload, uint8_t sequence) {
    struct jog_platen_layout asked;
    memcpy(&asked, payload, sizeof asked);
    uint8_t refused = refusal();
    if (refused != RESULT_OK) {
        return refused;
    }
    if (!FITTED(PLATEN)) {
        return RESULT_NOT_FITTED;
    }
    if (asked.travel_ms < MIN_JOG_MS || asked.travel_ms > MAX_JOG_MS) {
        return RESULT_OUT_OF_RANGE;
    }
    if (!homed()) {
        return RESULT_NOT_HOMED;
    }
    bool down = asked.direction == JOG_DIRECTION_DOWN;
    if (!platen_has_room(down)) {
        return RESULT_ALREADY_THERE;
    }
    motion_begin_jog(down, asked.travel_ms, sequence);
    return RESULT_OK;
}

static uint8_t refusal_to_turn(uint32_t turn_id) {
    uint8_t refused = refusal();
    if (refused != RESULT_OK) {
        return refused;
    }
    if (!FITTED(TURNER)) {
        return RESULT_NOT_FITTED;
    }
    if (turn_id == 0 || turn_id == MAX_TURN_ID) {
        return RESULT_OUT_OF_RANGE;
    }
    if (!homed()) {
        return RESULT_NOT_HOMED;
    }
    return platen_position() == PLATEN_POSITION_UP ? RESULT_OK : RESULT_PLATEN_NOT_UP;
}

static uint8_t turn_page(const uint8_t *payload, uint8_t sequence, struct turn_report_layout *report) {
    uint32_t turn_id;
    memcpy(&turn_id, payload, sizeof turn_id);
    if (turn_find(turn_id, report)) {
        return RESULT_OK;
    }
    uint8_t refused = refusal_to_turn(turn_id);
    if (refused != RESULT_OK) {
        return refused;
    }
    if (!turn_began(turn_id)) {
        return RESULT_STORE_FAILED;
    }
    (void)turn_find(turn_id, report);
    motion_begin_turn(turn_id, sequence);
    return RESULT_OK;
}

static uint8_t set_output(const uint8_t *payload) {
    struct set_output_layout asked;
    memcpy(&asked, payload, sizeof asked);
    if (asked.output == OUTPUT_LAMPS) {
        if (!FITTED(LAMPS)) {
            return RESULT_NOT_FITTED;
        }
    } else {
        uint8_t refused = refusal();
        if (refused != RESULT_OK) {
            return refused;
        }
        if (!FITTED(TURNER)) {
            return RESULT_NOT_FITTED;
        }
    }
    output_switch(asked.output, asked.value);
    return RESULT_OK;
}

static uint8_t set_parameter(const uint8_t *payload, struct parameter_report_layout *report) {
    struct set_parameter_layout asked;
    memcpy(&asked, payload, sizeof asked);
    if (motion.kind != MOTION_NONE) {
        return RESULT_BUSY;
    }
    if (!parameter_set(asked.parameter, asked.value)) {
        return RESULT_OUT_OF_RANGE;
    }
    parameter_report(asked.parameter, report);
    return RESULT_OK;
}

static uint8_t release(void) {
    if (latches.stop_pressed || latches.pinched) {
        return RESULT_STILL_PRESSED;
    }
    if (motion.kind != MOTION_NONE) {
        return RESULT_BUSY;
    }
    if (latches.stop_latched || latches.fault != FAULT_REASON_NONE) {
        forget_home();
    }
    latches.stop_latched = false;
    latches.fault = FAULT_REASON_NONE;
    return RESULT_OK;
}

uint8_t machine_carry_out(uint8_t id, const uint8_t *payload, uint8_t sequence, uint8_t *reply) {
    union {
        struct turn_report_layout turn;
        struct parameter_report_layout parameter;
        struct output_report_layout output;
    } report;
    uint8_t size = 0;
    uint8_t result = RESULT_OK;
    switch (id) {
    case COMMAND_ID_HOME:
        result = home(sequence);
        break;
    case COMMAND_ID_LOWER_PLATEN:
    case COMMAND_ID_RAISE_PLATEN:
        result = move_platen(id == COMMAND_ID_LOWER_PLATEN, sequence);
        break;
    case COMMAND_ID_JOG_PLATEN:
        result = jog(payload, sequence);
        break;
    case COMMAND_ID_TURN_PAGE:
        result = turn_page(payload, sequence, &report.turn);
        size = sizeof report.turn;
        break;
    case COMMAND_ID_ASK_TURN: {
        uint32_t turn_id;
        memcpy(&turn_id, payload, sizeof turn_id);
        (void)turn_find(turn_id, &report.turn);
        size = sizeof report.turn;
        break;
    }
    case COMMAND_ID_SET_OUTPUT:
        result = set_output(payload);
        break;
    case COMMAND_ID_ASK_OUTPUT:
        output_report(payload[0], &report.output);
        size = sizeof report.output;
        break;
    case COMMAND_ID_GIVE_CUE:
        cue_begin(payload[0]);
        break;
    case COMMAND_ID_RELEASE:
        result = release();
        break;
    case COMMAND_ID_ASK_PARAMETER:
        parameter_report(payload[0], &report.parameter);
        size = sizeof report.parameter;
        break;
    case COMMAND_ID_SET_PARAMETER:
        result = set_parameter(payload, &report.parameter);
        size = sizeof report.parameter;
        break;
    default:
        result = RESULT_UNKNOWN_COMMAND;
        break;
    }
    reply[0] = result;
    if (result != RESULT_OK || size == 0) {
        return 1;
    }
    memcpy(reply + 1, &report, size);
    return (uint8_t)(1 + size);
}
