/* What moves: homing, the platen's travels, the turn of a leaf. One thing at a time. */
#ifndef BOOKCRADLE_MOTIONS_H
#define BOOKCRADLE_MOTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "../protocol.h"

enum motion_kind {
    MOTION_NONE,
    MOTION_HOME,
    MOTION_LOWER,
    MOTION_RAISE,
    MOTION_JOG,
    MOTION_REVERSE, /* away from what was pinched */
    MOTION_TURN,
};

struct motion {
    uint8_t kind;
    uint8_t command_sequence;
    uint8_t stage;
    uint8_t leaves;
    uint32_t turn_id;
    uint32_t began_us;
    uint32_t stage_us; /* when this stage began */
};

/* What a motion has come to: it runs, it has arrived, or it met the fault whose reason this is. */
enum { MOTION_RUNS = 0, MOTION_ARRIVED = 0xFF };

extern struct motion motion;

void motion_begin(uint8_t kind, uint8_t command_sequence);
void motion_begin_jog(bool down, uint16_t travel_ms, uint8_t command_sequence);
void motion_begin_turn(uint32_t turn_id, uint8_t command_sequence);
uint8_t motion_advance(void);
void motion_end(void); /* it has arrived */

/* Cut short what moves; where it stands is not known afterwards. */
void motion_cut(void);

/* Where the platen is: enum platen_position. MOVING while anything moves it. */
uint8_t platen_position(void);
bool homed(void);
void forget_home(void);

/* Whether the platen can still be jogged that way. */
bool platen_has_room(bool down);

#endif
