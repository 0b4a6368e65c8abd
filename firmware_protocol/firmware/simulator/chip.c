#include "chip.h"

#include <simavr/avr_adc.h>
#include <simavr/avr_eeprom.h>
#include <simavr/avr_ioport.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RAM_FROM = 0x100,
    RAM_END = 0x900,
    UNTOUCHED = 0xC5,
    MCUSR_AT = 0x54,
    LOOK_US = 500,
    EEPROM_BYTES = 1024,
    QUEUE = 1 << 16,
    PINS_KEPT = 64,
    CALM_CYCLES = 16000,
};

static avr_t *avr;
static struct chip_watcher watching;
static bool paused;
static uint64_t held_until;
static void (*core_reset)(avr_t *);
static uint8_t queue[QUEUE];
static size_t queue_from, queue_to;
static bool uart_full;
static uint32_t hung_at;
static uint8_t hung_code[2];
static bool hung;
static struct { char port; int bit; bool level; } pins[PINS_KEPT];
static int pins_kept;
static bool started;
static uint32_t millivolts_kept[8];

uint64_t chip_cycle(void) { return avr->cycle; }
void chip_pause(void) { paused = true; }

/* ----------------------------------------------------------------------------------------------------------- UART */

static void feed(void) {
    avr_irq_t *input = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
    while (!uart_full && queue_from != queue_to) {
        avr_raise_irq(input, queue[queue_from]);
        queue_from = (queue_from + 1) % QUEUE;
    }
}

static void on_sent(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    watching.sent((uint8_t)value);
}

static void on_room(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)value, (void)param;
    uart_full = false;
}

static void on_full(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)value, (void)param;
    uart_full = true;
}

void chip_receive(const uint8_t *bytes, size_t count) {
    if (avr->cycle < held_until) {
        return; /* a bootloader has the line */
    }
    for (size_t i = 0; i < count && (queue_to + 1) % QUEUE != queue_from; i++) {
        queue[queue_to] = bytes[i];
        queue_to = (queue_to + 1) % QUEUE;
    }
    feed();
}

void chip_forget_received(void) { queue_from = queue_to; }
bool chip_receives(void) { return queue_from != queue_to; }

/* ----------------------------------------------------------------------------------------------------------- pins */

/* The level comes from outside: without telling so, a pull-up would win over a closed switch. */
static void hold_pin(char port, int bit, bool level) {
    static uint8_t mask[3], value[3];
    int i = port - 'B';
    mask[i] |= (uint8_t)(1 << bit);
    value[i] = (uint8_t)((value[i] & ~(1 << bit)) | level << bit);
    avr_ioport_external_t outside = {.name = (unsigned long)port, .mask = mask[i], .value = value[i]};
    avr_ioctl(avr, AVR_IOCTL_IOPORT_SET_EXTERNAL(port), &outside);
}

/* After a reset the pins stand as they stood. Written into the register and not raised: raising a low level while the
 * program has not yet chosen its edges would have the library look at the pin with every instruction from then on. */
static void restore_pin(char port, int bit, bool level) {
    uint8_t *pin_register = &avr->data[0x23 + 3 * (port - 'B')];
    hold_pin(port, bit, level);
    avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(port), bit)->value = level;
    *pin_register = (uint8_t)((*pin_register & ~(1 << bit)) | level << bit);
}

void chip_pin(char port, int bit, bool level) {
    int i = 0;
    while (i < pins_kept && (pins[i].port != port || pins[i].bit != bit)) {
        i++;
    }
    if (i < pins_kept && pins[i].level == level) {
        return;
    }
    pins[i].port = port;
    pins[i].bit = bit;
    pins[i].level = level;
    pins_kept = i == pins_kept ? pins_kept + 1 : pins_kept;
    if (!started) {
        return; /* the reset that starts it brings them all */
    }
    hold_pin(port, bit, level);
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ(port), bit), level);
}

void chip_millivolts(int channel, uint32_t millivolts) {
    millivolts_kept[channel] = millivolts;
    avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0 + channel), millivolts);
}

static uint8_t io(int at) { return avr->data[at]; }
static int ddr_of(char port) { return 0x24 + 3 * (port - 'B'); }

bool chip_drives_high(char port, int bit) { return io(ddr_of(port)) >> bit & io(ddr_of(port) + 1) >> bit & 1; }
bool chip_drives_low(char port, int bit) { return io(ddr_of(port)) >> bit & 1 & ~(io(ddr_of(port) + 1) >> bit); }

uint8_t chip_pwm(int which) {
    switch (which) {
    case 0:
        return io(0x44) & 0x80 ? io(0x47) : 0;
    case 1:
        return io(0x44) & 0x20 ? io(0x48) : 0;
    default:
        return io(0xB0) & 0x80 ? io(0xB3) : 0;
    }
}

static void on_platen_step(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    watching.stepped(false, value & 1);
}

static void on_arm_step(struct avr_irq_t *irq, uint32_t value, void *param) {
    (void)irq, (void)param;
    watching.stepped(true, value & 1);
}

/* ---------------------------------------------------------------------------------------------------------- time */

static avr_cycle_count_t on_look(avr_t *chip, avr_cycle_count_t when, void *param) {
    (void)chip, (void)param;
    watching.looked();
    return when + LOOK_US * CYCLES_PER_US;
}

static avr_cycle_count_t on_target(avr_t *chip, avr_cycle_count_t when, void *param) {
    (void)chip, (void)when, (void)param;
    return 0;
}

void chip_run_to(uint64_t cycle) {
    paused = false;
    if (avr->cycle < held_until) {
        avr->cycle = held_until < cycle ? held_until : cycle;
    }
    if (avr->cycle >= cycle) {
        return;
    }
    /* A sleeping chip sleeps to its next timer: this is one. */
    avr_cycle_timer_register(avr, cycle - avr->cycle, on_target, NULL);
    while (avr->cycle < cycle && !paused) {
        int state = avr_run(avr);
        if (state == cpu_Done || state == cpu_Crashed) {
            fprintf(stderr, "the program has ended (state %d)\n", state);
            exit(3);
        }
        if (queue_from != queue_to) {
            feed();
        }
    }
    avr_cycle_timer_cancel(avr, on_target, NULL);
}

static void no_nap(avr_t *chip, avr_cycle_count_t cycles) { (void)chip, (void)cycles; }

/* --------------------------------------------------------------------------------------------------------- resets */

static void on_reset(avr_t *chip) {
    core_reset(chip);
    if (hung) {
        memcpy(chip->flash + hung_at, hung_code, sizeof hung_code);
        hung = false;
    }
    uint32_t flags = 0;
    avr_ioctl(chip, AVR_IOCTL_UART_GET_FLAGS('0'), &flags);
    flags &= ~(uint32_t)(AVR_UART_FLAG_STDIO | AVR_UART_FLAG_POLL_SLEEP);
    avr_ioctl(chip, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    uart_full = false;
    queue_from = queue_to;
}

static void after_reset(void) {
    for (int i = 0; i < pins_kept; i++) {
        restore_pin(pins[i].port, pins[i].bit, pins[i].level);
    }
    for (int channel = 0; channel < 8; channel++) {
        chip_millivolts(channel, millivolts_kept[channel]);
    }
    avr_cycle_timer_register_usec(avr, LOOK_US, on_look, NULL);
}

void chip_reset(enum reset_cause cause, uint64_t held_cycles) {
    avr_reset(avr);
    avr->state = cpu_Running;
    avr->data[MCUSR_AT] = (uint8_t)cause;
    held_until = avr->cycle + held_cycles;
    after_reset();
    started = true;
    watching.reset(cause);
}

void chip_hang(void) {
    static const uint8_t jump_to_itself[2] = {0xFF, 0xCF};
    hung_at = avr->pc;
    memcpy(hung_code, avr->flash + hung_at, sizeof hung_code);
    memcpy(avr->flash + hung_at, jump_to_itself, sizeof jump_to_itself);
    hung = true;
}

/* -------------------------------------------------------------------------------------------------------- memory */

bool chip_eeprom_load(const char *file) {
    static uint8_t image[EEPROM_BYTES];
    FILE *in = fopen(file, "rb");
    if (in == NULL) {
        return false;
    }
    size_t got = fread(image, 1, sizeof image, in);
    fclose(in);
    avr_eeprom_desc_t desc = {.ee = image, .offset = 0, .size = EEPROM_BYTES};
    return got == EEPROM_BYTES && avr_ioctl(avr, AVR_IOCTL_EEPROM_SET, &desc) >= 0;
}

bool chip_eeprom_save(const char *file) {
    avr_eeprom_desc_t desc = {.ee = NULL, .offset = 0, .size = EEPROM_BYTES};
    if (avr_ioctl(avr, AVR_IOCTL_EEPROM_GET, &desc) < 0 || desc.ee == NULL) {
        return false;
    }
    FILE *out = fopen(file, "wb");
    if (out == NULL) {
        return false;
    }
    size_t put = fwrite(desc.ee, 1, EEPROM_BYTES, out);
    return fclose(out) == 0 && put == EEPROM_BYTES;
}

unsigned chip_memory_used(void) {
    unsigned longest = 0, run = 0;
    for (unsigned at = RAM_FROM; at < RAM_END; at++) {
        run = avr->data[at] == UNTOUCHED ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return RAM_END - RAM_FROM - longest;
}

bool chip_load(const char *elf, const struct chip_watcher *watcher) {
    elf_firmware_t firmware = {0};
    watching = *watcher;
    if (elf_read_firmware(elf, &firmware) != 0) {
        return false;
    }
    avr = avr_make_mcu_by_name("atmega328p");
    if (avr == NULL) {
        return false;
    }
    avr_init(avr);
    firmware.frequency = CYCLES_PER_S;
    avr_load_firmware(avr, &firmware);
    avr->frequency = CYCLES_PER_S;
    avr->vcc = avr->avcc = avr->aref = 5000;
    avr->sleep = no_nap;
    avr->run_cycle_limit = CALM_CYCLES;
    avr->log = LOG_ERROR;
    core_reset = avr->reset;
    avr->reset = on_reset;
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_sent, NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON), on_room, NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF), on_full, NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 1), on_platen_step, NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_IOPORT_GETIRQ('B'), 2), on_arm_step, NULL);
    memset(avr->data + RAM_FROM, UNTOUCHED, RAM_END - RAM_FROM);
    return true;
}
