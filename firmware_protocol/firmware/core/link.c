#include "link.h"

#include <string.h>

#include "hardware.h"
#include "machine.h"

enum { EVENT_BYTES = sizeof(struct turn_ended_layout), REPLY_BYTES = 18, KIND_AT = 0, SEQUENCE_AT = 3, ID_AT = 4 };
_Static_assert(sizeof(struct turn_ended_layout) >= sizeof(struct fault_latched_layout), "the longest event");
_Static_assert(sizeof(struct parameter_report_layout) < REPLY_BYTES, "the longest report");

struct told {
    uint8_t sequence;
    uint8_t id;
    uint8_t size;
    uint8_t payload[EVENT_BYTES];
};

struct answered {
    uint8_t sequence;
    uint8_t id;
    uint8_t size;
    uint8_t payload[REPLY_BYTES];
};

struct command_rule {
    uint8_t id;
    uint8_t size;
    uint8_t greatest;
};

static const struct command_rule command_rules[] = {COMMAND_LAYOUTS};

static struct {
    uint16_t boot_count;
    uint8_t reset_cause;
    uint16_t session; /* 0: none */
    uint8_t opened;
    uint32_t nonce;
    bool announcing;
    uint32_t announce_us;
    uint32_t last_heard_us;
    uint8_t last_command;
    struct answered answers[WINDOW]; /* the last ones, round and round */
    uint8_t next_answer;
    struct told events[EVENT_QUEUE];
    uint8_t events_waiting;
    uint8_t last_event;
    uint8_t resends;
    uint32_t resend_us;
    bool dropped;
} link;

static uint8_t following(uint8_t sequence) { return (uint8_t)(sequence == 0xFF ? 1 : sequence + 1); }

static bool reached(uint32_t now_us, uint32_t due_us) { return (int32_t)(now_us - due_us) >= 0; }

static void send(uint8_t kind, uint16_t session, uint8_t sequence, uint8_t id, const void *payload, uint8_t size) {
    uint8_t body[HEADER_BYTES + sizeof(struct welcome_layout)];
    body[KIND_AT] = kind;
    body[1] = (uint8_t)session;
    body[2] = (uint8_t)(session >> 8);
    body[SEQUENCE_AT] = sequence;
    body[ID_AT] = id;
    if (size > 0) {
        memcpy(body + HEADER_BYTES, payload, size);
    }
    wire_send(body, (uint8_t)(HEADER_BYTES + size));
}

static void begin_sequences(void) {
    link.last_command = 0;
    memset(link.answers, 0, sizeof link.answers);
    link.events_waiting = 0;
    link.last_event = 0;
    link.resends = 0;
    link.dropped = false;
}

void link_begin(uint16_t boot_count, uint8_t reset_cause) {
    memset(&link, 0, sizeof link);
    link.boot_count = boot_count;
    link.reset_cause = reset_cause;
    link.announcing = true;
    link.announce_us = clock_us();
}

bool link_session_open(void) { return link.session != 0; }
bool link_dropped_events(void) { return link.dropped; }
uint32_t link_last_heard_us(void) { return link.last_heard_us; }
uint16_t link_boot_count(void) { return link.boot_count; }
uint8_t link_reset_cause(void) { return link.reset_cause; }

void link_close_session(void) {
    link.session = 0;
    link.announcing = false;
    begin_sequences();
}

/* ------------------------------------------------------------------------------------------------------- events */

static void send_event(const struct told *event) {
    send(FRAME_KIND_EVENT, link.session, event->sequence, event->id, event->payload, event->size);
}

static void wait_for_acknowledgement(void) {
    uint32_t wait_us = link.resends < 4 ? EVENT_RETRY_FIRST_US << link.resends : EVENT_RETRY_MOST_US;
    link.resend_us = clock_us() + (wait_us < EVENT_RETRY_MOST_US ? wait_us : EVENT_RETRY_MOST_US);
}

void link_tell(uint8_t event_id, const void *payload, uint8_t size) {
    if (link.session == 0) {
        return;
    }
    if (link.events_waiting == EVENT_QUEUE) {
        link.dropped = true;
        return;
    }
    struct told *event = &link.events[link.events_waiting++];
    link.last_event = following(link.last_event);
    event->sequence = link.last_event;
    event->id = event_id;
    event->size = size;
    memcpy(event->payload, payload, size);
    send_event(event);
    if (link.events_waiting == 1) {
        link.resends = 0;
        wait_for_acknowledgement();
    }
}

static void acknowledge_events(uint8_t sequence) {
    for (uint8_t i = 0; i < link.events_waiting; i++) {
        if (link.events[i].sequence == sequence) {
            link.events_waiting = (uint8_t)(link.events_waiting - i - 1);
            memmove(link.events, link.events + i + 1, link.events_waiting * sizeof link.events[0]);
            link.resends = 0;
            wait_for_acknowledgement();
            return;
        }
    }
}

void link_advance(void) {
    uint32_t now_us = clock_us();
    if (link.session == 0) {
        if (link.announcing && reached(now_us, link.announce_us)) {
            struct booted_layout booted = {link.boot_count, link.reset_cause};
            link.announce_us = now_us + BOOT_ANNOUNCEMENT_US;
            send(FRAME_KIND_DATAGRAM, 0, 0, DATAGRAM_ID_BOOTED, &booted, sizeof booted);
        }
        return;
    }
    if (link.events_waiting > 0 && reached(now_us, link.resend_us)) {
        if (link.resends < UINT8_MAX) {
            link.resends++;
        }
        wait_for_acknowledgement();
        for (uint8_t i = 0; i < link.events_waiting; i++) {
            send_event(&link.events[i]);
        }
    }
}

/* ----------------------------------------------------------------------------------------------------- datagrams */

static bool in_session(uint16_t session, uint8_t sequence) {
    if (link.session != 0 && session == link.session) {
        link.last_heard_us = clock_us();
        return true;
    }
    struct session_refused_layout refused = {link.boot_count};
    send(FRAME_KIND_DATAGRAM, session, sequence, DATAGRAM_ID_SESSION_REFUSED, &refused, sizeof refused);
    return false;
}

static void greet(const uint8_t *payload, uint8_t size) {
    /* The first five bytes, nonce and major, are the same in all versions. */
    struct hello_layout hello = {0};
    if (size < 5) {
        return;
    }
    memcpy(&hello, payload, size < sizeof hello ? size : sizeof hello);
    bool understood = hello.protocol_major == PROTOCOL_MAJOR;
    if (understood && size != sizeof hello) {
        return;
    }
    if (understood && (link.session == 0 || hello.nonce != link.nonce)) {
        link_close_session();
        link.opened = following(link.opened);
        link.session = (uint16_t)((link.boot_count & 0xFF) << 8 | link.opened);
        link.nonce = hello.nonce;
        machine_host_came();
    }
    if (understood) {
        link.last_heard_us = clock_us();
    }
    struct welcome_layout welcome;
    machine_describe(&welcome);
    welcome.nonce = hello.nonce;
    uint16_t session = understood ? link.session : 0;
    send(FRAME_KIND_DATAGRAM, session, 0, DATAGRAM_ID_WELCOME, &welcome, sizeof welcome);
}

static void receive_datagram(uint16_t session, uint8_t sequence, uint8_t id, const uint8_t *payload, uint8_t size) {
    if (id == DATAGRAM_ID_HELLO) {
        greet(payload, size);
        return;
    }
    if (size != 0) {
        return;
    }
    if (id == DATAGRAM_ID_HEARTBEAT && in_session(session, sequence)) {
        struct heartbeat_answer_layout answer;
        struct controller_state_layout state;
        machine_state(&state);
        answer.uptime_us = clock_us();
        memcpy((uint8_t *)&answer + sizeof answer.uptime_us, &state, sizeof state);
        send(FRAME_KIND_DATAGRAM, link.session, sequence, DATAGRAM_ID_HEARTBEAT_ANSWER, &answer, sizeof answer);
    } else if (id == DATAGRAM_ID_EMERGENCY_STOP) {
        struct controller_state_layout state;
        machine_stop_by_host();
        machine_state(&state);
        send(FRAME_KIND_DATAGRAM, session, sequence, DATAGRAM_ID_EMERGENCY_STOP_ANSWER, &state, sizeof state);
    } else if (id == DATAGRAM_ID_GOODBYE && link.session != 0 && session == link.session) {
        machine_host_lost();
    }
}

/* ------------------------------------------------------------------------------------------------------ commands */

static uint8_t obey(uint8_t id, const uint8_t *payload, uint8_t size, uint8_t sequence, uint8_t *reply) {
    for (uint8_t i = 0; i < sizeof command_rules / sizeof command_rules[0]; i++) {
        if (command_rules[i].id != id) {
            continue;
        }
        if (size != command_rules[i].size || (size > 0 && payload[0] > command_rules[i].greatest)) {
            reply[0] = RESULT_MALFORMED;
            return 1;
        }
        return machine_carry_out(id, payload, sequence, reply);
    }
    reply[0] = RESULT_UNKNOWN_COMMAND;
    return 1;
}

static void receive_command(uint8_t sequence, uint8_t id, const uint8_t *payload, uint8_t size) {
    if (sequence == 0) {
        return;
    }
    if (sequence == following(link.last_command)) {
        struct answered *answer = &link.answers[link.next_answer];
        link.next_answer = (uint8_t)((link.next_answer + 1) % WINDOW);
        link.last_command = sequence;
        answer->sequence = sequence;
        answer->id = id;
        answer->size = obey(id, payload, size, sequence, answer->payload);
        send(FRAME_KIND_REPLY, link.session, sequence, id, answer->payload, answer->size);
        return;
    }
    for (uint8_t i = 0; i < WINDOW; i++) {
        const struct answered *answer = &link.answers[i];
        if (answer->sequence == sequence) {
            send(FRAME_KIND_REPLY, link.session, sequence, answer->id, answer->payload, answer->size);
            return;
        }
    }
}

void link_receive(const uint8_t *body, uint8_t length) {
    if (length < HEADER_BYTES) {
        return;
    }
    uint16_t session = (uint16_t)(body[1] | (uint16_t)body[2] << 8);
    uint8_t sequence = body[SEQUENCE_AT];
    const uint8_t *payload = body + HEADER_BYTES;
    uint8_t size = (uint8_t)(length - HEADER_BYTES);
    switch (body[KIND_AT]) {
    case FRAME_KIND_DATAGRAM:
        receive_datagram(session, sequence, body[ID_AT], payload, size);
        break;
    case FRAME_KIND_COMMAND:
        if (in_session(session, sequence)) {
            receive_command(sequence, body[ID_AT], payload, size);
        }
        break;
    case FRAME_KIND_EVENT_ACK:
        if (in_session(session, sequence)) {
            acknowledge_events(sequence);
        }
        break;
    default:
        break;
    }
}
