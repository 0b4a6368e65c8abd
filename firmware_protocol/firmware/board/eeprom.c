#include <avr/eeprom.h>

#include "../core/hardware.h"

uint8_t eeprom_get(uint16_t at) { return eeprom_read_byte((const uint8_t *)at); }

void eeprom_put(uint16_t at, uint8_t value) { eeprom_update_byte((uint8_t *)at, value); }
