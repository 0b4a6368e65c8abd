#include "store.h"

#include "frames.h"
#include "hardware.h"
#include "store_map.h"

struct bounds {
    uint16_t least;
    uint16_t most;
    uint16_t value; /* the default */
};

enum {
    BOOT_CELLS = 4, /* a boot writes one of them, in turn */
    BOOT_BYTES = 3,
    BOOT_CHECK = 0x5A,
    BANK_HEAD = 2, /* how many parameters, generation */
    BANK_BYTES = BANK_HEAD + 2 * PARAMETER_COUNT + CRC_BYTES,
};
_Static_assert(STORE_BOOTS + BOOT_CELLS * BOOT_BYTES <= STORE_SETTINGS, "boot count");
_Static_assert(STORE_SETTINGS + 2 * BANK_BYTES <= STORE_END, "two banks of parameters");

static const struct bounds bounds[PARAMETER_COUNT] = {PARAMETER_BOUNDS};
static uint16_t values[PARAMETER_COUNT];
static uint8_t generation;
static uint8_t bank_in_force;

static uint8_t byte_of(uint16_t value, uint8_t which) { return (uint8_t)(value >> (8 * which)); }

/* --------------------------------------------------------------------------------------------------- boot count */

static uint16_t count_boot(void) {
    uint16_t last = 0;
    bool any = false;
    for (uint8_t cell = 0; cell < BOOT_CELLS; cell++) {
        uint16_t at = (uint16_t)(STORE_BOOTS + cell * BOOT_BYTES);
        uint8_t low = eeprom_get(at);
        uint8_t high = eeprom_get((uint16_t)(at + 1));
        uint16_t count = (uint16_t)(low | (uint16_t)high << 8);
        bool whole = eeprom_get((uint16_t)(at + 2)) == (uint8_t)(low ^ high ^ BOOT_CHECK);
        if (whole && (!any || (int16_t)(count - last) > 0)) {
            last = count;
            any = true;
        }
    }
    uint16_t count = (uint16_t)(last + 1);
    uint16_t at = (uint16_t)(STORE_BOOTS + (count % BOOT_CELLS) * BOOT_BYTES);
    eeprom_put((uint16_t)(at + 2), (uint8_t)~(byte_of(count, 0) ^ byte_of(count, 1) ^ BOOT_CHECK));
    eeprom_put(at, byte_of(count, 0));
    eeprom_put((uint16_t)(at + 1), byte_of(count, 1));
    eeprom_put((uint16_t)(at + 2), (uint8_t)(byte_of(count, 0) ^ byte_of(count, 1) ^ BOOT_CHECK));
    return count;
}

/* --------------------------------------------------------------------------------------------------- parameters */

static uint16_t bank_place(uint8_t bank) { return (uint16_t)(STORE_SETTINGS + bank * BANK_BYTES); }

static bool bank_is_whole(uint8_t bank) {
    uint16_t crc = (uint16_t)CRC_INITIAL;
    for (uint8_t i = 0; i < BANK_BYTES; i++) {
        crc = crc16_update(crc, eeprom_get((uint16_t)(bank_place(bank) + i)));
    }
    return crc == 0 && eeprom_get(bank_place(bank)) == PARAMETER_COUNT;
}

static bool within(uint8_t parameter, uint32_t value) {
    return value >= bounds[parameter].least && value <= bounds[parameter].most;
}

static void load_bank(uint8_t bank) {
    bank_in_force = bank;
    generation = eeprom_get((uint16_t)(bank_place(bank) + 1));
    for (uint8_t i = 0; i < PARAMETER_COUNT; i++) {
        uint16_t at = (uint16_t)(bank_place(bank) + BANK_HEAD + 2 * i);
        uint16_t value = (uint16_t)(eeprom_get(at) | (uint16_t)eeprom_get((uint16_t)(at + 1)) << 8);
        values[i] = within(i, value) ? value : bounds[i].value;
    }
}

static void load_parameters(void) {
    bool first = bank_is_whole(0);
    bool second = bank_is_whole(1);
    if (first && second) {
        uint8_t ahead = (uint8_t)(eeprom_get((uint16_t)(bank_place(1) + 1)) - eeprom_get((uint16_t)(bank_place(0) + 1)));
        load_bank(ahead == 1);
    } else if (first || second) {
        load_bank(second);
    } else {
        for (uint8_t i = 0; i < PARAMETER_COUNT; i++) {
            values[i] = bounds[i].value;
        }
        bank_in_force = 1;
        generation = 0;
    }
}

static void put_in_bank(uint16_t *at, uint16_t *crc, uint8_t byte) {
    *crc = crc16_update(*crc, byte);
    eeprom_put((*at)++, byte);
}

/* The bank that is not in force is written; it is in force only once its CRC is whole. */
static void save_parameters(void) {
    bank_in_force ^= 1;
    generation++;
    uint16_t at = bank_place(bank_in_force);
    uint16_t crc = (uint16_t)CRC_INITIAL;
    put_in_bank(&at, &crc, PARAMETER_COUNT);
    put_in_bank(&at, &crc, generation);
    for (uint8_t i = 0; i < PARAMETER_COUNT; i++) {
        put_in_bank(&at, &crc, byte_of(values[i], 0));
        put_in_bank(&at, &crc, byte_of(values[i], 1));
    }
    eeprom_put(at, byte_of(crc, 1));
    eeprom_put((uint16_t)(at + 1), byte_of(crc, 0));
}

uint16_t parameter_value(uint8_t parameter) { return values[parameter]; }

bool parameter_set(uint8_t parameter, uint32_t value) {
    if (!within(parameter, value)) {
        return false;
    }
    if (values[parameter] != value) {
        values[parameter] = (uint16_t)value;
        save_parameters();
    }
    return true;
}

void parameter_report(uint8_t parameter, struct parameter_report_layout *report) {
    report->parameter = parameter;
    report->value = values[parameter];
    report->least = bounds[parameter].least;
    report->most = bounds[parameter].most;
    report->default_ = bounds[parameter].value;
}

uint16_t store_begin(void) {
    load_parameters();
    turn_ring_begin();
    return count_boot();
}
