#include "travel.h"

enum { PLATEN_MOST_HZ = 10000, ARM_MOST_HZ = 4000, MS_PER_S = 1000 };

static int16_t at[2];
static bool counting[2];
static bool going_away[2];

/* Steps in `ms` when cruising at `hz`: ramps begin and end at START_HZ, and each costs what it is slower. */
static uint32_t steps_within(uint16_t ms, uint16_t hz) {
    uint32_t cruised = (uint32_t)hz * ms / MS_PER_S;
    if (hz <= START_HZ) {
        return cruised;
    }
    uint32_t faster = (uint32_t)hz - START_HZ;
    uint32_t lost = faster * faster / RAMP_HZ_PER_S;
    return cruised > lost ? cruised - lost : 0;
}

uint16_t rate_for(uint16_t steps, uint16_t allotted_ms, uint16_t most_hz) {
    uint32_t reachable = START_HZ + RAMP_HZ_PER_S / 2 * allotted_ms / MS_PER_S;
    uint16_t high = reachable < most_hz ? (uint16_t)reachable : most_hz;
    uint16_t low = 20;
    if (steps_within(allotted_ms, high) < steps) {
        return most_hz;
    }
    while (low < high) {
        uint16_t middle = (uint16_t)((low + high) / 2);
        if (steps_within(allotted_ms, middle) < steps) {
            low = (uint16_t)(middle + 1);
        } else {
            high = middle;
        }
    }
    return low;
}

void travel_at(enum axis axis, int16_t target, uint16_t rate_hz, enum contact contact, bool until_closed,
               bool despite_pinch) {
    int16_t way = (int16_t)(target - at[axis]);
    struct train train = {
        .axis = axis,
        .away = way > 0,
        .despite_pinch = despite_pinch,
        .steps = (uint16_t)(way < 0 ? -way : way),
        .rate_hz = rate_hz,
        .contact = contact,
        .until_closed = until_closed,
    };
    if (train.steps == 0 || (contact != CONTACT_NONE && contact_closed(contact) == until_closed)) {
        return;
    }
    counting[axis] = true;
    going_away[axis] = train.away;
    train_begin(&train);
}

void travel_to(enum axis axis, int16_t target, uint16_t allotted_ms, enum contact contact, bool until_closed) {
    int16_t way = (int16_t)(target - at[axis]);
    uint16_t steps = (uint16_t)(way < 0 ? -way : way);
    uint16_t most_hz = axis == AXIS_PLATEN ? PLATEN_MOST_HZ : ARM_MOST_HZ;
    travel_at(axis, target, rate_for(steps, allotted_ms, most_hz), contact, until_closed, false);
}

bool travel_ended(enum axis axis) {
    if (train_runs()) {
        return false;
    }
    if (counting[axis]) {
        int16_t taken = (int16_t)train_steps_taken();
        counting[axis] = false;
        at[axis] = (int16_t)(at[axis] + (going_away[axis] ? taken : -taken));
    }
    return true;
}

int16_t axis_at(enum axis axis) { return at[axis]; }

void axis_is_at(enum axis axis, int16_t steps) {
    counting[axis] = false;
    at[axis] = steps;
}
