/* Homing: each axis goes towards its switch, off it again, and back slowly, so that home is the same place every time. */
#include "homing.h"

#include "motions.h"
#include "options.h"
#include "store.h"
#include "travel.h"

struct leg {
    enum axis axis;
    enum contact contact;
    bool away;
    bool slow;
    bool until_closed;
};

/* Backing off is short, so the way back is too: a switch that is not there is missed soon. */
enum { BACK_OFF_STEPS = 160, RETURN_STEPS = 240, SLOW_HZ = 400, ARM_HOMING_HZ = 1500 };

static const struct leg legs[] = {
    {AXIS_PLATEN, CONTACT_PLATEN_HOME, false, false, true}, {AXIS_PLATEN, CONTACT_PLATEN_HOME, true, true, false},
    {AXIS_PLATEN, CONTACT_PLATEN_HOME, false, true, true},  {AXIS_ARM, CONTACT_ARM_HOME, false, false, true},
    {AXIS_ARM, CONTACT_ARM_HOME, true, true, false},        {AXIS_ARM, CONTACT_ARM_HOME, false, true, true},
};
enum { LEGS = sizeof legs / sizeof legs[0] };

static bool is_fitted(enum axis axis) { return axis == AXIS_PLATEN ? FITTED(PLATEN) : FITTED(TURNER); }

static void begin_leg(const struct leg *leg) {
    bool platen = leg->axis == AXIS_PLATEN;
    uint16_t travel = parameter_value(platen ? PARAMETER_ID_PLATEN_TRAVEL_STEPS : PARAMETER_ID_ARM_TRAVEL_STEPS);
    int16_t reach = (int16_t)(leg->slow ? (leg->away ? BACK_OFF_STEPS : -RETURN_STEPS) : -(int16_t)(travel + travel / 16));
    uint16_t rate = SLOW_HZ;
    if (!leg->slow) {
        rate = platen ? rate_for(travel, parameter_value(PARAMETER_ID_HOME_MS), 10000) : ARM_HOMING_HZ;
    }
    axis_is_at(leg->axis, 0);
    travel_at(leg->axis, reach, rate, leg->contact, leg->until_closed, false);
}

uint8_t homing_advance(void) {
    while (motion.stage < 2 * LEGS) {
        const struct leg *leg = &legs[motion.stage / 2];
        bool begun = motion.stage % 2 != 0;
        if (!is_fitted(leg->axis)) {
            motion.stage = (uint8_t)(motion.stage + 2);
        } else if (!begun) {
            begin_leg(leg);
            motion.stage++;
        } else if (!travel_ended(leg->axis)) {
            return MOTION_RUNS;
        } else if (contact_closed(leg->contact) != leg->until_closed) {
            return FAULT_REASON_HOME_NOT_FOUND;
        } else {
            axis_is_at(leg->axis, 0);
            motion.stage++;
        }
    }
    return MOTION_ARRIVED;
}
