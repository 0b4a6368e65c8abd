/* Where things lie in the EEPROM. Changing this forgets what a builder's board holds. */
#ifndef BOOKCRADLE_STORE_MAP_H
#define BOOKCRADLE_STORE_MAP_H

enum {
    STORE_RING = 0,
    STORE_BOOTS = 896,
    STORE_SETTINGS = 912,
    STORE_END = 1024,
};

void turn_ring_begin(void);

#endif
