#include <avr/interrupt.h>
#include <avr/io.h>

#include "../core/frames.h"
#include "../core/hardware.h"
#include "board.h"

#ifndef BAUD
#define BAUD 115200UL
#endif
#define DIVISOR ((F_CPU + 4UL * BAUD) / (8UL * BAUD) - 1)

enum { RECEIVED = 128, QUEUED = 256 };
_Static_assert(QUEUED - 1 == UINT8_MAX, "the indices of the queue wrap by themselves");

static volatile uint8_t received[RECEIVED];
static volatile uint8_t received_at, taken_at;
static volatile uint8_t queued[QUEUED];
static volatile uint8_t queued_at, sent_at;

void uart_begin(void) {
    UCSR0A = _BV(U2X0);
    UBRR0 = DIVISOR;
    UCSR0C = _BV(UCSZ01) | _BV(UCSZ00);
    UCSR0B = _BV(RXEN0) | _BV(TXEN0) | _BV(RXCIE0);
}

ISR(USART_RX_vect) {
    uint8_t byte = UDR0;
    uint8_t next = (uint8_t)((received_at + 1) % RECEIVED);
    if (next != taken_at) {
        received[received_at] = byte;
        received_at = next;
    }
}

ISR(USART_UDRE_vect) {
    if (sent_at == queued_at) {
        UCSR0B &= (uint8_t)~_BV(UDRIE0);
    } else {
        UDR0 = queued[sent_at++];
    }
}

bool uart_waits(void) { return taken_at != received_at; }

bool uart_take(uint8_t *byte) {
    if (!uart_waits()) {
        return false;
    }
    *byte = received[taken_at];
    taken_at = (uint8_t)((taken_at + 1) % RECEIVED);
    return true;
}

void wire_send(const uint8_t *body, uint8_t length) {
    uint8_t frame[MAX_FRAME_BYTES];
    uint8_t size = frame_write(body, length, frame);
    uint8_t room = (uint8_t)(sent_at - queued_at - 1);
    if (size > room) {
        return;
    }
    for (uint8_t i = 0; i < size; i++) {
        queued[(uint8_t)(queued_at + i)] = frame[i];
    }
    queued_at = (uint8_t)(queued_at + size);
    UCSR0B |= _BV(UDRIE0);
}
