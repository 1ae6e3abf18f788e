/* agenda.h - what an event loop has to do later, and when: a heap of appointments.
 *
 *     agenda_add(&agenda, now_ns + pause_ns, talk_again, connection);
 *     ...
 *     while (agenda_due(&agenda, clock_now_ns(), &appointment))
 *         appointment.action(worker, appointment.connection);
 *
 * Room for all appointments is made beforehand: adding one neither allocates nor fails. */
#ifndef ECHOLAB_AGENDA_H
#define ECHOLAB_AGENDA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct worker;

typedef void appointment_action(struct worker *worker, struct connection *connection);

struct appointment {
    uint64_t due_ns;
    appointment_action *action;
    struct connection *connection;
};

struct agenda {
    size_t count, room;
    struct appointment *heap; /* heap[i] is not due after heap[2i + 1] and heap[2i + 2] */
};

/* An empty agenda with room for so many appointments; false when there is no memory. */
bool agenda_create(struct agenda *agenda, size_t room);
void agenda_destroy(struct agenda *agenda);

/* Adds an appointment; more than there is room for is our own mistake, and asserted. */
void agenda_add(struct agenda *agenda, uint64_t due_ns, appointment_action *action,
                struct connection *connection);

/* When the next appointment is due; UINT64_MAX when there is none. */
uint64_t agenda_next_ns(const struct agenda *agenda);

/* Takes out the earliest appointment if it is due; false if none is. */
bool agenda_due(struct agenda *agenda, uint64_t now_ns, struct appointment *appointment);

#endif
