#include "motions.h"

#include "hardware.h"
#include "homing.h"
#include "store.h"
#include "travel.h"
#include "turner.h"

enum { CREEP_HZ = 500, REVERSE_EXTRA_STEPS = 200 };
enum { STAGE_BEGIN, STAGE_TRAVEL, STAGE_CREEP, STAGE_REST };

struct motion motion;

static uint8_t place;
static bool home_known;
static int16_t jog_target;
static uint16_t allotted_ms;

uint8_t platen_position(void) { return place; }
bool homed(void) { return home_known; }

static void power_as_needed(void) { motors_power(motion.kind != MOTION_NONE || home_known); }

void forget_home(void) {
    home_known = false;
    power_as_needed();
}

static int16_t platen_travel(void) { return (int16_t)parameter_value(PARAMETER_ID_PLATEN_TRAVEL_STEPS); }

/* Half a millisecond of travel is no room: a jog of many small ones ends at the end. */
static int16_t slack(void) {
    uint16_t travel_ms = parameter_value(PARAMETER_ID_PLATEN_TRAVEL_MS);
    return travel_ms == 0 ? 0 : (int16_t)(platen_travel() / travel_ms / 2);
}

bool platen_has_room(bool down) {
    if (down) {
        return place != PLATEN_POSITION_DOWN && axis_at(AXIS_PLATEN) + slack() < platen_travel();
    }
    return place != PLATEN_POSITION_UP && axis_at(AXIS_PLATEN) > slack();
}

/* ---------------------------------------------------------------------------------------------------- beginning */

static void begin(uint8_t kind, uint8_t command_sequence) {
    motion.kind = kind;
    motion.command_sequence = command_sequence;
    motion.stage = STAGE_BEGIN;
    motion.leaves = LEAVES_NOT_COUNTED;
    motion.turn_id = 0;
    motion.began_us = motion.stage_us = clock_us();
    if (kind != MOTION_TURN) {
        place = PLATEN_POSITION_MOVING;
    }
    power_as_needed();
}

void motion_begin(uint8_t kind, uint8_t command_sequence) {
    allotted_ms = parameter_value(PARAMETER_ID_PLATEN_TRAVEL_MS);
    begin(kind, command_sequence);
}

void motion_begin_jog(bool down, uint16_t travel_ms, uint8_t command_sequence) {
    uint16_t whole_ms = parameter_value(PARAMETER_ID_PLATEN_TRAVEL_MS);
    int16_t travel = platen_travel();
    int32_t way = whole_ms == 0 ? travel : (int32_t)travel * travel_ms / whole_ms;
    int32_t target = axis_at(AXIS_PLATEN) + (down ? way : -way);
    if (target + slack() >= travel) {
        target = travel;
    } else if (target <= slack()) {
        target = 0;
    }
    jog_target = (int16_t)target;
    int32_t left = jog_target - axis_at(AXIS_PLATEN);
    allotted_ms = (uint16_t)((left < 0 ? -left : left) * whole_ms / travel);
    begin(MOTION_JOG, command_sequence);
}

void motion_begin_turn(uint32_t turn_id, uint8_t command_sequence) {
    begin(MOTION_TURN, command_sequence);
    motion.turn_id = turn_id;
}

void motion_cut(void) {
    train_stop();
    if (motion.kind == MOTION_NONE) {
        return;
    }
    if (motion.kind != MOTION_TURN) {
        place = PLATEN_POSITION_UNKNOWN;
    }
    /* Count what was done, so that backing off knows about how far it is. */
    (void)travel_ended(AXIS_PLATEN);
    (void)travel_ended(AXIS_ARM);
    motion.kind = MOTION_NONE;
    home_known = false;
    power_as_needed();
}

/* ------------------------------------------------------------------------------------------------------ platen */

static bool lasted(uint32_t since_us, uint32_t ms) { return clock_us() - since_us >= ms * 1000; }

/* To an end of the travel: there at the asked pace, and slowly on until the switch closes, or it has jammed. */
static uint8_t go_to_end(bool down, uint16_t rest_ms) {
    enum contact contact = down ? CONTACT_PLATEN_LIMIT : CONTACT_PLATEN_HOME;
    int16_t travel = platen_travel();
    int16_t end = down ? travel : 0;
    int16_t margin = (int16_t)(travel / 32 + 16);
    switch (motion.stage) {
    case STAGE_BEGIN:
        travel_to(AXIS_PLATEN, end, allotted_ms, contact, true);
        motion.stage = STAGE_TRAVEL;
        break;
    case STAGE_TRAVEL:
        if (travel_ended(AXIS_PLATEN)) {
            travel_at(AXIS_PLATEN, (int16_t)(down ? end + margin : end - margin), CREEP_HZ, contact, true, false);
            motion.stage = STAGE_CREEP;
        }
        break;
    case STAGE_CREEP:
        if (!travel_ended(AXIS_PLATEN)) {
            break;
        }
        if (!contact_closed(contact)) {
            return FAULT_REASON_JAM_PLATEN;
        }
        if (!down) {
            axis_is_at(AXIS_PLATEN, 0);
        }
        if (lasted(motion.began_us, allotted_ms)) {
            motion.stage_us = clock_us();
            motion.stage = STAGE_REST;
        }
        break;
    default:
        if (lasted(motion.stage_us, rest_ms)) {
            place = down ? PLATEN_POSITION_DOWN : PLATEN_POSITION_UP;
            return MOTION_ARRIVED;
        }
        break;
    }
    return MOTION_RUNS;
}

static uint8_t jog(void) {
    bool down = jog_target > axis_at(AXIS_PLATEN);
    if (motion.stage == STAGE_BEGIN) {
        enum contact contact = down ? CONTACT_PLATEN_LIMIT : CONTACT_PLATEN_HOME;
        travel_to(AXIS_PLATEN, jog_target, allotted_ms, contact, true);
        motion.stage = STAGE_TRAVEL;
    } else if (travel_ended(AXIS_PLATEN) && lasted(motion.began_us, allotted_ms)) {
        bool at_top = jog_target == 0 || contact_closed(CONTACT_PLATEN_HOME);
        bool at_bottom = jog_target == platen_travel() || contact_closed(CONTACT_PLATEN_LIMIT);
        place = at_top ? PLATEN_POSITION_UP : at_bottom ? PLATEN_POSITION_DOWN : PLATEN_POSITION_UNKNOWN;
        return MOTION_ARRIVED;
    }
    return MOTION_RUNS;
}

static uint8_t reverse(void) {
    if (motion.stage == STAGE_BEGIN) {
        uint16_t rate = rate_for((uint16_t)platen_travel(), allotted_ms, 10000);
        travel_at(AXIS_PLATEN, -REVERSE_EXTRA_STEPS, rate, CONTACT_PLATEN_HOME, true, true);
        motion.stage = STAGE_TRAVEL;
    } else if (travel_ended(AXIS_PLATEN)) {
        place = contact_closed(CONTACT_PLATEN_HOME) ? PLATEN_POSITION_UP : PLATEN_POSITION_UNKNOWN;
        return MOTION_ARRIVED;
    }
    return MOTION_RUNS;
}

uint8_t motion_advance(void) {
    switch (motion.kind) {
    case MOTION_HOME:
        return homing_advance();
    case MOTION_LOWER:
        return go_to_end(true, parameter_value(PARAMETER_ID_PLATEN_SETTLE_MS));
    case MOTION_RAISE:
        return go_to_end(false, 0);
    case MOTION_JOG:
        return jog();
    case MOTION_REVERSE:
        return reverse();
    case MOTION_TURN:
        return turner_advance();
    default:
        return MOTION_RUNS;
    }
}

void motion_end(void) {
    if (motion.kind == MOTION_HOME) {
        home_known = true;
        place = PLATEN_POSITION_UP;
    } else if (motion.kind == MOTION_REVERSE) {
        home_known = false;
    }
    motion.kind = MOTION_NONE;
    power_as_needed();
}
