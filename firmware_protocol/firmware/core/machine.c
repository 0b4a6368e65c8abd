#include "machine.h"

#include <string.h>

#include "cues.h"
#include "hardware.h"
#include "link.h"
#include "motions.h"
#include "options.h"
#include "outputs.h"
#include "store.h"

struct latches latches;

void machine_begin(void) {
    uint32_t at_us;
    memset(&latches, 0, sizeof latches);
    latches.stop_pressed = FITTED(STOP_BUTTON) && guard_active(GUARD_STOP, &at_us);
    latches.stop_latched = latches.stop_pressed;
    latches.lid_open = FITTED(LID_SWITCH) && guard_active(GUARD_LID, &at_us);
    latches.pinched = FITTED(PINCH_SENSOR) && guard_active(GUARD_PINCH, &at_us);
}

/* --------------------------------------------------------------------------------------------------- what it is */

void machine_state(struct controller_state_layout *state) {
    uint16_t flags = 0;
    flags |= homed() ? STATE_FLAG_HOMED : 0;
    flags |= motion.kind != MOTION_NONE ? STATE_FLAG_MOVING : 0;
    flags |= motion.kind == MOTION_TURN ? STATE_FLAG_TURNING : 0;
    flags |= latches.stop_latched ? STATE_FLAG_STOP_LATCHED : 0;
    flags |= latches.stop_pressed ? STATE_FLAG_STOP_PRESSED : 0;
    flags |= latches.lid_open ? STATE_FLAG_LID_OPEN : 0;
    flags |= latches.pinched ? STATE_FLAG_PINCHED : 0;
    flags |= link_dropped_events() ? STATE_FLAG_EVENTS_DROPPED : 0;
    state->flags = flags;
    state->platen = platen_position();
    state->fault = latches.fault;
    state->lamps = output_value(OUTPUT_LAMPS);
}

void machine_describe(struct welcome_layout *welcome) {
    struct controller_state_layout state;
    machine_state(&state);
    memset(welcome, 0, sizeof *welcome);
    welcome->protocol_major = PROTOCOL_MAJOR;
    welcome->protocol_minor = PROTOCOL_MINOR;
    welcome->firmware_major = FIRMWARE_MAJOR;
    welcome->firmware_minor = FIRMWARE_MINOR;
    welcome->firmware_patch = FIRMWARE_PATCH;
    welcome->options = OPTIONS;
    welcome->boot_count = link_boot_count();
    welcome->reset_cause = link_reset_cause();
    welcome->window = WINDOW;
    welcome->event_queue = EVENT_QUEUE;
    welcome->turn_slots = TURN_RING_SLOTS;
    welcome->dead_man_ms = parameter_value(PARAMETER_ID_DEAD_MAN_MS);
    welcome->uptime_us = clock_us();
    memcpy((uint8_t *)welcome + sizeof *welcome - sizeof state, &state, sizeof state);
}

/* -------------------------------------------------------------------------------------------------- what stops it */

static void close_turn(const struct motion *turn, uint8_t state, uint8_t reason) {
    struct turn_ended_layout told = {turn->turn_id, state, reason, turn->leaves, clock_us()};
    turn_ended(state, reason, turn->leaves);
    link_tell(EVENT_ID_TURN_ENDED, &told, sizeof told);
}

static uint8_t turn_state_after(uint8_t reason) {
    switch (reason) {
    case FAULT_REASON_VACUUM_NOT_REACHED:
    case FAULT_REASON_NO_LEAF:
    case FAULT_REASON_TWO_LEAVES:
    case FAULT_REASON_JAM_TURNER:
        return TURN_STATE_FAILED;
    default:
        return TURN_STATE_INTERRUPTED;
    }
}

static void halt(uint8_t reason) {
    struct motion cut = motion;
    motion_cut();
    outputs_make_safe();
    if (cut.kind == MOTION_TURN) {
        close_turn(&cut, turn_state_after(reason), reason);
    }
}

static void fault(uint8_t reason, uint16_t detail) {
    uint8_t kind = motion.kind;
    halt(reason);
    if (latches.fault == FAULT_REASON_NONE) {
        struct fault_latched_layout told = {reason, detail, clock_us()};
        latches.fault = reason;
        link_tell(EVENT_ID_FAULT_LATCHED, &told, sizeof told);
    }
    if (reason == FAULT_REASON_PINCH && kind != MOTION_TURN && kind != MOTION_NONE) {
        motion_begin(MOTION_REVERSE, 0);
    }
}

static void stop(uint8_t source, uint32_t at_us) {
    bool first = !latches.stop_latched;
    latches.stop_latched = true;
    halt(FAULT_REASON_EMERGENCY_STOP);
    if (first || source == STOP_SOURCE_BUTTON) {
        struct stop_changed_layout told = {1, source, at_us};
        link_tell(EVENT_ID_STOP_CHANGED, &told, sizeof told);
    }
}

void machine_stop_by_host(void) { stop(STOP_SOURCE_HOST, clock_us()); }

void machine_host_came(void) { motion.command_sequence = 0; }

void machine_host_lost(void) {
    if (motion.kind != MOTION_NONE || outputs_blow()) {
        fault(FAULT_REASON_HOST_LOST, 0);
    }
    outputs_make_safe();
    link_close_session();
}

/* ------------------------------------------------------------------------------------------------ what it watches */

static void watch_stop(void) {
    uint32_t at_us;
    if (!FITTED(STOP_BUTTON)) {
        return;
    }
    bool pressed = guard_active(GUARD_STOP, &at_us);
    if (pressed == latches.stop_pressed) {
        return;
    }
    latches.stop_pressed = pressed;
    if (pressed) {
        stop(STOP_SOURCE_BUTTON, at_us);
    } else {
        struct stop_changed_layout told = {0, STOP_SOURCE_BUTTON, at_us};
        link_tell(EVENT_ID_STOP_CHANGED, &told, sizeof told);
    }
}

static bool input_changed(enum guard guard, uint8_t input, bool *known) {
    uint32_t at_us;
    bool active = guard_active(guard, &at_us);
    if (active == *known) {
        return false;
    }
    struct input_changed_layout told = {input, active, at_us};
    *known = active;
    link_tell(EVENT_ID_INPUT_CHANGED, &told, sizeof told);
    return true;
}

static void watch_inputs(void) {
    if (FITTED(LID_SWITCH) && input_changed(GUARD_LID, INPUT_LID, &latches.lid_open)) {
        if (latches.lid_open && motion.kind != MOTION_NONE) {
            fault(FAULT_REASON_LID_OPENED, 0);
        }
    }
    if (FITTED(PINCH_SENSOR) && input_changed(GUARD_PINCH, INPUT_PINCH, &latches.pinched)) {
        if (latches.pinched && motion.kind != MOTION_NONE && motion.kind != MOTION_REVERSE) {
            fault(FAULT_REASON_PINCH, 0);
        }
    }
}

static void watch_pedal(void) {
    if (!FITTED(PEDAL)) {
        return;
    }
    for (uint8_t which = SWITCH_FIRE; which <= SWITCH_PAUSE; which++) {
        struct pedal_down_layout told = {which, 0};
        uint32_t at_us;
        if (pedal_pressed(which, &at_us)) {
            told.at_us = at_us;
            link_tell(EVENT_ID_PEDAL_DOWN, &told, sizeof told);
        }
    }
}

static void watch_outputs(void) {
    uint8_t overdue = output_overdue();
    if (overdue != OUTPUT_COUNT) {
        fault(FAULT_REASON_OUTPUT_TOO_LONG, overdue);
    }
}

static void watch_host(void) {
    uint32_t patience_us = UINT32_C(1000) * parameter_value(PARAMETER_ID_DEAD_MAN_MS);
    if (link_session_open() && clock_us() - link_last_heard_us() >= patience_us) {
        machine_host_lost();
    }
}

/* -------------------------------------------------------------------------------------------------------- motion */

static void tell_arrival(const struct motion *arrived) {
    if (arrived->kind == MOTION_TURN) {
        close_turn(arrived, TURN_STATE_DONE, FAULT_REASON_NONE);
    } else if (arrived->kind == MOTION_HOME) {
        struct homed_layout told = {arrived->command_sequence, clock_us()};
        link_tell(EVENT_ID_HOMED, &told, sizeof told);
    } else {
        struct platen_settled_layout told = {arrived->command_sequence, platen_position(), clock_us()};
        link_tell(EVENT_ID_PLATEN_SETTLED, &told, sizeof told);
    }
}

static void run_motion(void) {
    /* A guard that has stopped the motors has not been looked at yet: that a train ended means nothing now. */
    if (motion.kind == MOTION_NONE || (!train_runs() && guard_unseen())) {
        return;
    }
    uint8_t outcome = motion_advance();
    if (outcome == MOTION_ARRIVED) {
        struct motion arrived = motion;
        motion_end();
        tell_arrival(&arrived);
    } else if (outcome != MOTION_RUNS) {
        fault(outcome, 0);
    }
}

void machine_advance(void) {
    watch_stop();
    watch_inputs();
    watch_pedal();
    watch_outputs();
    watch_host();
    run_motion();
    cue_advance();
}
