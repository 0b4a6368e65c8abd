/* Turning a leaf, as a table: draw it to the arm, lift and dip so that a second leaf falls off, carry it over, let go,
 * come back. A row ends when its share of TURN_MS is over and the arm has arrived; then its check is made. */
#include "turner.h"

#include "hardware.h"
#include "motions.h"
#include "options.h"
#include "outputs.h"
#include "store.h"
#include "travel.h"

enum check { CHECK_NOTHING, CHECK_HELD, CHECK_LEFT_HOME, CHECK_COUNTED, CHECK_HOME_AGAIN };

struct row {
    uint8_t share;   /* of TURN_MS, in per cent */
    uint8_t arm;     /* where the arm goes, in per cent of its travel */
    uint8_t vacuum;
    uint8_t blower;
    enum check check;
};

static const struct row rows[] = {
    {20, 0, 255, 0, CHECK_HELD},          /* draw */
    {5, 10, 255, 255, CHECK_NOTHING},     /* lift */
    {4, 4, 255, 255, CHECK_NOTHING},      /* dip: the second leaf is shed */
    {6, 14, 255, 255, CHECK_LEFT_HOME},   /* lift again */
    {40, 100, 255, 0, CHECK_COUNTED},     /* carry */
    {5, 100, 0, 0, CHECK_NOTHING},        /* let go */
    {20, 0, 0, 0, CHECK_HOME_AGAIN},      /* return */
};
#define VACUUM_PATIENCE_US UINT32_C(150000)
enum { ROWS = sizeof rows / sizeof rows[0], BEYOND_HOME_STEPS = 24 };

static uint16_t most_read; /* of the leaf counter, while the leaf was carried */

static uint16_t length_ms(const struct row *row) {
    return (uint16_t)((uint32_t)parameter_value(PARAMETER_ID_TURN_MS) * row->share / 100);
}

static void begin_row(const struct row *row) {
    int16_t travel = (int16_t)parameter_value(PARAMETER_ID_ARM_TRAVEL_STEPS);
    int16_t target = (int16_t)((int32_t)travel * row->arm / 100);
    enum contact contact = CONTACT_NONE;
    if (row->check == CHECK_HOME_AGAIN) {
        target = -BEYOND_HOME_STEPS;
        contact = CONTACT_ARM_HOME;
    }
    output_switch(OUTPUT_VACUUM, row->vacuum);
    output_switch(OUTPUT_BLOWER, row->blower);
    most_read = 0;
    motion.stage_us = clock_us();
    travel_to(AXIS_ARM, target, length_ms(row), contact, true);
}

static bool is_held(void) {
    return !FITTED(VACUUM_SENSOR) || sensor_reading(SENSOR_VACUUM) >= parameter_value(PARAMETER_ID_VACUUM_LEAST);
}

static uint8_t leaves_counted(void) {
    if (most_read >= parameter_value(PARAMETER_ID_LEAF_TWO_LEAST)) {
        return 2;
    }
    return most_read >= parameter_value(PARAMETER_ID_LEAF_ONE_LEAST) ? 1 : 0;
}

static uint8_t check_row(enum check check) {
    switch (check) {
    case CHECK_HELD:
        return is_held() ? FAULT_REASON_NONE : FAULT_REASON_VACUUM_NOT_REACHED;
    case CHECK_LEFT_HOME:
        return contact_closed(CONTACT_ARM_HOME) ? FAULT_REASON_JAM_TURNER : FAULT_REASON_NONE;
    case CHECK_COUNTED:
        if (FITTED(LEAF_SENSOR)) {
            motion.leaves = leaves_counted();
        }
        return FAULT_REASON_NONE;
    case CHECK_HOME_AGAIN:
        if (!contact_closed(CONTACT_ARM_HOME)) {
            return FAULT_REASON_JAM_TURNER;
        }
        axis_is_at(AXIS_ARM, 0);
        if (motion.leaves == 0) {
            return FAULT_REASON_NO_LEAF;
        }
        return motion.leaves == 2 ? FAULT_REASON_TWO_LEAVES : FAULT_REASON_NONE;
    default:
        return FAULT_REASON_NONE;
    }
}

/* The vacuum builds up while the leaf is drawn; the row may last a little longer for it where TURN_MS is short. */
static bool row_is_over(const struct row *row) {
    uint32_t lasted_us = clock_us() - motion.stage_us;
    if (lasted_us < UINT32_C(1000) * length_ms(row)) {
        return false;
    }
    return row->check != CHECK_HELD || is_held() || lasted_us >= VACUUM_PATIENCE_US;
}

uint8_t turner_advance(void) {
    while (motion.stage < 2 * ROWS) {
        const struct row *row = &rows[motion.stage / 2];
        if (motion.stage % 2 == 0) {
            begin_row(row);
            motion.stage++;
            continue;
        }
        uint16_t reading = sensor_reading(SENSOR_LEAF);
        most_read = reading > most_read ? reading : most_read;
        if (!travel_ended(AXIS_ARM) || !row_is_over(row)) {
            return MOTION_RUNS;
        }
        uint8_t met = check_row(row->check);
        if (met != FAULT_REASON_NONE) {
            return met;
        }
        motion.stage++;
    }
    return MOTION_ARRIVED;
}
