/* The pins of an Arduino Uno or Nano. README.md has the same as a wiring table; a test compares the outputs. */
#ifndef BOOKCRADLE_PINS_H
#define BOOKCRADLE_PINS_H

#include <avr/io.h>

/* Inputs with pull-ups. The guards are normally closed to ground: a broken wire stops. */
enum { PIN_STOP = PD2, PIN_PINCH = PD3, PIN_LID = PD4 };                  /* D2 D3 D4, high: trips */
enum { PIN_PLATEN_HOME = PB4 };                                           /* D12, low: closed */
enum { PIN_PLATEN_LIMIT = PC0, PIN_ARM_HOME = PC1, PIN_PEDAL_FIRE = PC3 }; /* A0 A1 A3, low: closed */

/* Analogue inputs. */
enum { CHANNEL_PANEL = 2, CHANNEL_LEAF = 4, CHANNEL_VACUUM = 5 }; /* A2 A4 A5 */

/* Outputs. The enable line of both drivers is low when on: a pull-up keeps them off through a reset. */
enum { PIN_BLOWER = PD5, PIN_VACUUM = PD6, PIN_ENABLE = PD7 };                                  /* D5 D6 D7 */
enum { PIN_DIRECTION = PB0, PIN_PLATEN_STEP = PB1, PIN_ARM_STEP = PB2, PIN_LAMPS = PB3, PIN_CUE = PB5 }; /* D8...D11 D13 */

#endif
