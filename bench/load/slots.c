/* slots.c - the places of the datagrams that a connection has under way. */
#include "slots.h"

#include "missed.h"

#include <assert.h>
#include <stddef.h>

void slots_begin(struct slots *slots, struct message *messages, uint16_t *links, uint16_t count)
{
    *slots = (struct slots){
        .messages = messages,
        .links = links,
        .count = count,
        .first = SLOTS_NONE,
        .last = SLOTS_NONE,
    };
    for (uint16_t i = 0; i < count; i++)
        links[i] = i + 1 < count ? (uint16_t)(i + 1) : SLOTS_NONE;
}

static void enqueue(struct slots *slots, uint16_t slot)
{
    slots->links[slot] = SLOTS_NONE;
    if (slots->first == SLOTS_NONE)
        slots->first = slot;
    else
        slots->links[slots->last] = slot;
    slots->last = slot;
}

uint16_t slots_put(struct slots *slots, struct message message)
{
    const uint16_t slot = slots->free;

    assert(slot != SLOTS_NONE);
    slots->free = slots->links[slot];
    slots->messages[slot] = message;
    enqueue(slots, slot);
    return slot;
}

void slots_shift(struct slots *slots)
{
    slots->first = slots->links[slots->first];
}

void slots_free(struct slots *slots, uint16_t slot)
{
    slots->messages[slot].size = 0;
    slots->links[slot] = slots->free;
    slots->free = slot;
}

/* Messages are sent in the order of their numbers. */
bool slots_sent(const struct slots *slots, uint32_t slot)
{
    if (slot >= slots->count || slots->messages[slot].size == 0)
        return false;
    return slots->first == SLOTS_NONE ||
           missed_precedes(slots->messages[slot].sequence,
                           slots->messages[slots->first].sequence);
}

/* The place of the earliest message that is not before `least`. */
static uint16_t earliest_from(const struct slots *slots, uint32_t least)
{
    const struct message *messages = slots->messages;
    uint16_t found = SLOTS_NONE;

    for (uint16_t i = 0; i < slots->count; i++)
        if (messages[i].size > 0 && !missed_precedes(messages[i].sequence, least) &&
            (found == SLOTS_NONE ||
             missed_precedes(messages[i].sequence, messages[found].sequence)))
            found = i;
    return found;
}

void slots_requeue(struct slots *slots)
{
    uint32_t next = 0;
    uint16_t slot;

    slots->first = slots->last = SLOTS_NONE;
    for (uint16_t i = 0; i < slots->count; i++)
        if (slots->messages[i].size > 0)
            next = slots->messages[i].sequence;
    next -= (uint32_t)INT32_MAX / 2;
    while ((slot = earliest_from(slots, next)) != SLOTS_NONE) {
        enqueue(slots, slot);
        next = slots->messages[slot].sequence + 1;
    }
}
