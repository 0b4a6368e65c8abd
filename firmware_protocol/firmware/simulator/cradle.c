#include "cradle.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "chip.h"

enum {
    PLATEN_LIMIT_FROM = PLATEN_TRAVEL - 10,
    BEYOND = 60,        /* a motor stalls at the end of its rail */
    SWITCH_PLAY = 4,
    LOWER_IS_MEANT = 200, /* so many steps down are no backing off from the switch */
    JAM_AFTER = 200,
    STILL_US = 4000, /* longer than a slow step */
    TRAIN_OVER_US = 30000,
    PINCH_PERCENT = 40,
    PINCH_FREED_STEPS = 300,
    OVER_PERCENT = 95,
    FALLS_BACK_BELOW_PERCENT = 50,
    VACUUM_MV = 3000,
    NO_VACUUM_MV = 400,
    VACUUM_MV_PER_LOOK = 60,
};

enum fault { PINCH, JAM_PLATEN, HOME_NOT_FOUND, JAM_TURNER, VACUUM_NOT_REACHED, NO_LEAF, TWO_LEAVES, FAULTS };
static const char *const fault_names[FAULTS] = {"pinch",      "jam_platen",         "home_not_found", "jam_turner",
                                                "vacuum_not_reached", "no_leaf", "two_leaves"};

static cradle_witness *tell;
static unsigned waiting[FAULTS];
static int platen_at, arm_at;
static int same_way; /* steps of the platen in one direction, negative upwards */
static bool platen_stuck, arm_stuck, home_blind, pinched_by_book;
static int pinched_at;
static bool hand_pinches;
static uint64_t last_platen_cycle;
static uint64_t last_step_cycle;
static unsigned long steps_made;
static enum { PLATEN_RESTS, PLATEN_MOVES } platen_state;
static bool arm_high, platen_high;
static bool sucks;
static bool leaf_drawn; /* this vacuum has had its leaf */
static int held;        /* leaves on the arm */
static uint32_t vacuum_mv;
static bool sealed;
static uint8_t outputs[3];
static bool cue_on;
static bool traced;

static bool take(enum fault fault) {
    if (waiting[fault] == 0) {
        return false;
    }
    waiting[fault]--;
    return true;
}

static void show_pinch(void) { chip_pin('D', 3, hand_pinches || pinched_by_book); }

static void show_switches(void) {
    static bool home_closed, arm_closed;
    home_closed = platen_at <= (home_closed ? SWITCH_PLAY : 0);
    arm_closed = arm_at <= (arm_closed ? SWITCH_PLAY : 0);
    chip_pin('B', 4, !(home_closed && !home_blind));
    chip_pin('C', 0, platen_at < PLATEN_LIMIT_FROM);
    chip_pin('C', 1, !arm_closed);
}

/* ---------------------------------------------------------------------------------------------------------- leaves */

static void leaf_goes_over(void) {
    if (held > 0) {
        tell("leaf %d", held);
    }
    held = 0;
}

static void arm_moved(void) {
    if (sucks && !leaf_drawn && arm_at > 2) {
        leaf_drawn = true;
        held = take(NO_LEAF) || !sealed ? 0 : take(TWO_LEAVES) ? 2 : 1;
    }
    if (arm_at * 100 >= ARM_TRAVEL * OVER_PERCENT) {
        leaf_goes_over();
    }
}

static void vacuum_changed(bool on) {
    sucks = on;
    if (on) {
        leaf_drawn = false;
        arm_stuck = take(JAM_TURNER);
        sealed = !take(VACUUM_NOT_REACHED);
        tell("began turn");
        return;
    }
    arm_stuck = false;
    if (arm_at * 100 >= ARM_TRAVEL * FALLS_BACK_BELOW_PERCENT) {
        leaf_goes_over();
    }
    held = 0;
}

static void show_sensors(void) {
    static const uint32_t thickness_mv[] = {200, 2000, 4000};
    uint32_t wanted = sucks ? (sealed ? VACUUM_MV : NO_VACUUM_MV) : 0;
    if (vacuum_mv < wanted) {
        vacuum_mv = vacuum_mv + VACUUM_MV_PER_LOOK < wanted ? vacuum_mv + VACUUM_MV_PER_LOOK : wanted;
    } else {
        vacuum_mv = wanted;
    }
    bool at_sensor = arm_at > ARM_TRAVEL / 10 && arm_at < ARM_TRAVEL * 9 / 10;
    chip_millivolts(5, vacuum_mv);
    chip_millivolts(4, thickness_mv[at_sensor ? held : 0]);
}

/* ----------------------------------------------------------------------------------------------------------- platen */

static void platen_moved(bool down) {
    same_way = down ? (same_way > 0 ? same_way + 1 : 1) : (same_way < 0 ? same_way - 1 : -1);
    if (platen_state == PLATEN_RESTS) {
        platen_state = PLATEN_MOVES;
        tell("platen moving");
    }
    if (same_way == LOWER_IS_MEANT) {
        tell("began lower");
    } else if (same_way == -LOWER_IS_MEANT) {
        tell("began raise");
    }
    if (abs(same_way) > JAM_AFTER && !platen_stuck) {
        platen_stuck = take(JAM_PLATEN);
    }
    if (!platen_stuck && platen_at + (down ? 1 : -1) >= -BEYOND && platen_at + (down ? 1 : -1) <= PLATEN_TRAVEL + BEYOND) {
        platen_at += down ? 1 : -1;
    }
    if (down && platen_at * 100 >= PLATEN_TRAVEL * PINCH_PERCENT && !pinched_by_book && take(PINCH)) {
        pinched_by_book = true;
        pinched_at = platen_at;
        show_pinch();
    } else if (pinched_by_book && platen_at < pinched_at - PINCH_FREED_STEPS) {
        pinched_by_book = false;
        show_pinch();
    }
    last_platen_cycle = chip_cycle();
}

static void platen_rests(void) {
    uint64_t still_us = (chip_cycle() - last_platen_cycle) / CYCLES_PER_US;
    if (platen_state == PLATEN_MOVES && still_us >= STILL_US) {
        platen_state = PLATEN_RESTS;
        bool down = platen_at >= PLATEN_LIMIT_FROM;
        tell("platen %s", down ? "down" : platen_at <= SWITCH_PLAY ? "up" : "between");
    }
    if (still_us >= TRAIN_OVER_US) {
        platen_stuck = false;
        same_way = 0;
        if (home_blind && platen_at <= -BEYOND) {
            home_blind = false;
            show_switches();
        }
    }
}

/* ------------------------------------------------------------------------------------------------------- the chip */

void cradle_stepped(bool arm, bool high) {
    bool *level = arm ? &arm_high : &platen_high;
    bool rises = high && !*level;
    *level = high;
    if (!rises || !chip_drives_low('D', 7)) {
        return;
    }
    bool away = chip_drives_high('B', 0);
    steps_made++;
    last_step_cycle = chip_cycle();
    if (traced) {
        tell("step %s %s", arm ? "arm" : "platen", away ? "away" : "home");
    }
    if (arm) {
        int next = arm_at + (away ? 1 : -1);
        if (!arm_stuck && next >= -BEYOND && next <= ARM_TRAVEL + BEYOND) {
            arm_at = next;
        }
        arm_moved();
    } else {
        platen_moved(away);
    }
    show_switches();
}

void cradle_looked(void) {
    static const char *const names[] = {"vacuum", "blower", "lamps"};
    for (int i = 0; i < 3; i++) {
        uint8_t value = chip_pwm(i);
        if (value != outputs[i]) {
            bool switched = (value != 0) != (outputs[i] != 0);
            outputs[i] = value;
            tell("output %s %d", names[i], value);
            if (i == 0 && switched) {
                vacuum_changed(value != 0);
            }
        }
    }
    if (chip_drives_high('B', 5) != cue_on) {
        cue_on = !cue_on;
        tell("cue %d", cue_on);
    }
    platen_rests();
    show_sensors();
}

bool cradle_inject(const char *fault) {
    for (int i = 0; i < FAULTS; i++) {
        if (strcmp(fault, fault_names[i]) == 0) {
            if (i == HOME_NOT_FOUND) {
                home_blind = true;
                show_switches();
            } else {
                waiting[i]++;
            }
            return true;
        }
    }
    return false;
}

bool cradle_hand(const char *part, bool active) {
    if (strcmp(part, "stop") == 0) {
        chip_pin('D', 2, active);
    } else if (strcmp(part, "pinch") == 0) {
        hand_pinches = active;
        show_pinch();
    } else if (strcmp(part, "lid") == 0) {
        chip_pin('D', 4, active);
    } else if (strcmp(part, "fire") == 0) {
        chip_pin('C', 3, !active);
    } else if (strcmp(part, "re_shoot") == 0) {
        chip_millivolts(2, active ? 0 : 5000);
    } else if (strcmp(part, "pause") == 0) {
        chip_millivolts(2, active ? 2500 : 5000);
    } else {
        return false;
    }
    return true;
}

void cradle_trace(bool on) { traced = on; }

void cradle_axes(void) {
    tell("axes %d %d %lu %llu", platen_at, arm_at, steps_made, (unsigned long long)last_step_cycle);
}

void cradle_begin(cradle_witness *witness) {
    tell = witness;
    platen_at = 600; /* nobody knows where it is */
    arm_at = 60;
    show_pinch();
    show_switches();
    chip_pin('D', 2, false);
    chip_pin('D', 4, false);
    chip_pin('C', 3, true);
    chip_millivolts(2, 5000);
    show_sensors();
}
