/* agenda.c - a heap of appointments. */
#include "agenda.h"

#include <assert.h>
#include <stdlib.h>

bool agenda_create(struct agenda *agenda, size_t room)
{
    *agenda = (struct agenda){ .room = room, .heap = calloc(room, sizeof *agenda->heap) };
    return agenda->heap != NULL;
}

void agenda_destroy(struct agenda *agenda)
{
    free(agenda->heap);
    *agenda = (struct agenda){ 0 };
}

void agenda_add(struct agenda *agenda, uint64_t due_ns, appointment_action *action,
                struct connection *connection)
{
    size_t place = agenda->count++;

    assert(place < agenda->room);
    while (place > 0 && agenda->heap[(place - 1) / 2].due_ns > due_ns) {
        agenda->heap[place] = agenda->heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    agenda->heap[place] = (struct appointment){ due_ns, action, connection };
}

uint64_t agenda_next_ns(const struct agenda *agenda)
{
    return agenda->count > 0 ? agenda->heap[0].due_ns : UINT64_MAX;
}

/* The earlier of the two below `place`, or a place that does not exist. */
static size_t earlier_below(const struct agenda *agenda, size_t place)
{
    const size_t left = 2 * place + 1;
    const size_t right = left + 1;

    if (right < agenda->count && agenda->heap[right].due_ns < agenda->heap[left].due_ns)
        return right;
    return left;
}

bool agenda_due(struct agenda *agenda, uint64_t now_ns, struct appointment *appointment)
{
    if (agenda_next_ns(agenda) > now_ns)
        return false;
    *appointment = agenda->heap[0];

    const struct appointment moved = agenda->heap[--agenda->count];
    size_t place = 0;
    size_t below = earlier_below(agenda, place);

    while (below < agenda->count && agenda->heap[below].due_ns < moved.due_ns) {
        agenda->heap[place] = agenda->heap[below];
        place = below;
        below = earlier_below(agenda, place);
    }
    agenda->heap[place] = moved;
    return true;
}
