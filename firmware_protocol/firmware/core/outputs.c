#include "outputs.h"

#include "hardware.h"

static const struct {
    uint16_t max_on_ms;
    uint8_t pin;
} guards[OUTPUT_COUNT] = {OUTPUT_GUARDS};

static uint8_t values[OUTPUT_COUNT];
static uint32_t on_since_us[OUTPUT_COUNT];

void output_switch(uint8_t output, uint8_t value) {
    if (values[output] == OUTPUT_SAFE && value != OUTPUT_SAFE) {
        on_since_us[output] = clock_us();
    }
    values[output] = value;
    output_write(output, value);
}

uint8_t output_value(uint8_t output) { return values[output]; }

void outputs_make_safe(void) {
    for (uint8_t output = 0; output < OUTPUT_COUNT; output++) {
        output_switch(output, OUTPUT_SAFE);
    }
}

bool outputs_blow(void) {
    return values[OUTPUT_VACUUM] != OUTPUT_SAFE || values[OUTPUT_BLOWER] != OUTPUT_SAFE;
}

uint8_t output_overdue(void) {
    uint8_t output = 0;
    while (output < OUTPUT_COUNT) {
        uint32_t most_us = UINT32_C(1000) * guards[output].max_on_ms;
        if (most_us != 0 && values[output] != OUTPUT_SAFE && clock_us() - on_since_us[output] >= most_us) {
            break;
        }
        output++;
    }
    return output;
}

void output_report(uint8_t output, struct output_report_layout *report) {
    report->output = output;
    report->value = values[output];
    report->safe_value = OUTPUT_SAFE;
    report->max_on_ms = guards[output].max_on_ms;
    report->pin = guards[output].pin;
}
