/* Runs the controller's ELF on a simulated ATmega328P in a simulated cradle, told what to do by lines on stdin.
 *
 * Every line is answered by `ok ...` or `no ...`; what happens meanwhile comes before as `* CYCLE WORDS`. While no tty
 * is plugged in, time passes only by `run`, and a run ends early when there is news: the same input gives the same
 * output, to the cycle. With `plug` time follows the wall clock.
 */
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "chip.h"
#include "cradle.h"
#include "port.h"

enum { LINE = 1 << 16, QUICK_US = 100, CALM_US = 1000, QUICK_FOR_US = 5000, MOST_LAG_MS = 50, LATER = 64 };

static uint64_t boot_hold_cycles;
static bool resets_on_open = true;
static uint8_t frame[4096];
static size_t frame_length;
static bool frame_told;
static uint64_t silent_until;
static uint64_t quick_until;
static uint64_t heard_cycle; /* the last byte that came by the tty */
static struct { uint64_t cycle; char part[16]; bool active; } later[LATER];
static int later_count;

static void tell(const char *format, ...) {
    va_list words;
    printf("* %llu ", (unsigned long long)chip_cycle());
    va_start(words, format);
    vprintf(format, words);
    va_end(words);
    putchar('\n');
    chip_pause();
}

static bool is_silent(void) { return chip_cycle() < silent_until; }

static void on_sent(uint8_t byte) {
    quick_until = chip_cycle() + QUICK_FOR_US * CYCLES_PER_US;
    if (port_plugged()) {
        if (!is_silent()) {
            fflush(stdout); /* the world is told before the host */
            port_write(byte);
        }
        if (!frame_told) {
            return;
        }
    }
    if (frame_length < sizeof frame) {
        frame[frame_length++] = byte;
    }
    if (byte == 0) {
        printf("* %llu sent ", (unsigned long long)chip_cycle());
        for (size_t i = 0; i < frame_length; i++) {
            printf("%02x", frame[i]);
        }
        putchar('\n');
        frame_length = 0;
        chip_pause();
    }
}

static void on_reset(int cause) {
    frame_length = 0;
    tell("reset %d", cause);
}

/* -------------------------------------------------------------------------------------------------------- commands */

static void answer_ok(void) { printf("ok %llu\n", (unsigned long long)chip_cycle()); }

static void schedule(const char *part, bool active, uint64_t after_us) {
    if (later_count < LATER) {
        later[later_count].cycle = chip_cycle() + after_us * CYCLES_PER_US;
        snprintf(later[later_count].part, sizeof later[0].part, "%.15s", part);
        later[later_count++].active = active;
    }
}

static uint64_t next_later(uint64_t cycle) {
    for (int i = 0; i < later_count; i++) {
        cycle = later[i].cycle < cycle ? later[i].cycle : cycle;
    }
    return cycle;
}

static void do_later(void) {
    for (int i = 0; i < later_count;) {
        if (later[i].cycle <= chip_cycle()) {
            cradle_hand(later[i].part, later[i].active);
            later[i] = later[--later_count];
        } else {
            i++;
        }
    }
}

/* A foot: the contact chatters as it closes and as it opens. */
static void press(const char *part) {
    cradle_hand(part, true);
    schedule(part, false, 300);
    schedule(part, true, 500);
    schedule(part, false, 9000);
    schedule(part, true, 9300);
    schedule(part, false, 9500);
}

static void run_to(uint64_t cycle) {
    do_later();
    chip_run_to(next_later(cycle));
    do_later();
}

static size_t unhex(const char *text, uint8_t *bytes) {
    size_t count = 0;
    unsigned byte;
    while (sscanf(text + 2 * count, "%2x", &byte) == 1 && text[2 * count + 1] != '\0') {
        bytes[count++] = (uint8_t)byte;
    }
    return count;
}

static bool obey(char *line) {
    static uint8_t bytes[LINE / 2];
    char word[512];
    unsigned long long number;
    int flag;
    if (sscanf(line, "run %llu", &number) == 1) {
        run_to(chip_cycle() + number);
    } else if (strncmp(line, "receive ", 8) == 0) {
        size_t count = unhex(line + 8, bytes);
        chip_receive(bytes, count);
    } else if (strncmp(line, "forget", 6) == 0) {
        chip_forget_received();
    } else if (sscanf(line, "hand %15s %d", word, &flag) == 2) {
        return cradle_hand(word, flag != 0);
    } else if (sscanf(line, "press %15s", word) == 1) {
        press(word);
    } else if (sscanf(line, "inject %31s", word) == 1) {
        return cradle_inject(word);
    } else if (sscanf(line, "reset %d", &flag) == 1) {
        chip_reset((enum reset_cause)flag, boot_hold_cycles);
    } else if (strncmp(line, "hang", 4) == 0) {
        chip_hang();
    } else if (sscanf(line, "boot_us %llu", &number) == 1) {
        boot_hold_cycles = number * CYCLES_PER_US;
    } else if (sscanf(line, "resets_on_open %d", &flag) == 1) {
        resets_on_open = flag != 0;
    } else if (sscanf(line, "frames %d", &flag) == 1) {
        frame_told = flag != 0;
    } else if (sscanf(line, "trace %d", &flag) == 1) {
        cradle_trace(flag != 0);
    } else if (strncmp(line, "axes", 4) == 0) {
        printf("* %llu heard_at %llu\n", (unsigned long long)chip_cycle(), (unsigned long long)heard_cycle);
        cradle_axes();
    } else if (sscanf(line, "plug %511s", word) == 1) {
        return port_plug(word);
    } else if (strncmp(line, "unplug", 6) == 0) {
        port_unplug();
    } else if (sscanf(line, "silence_us %llu", &number) == 1) {
        silent_until = chip_cycle() + number * CYCLES_PER_US;
    } else if (strncmp(line, "memory", 6) == 0) {
        printf("* %llu memory %u\n", (unsigned long long)chip_cycle(), chip_memory_used());
    } else if (sscanf(line, "load %511s", word) == 1) {
        return chip_eeprom_load(word);
    } else if (sscanf(line, "save %511s", word) == 1) {
        return chip_eeprom_save(word);
    } else {
        return false;
    }
    return true;
}

/* The whole lines that stdin has; false at its end. */
static bool take_lines(void) {
    static char buffer[LINE];
    static size_t filled;
    ssize_t got = read(STDIN_FILENO, buffer + filled, sizeof buffer - 1 - filled);
    if (got <= 0) {
        return false;
    }
    filled += (size_t)got;
    char *from = buffer;
    char *end;
    while ((end = memchr(from, '\n', filled - (size_t)(from - buffer))) != NULL) {
        *end = '\0';
        if (strcmp(from, "quit") == 0) {
            return false;
        }
        if (obey(from)) {
            answer_ok();
        } else {
            printf("no %s\n", from);
        }
        from = end + 1;
    }
    filled -= (size_t)(from - buffer);
    memmove(buffer, from, filled);
    fflush(stdout);
    return filled < sizeof buffer - 1;
}

/* ------------------------------------------------------------------------------------------------------- wall clock */

static uint64_t wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static void hear_host(void) {
    uint8_t bytes[512];
    if (port_opened() && resets_on_open) {
        chip_reset(CAUSE_EXTERNAL, boot_hold_cycles);
    }
    size_t got = port_read(bytes, sizeof bytes);
    if (got > 0 && !is_silent()) {
        heard_cycle = chip_cycle();
        quick_until = chip_cycle() + QUICK_FOR_US * CYCLES_PER_US;
        if (frame_told) {
            printf("* %llu heard ", (unsigned long long)chip_cycle());
            for (size_t i = 0; i < got; i++) {
                printf("%02x", bytes[i]);
            }
            putchar('\n');
        }
        chip_receive(bytes, got);
    }
}

/* Cycle 0 at `origin_ns`: moved on when this machine could not keep up, for time lost is not to be made up. */
static void keep_pace(uint64_t *origin_ns) {
    uint64_t wanted = (wall_ns() - *origin_ns) * CYCLES_PER_US / 1000;
    uint64_t slice = CALM_US * CYCLES_PER_US;
    if (wanted > chip_cycle() + MOST_LAG_MS * 1000 * CYCLES_PER_US) {
        *origin_ns += (wanted - chip_cycle()) * 1000 / CYCLES_PER_US;
        wanted = chip_cycle() + slice;
    }
    while (chip_cycle() < wanted) {
        run_to(wanted < chip_cycle() + slice ? wanted : chip_cycle() + slice);
        hear_host();
    }
}

static void live(void) {
    uint64_t origin_ns = 0;
    bool paced = false;
    for (;;) {
        bool lives = port_plugged() || paced;
        if (lives && !paced) {
            origin_ns = wall_ns() - chip_cycle() * 1000 / CYCLES_PER_US;
            paced = true;
        }
        bool quick = chip_cycle() < quick_until;
        struct timespec nap = {.tv_nsec = 1000 * (quick ? QUICK_US : CALM_US)};
        struct pollfd wait[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = port_fd(), .events = POLLIN}};
        int ready = ppoll(wait, 2, lives ? &nap : NULL, NULL);
        if (lives) {
            keep_pace(&origin_ns);
            hear_host();
            fflush(stdout);
        }
        if (ready > 0 && wait[0].revents && !take_lines()) {
            return;
        }
    }
}

int main(int count, char **words) {
    static const struct chip_watcher watcher = {on_sent, cradle_stepped, cradle_looked, on_reset};
    if (count != 2) {
        fprintf(stderr, "usage: simulator controller.elf\n");
        return 2;
    }
    int told = dup(STDOUT_FILENO);
    if (told < 0 || freopen("/dev/null", "w", stdout) == NULL || !chip_load(words[1], &watcher)) {
        fprintf(stderr, "%s cannot be loaded\n", words[1]); /* the library greets on stdout, so it is turned away */
        return 2;
    }
    fflush(stdout);
    dup2(told, STDOUT_FILENO);
    close(told);
    static char kept[1 << 16];
    setvbuf(stdout, kept, _IOFBF, sizeof kept);
    cradle_begin(tell);
    chip_reset(CAUSE_POWER_ON, 0);
    answer_ok();
    fflush(stdout);
    live();
    port_unplug();
    return 0;
}
