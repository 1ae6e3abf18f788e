/* stall.c - how many clients behave badly, and in which way. */
#include "stall.h"

#include "quantity.h"

#include <stdio.h>
#include <string.h>

enum { MOST_CLIENTS = 1000000, NUMBER_TEXT = 32 };

static const char *const names[STALL_KINDS] = { "reader", "writer", "mute", "reset" };

static _Thread_local char sentence[512];

static const char *refuse(const char *text, const char *reason)
{
    char quote[QUANTITY_QUOTE];

    snprintf(sentence, sizeof sentence, "%s %s", quantity_quote(text, quote), reason);
    return sentence;
}

static int find_kind(const char *name)
{
    int kind = 0;

    while (kind < STALL_KINDS && strcmp(names[kind], name) != 0)
        kind++;
    return kind;
}

const char *stall_parse(const char *text, struct stall_plan *plan)
{
    const char *colon = strchr(text, ':');
    char number[NUMBER_TEXT];
    uint64_t clients = 0;

    if (!colon || (size_t)(colon - text) >= sizeof number)
        return refuse(text, "is not a number and a kind such as 8:reader");

    const int kind = find_kind(colon + 1);

    if (kind == STALL_KINDS)
        return refuse(text, "is of none of the kinds reader, writer, mute and reset");
    if (plan->clients[kind] > 0)
        return refuse(text, "is of a kind that was given already; add the numbers up");
    memcpy(number, text, (size_t)(colon - text));
    number[colon - text] = '\0';

    const char *reason = quantity_count(number, 1, MOST_CLIENTS, &clients);

    if (reason) {
        snprintf(sentence, sizeof sentence, "%s", reason);
        return sentence;
    }
    plan->clients[kind] = (uint32_t)clients;
    return NULL;
}

uint64_t stall_clients(const struct stall_plan *plan)
{
    uint64_t clients = 0;

    for (int kind = 0; kind < STALL_KINDS; kind++)
        clients += plan->clients[kind];
    return clients;
}

const char *stall_name(enum stall_kind kind)
{
    return names[kind];
}
