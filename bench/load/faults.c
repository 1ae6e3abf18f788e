/* faults.c - what went wrong in a run, counted by kind. */
#include "faults.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last place takes all causes beyond those kept. */
static void count(struct faults *faults, int cause, uint64_t connections)
{
    struct loss *loss = faults->losses;
    struct loss *last = faults->losses + CAUSES_KEPT - 1;

    while (loss < last && loss->connections > 0 && loss->cause != cause)
        loss++;
    loss->cause = cause;
    loss->connections += connections;
}

void faults_count_loss(struct faults *faults, int cause, bool connecting)
{
    if (connecting || cause == CAUSE_BUSY)
        faults->connect++;
    else if (cause == CAUSE_TIMEOUT)
        faults->timeout++;
    else
        faults->reset++;
    count(faults, cause, 1);
}

void faults_add(struct faults *faults, const struct faults *from)
{
    faults->wrong += from->wrong;
    faults->missing += from->missing;
    faults->extra += from->extra;
    faults->lost += from->lost;
    faults->late += from->late;
    faults->duplicate += from->duplicate;
    faults->reordered += from->reordered;
    faults->corrupt += from->corrupt;
    faults->connect += from->connect;
    faults->reset += from->reset;
    faults->timeout += from->timeout;
    for (size_t i = 0; i < CAUSES_KEPT; i++)
        if (from->losses[i].connections > 0)
            count(faults, from->losses[i].cause, from->losses[i].connections);
}

uint64_t faults_lost(const struct faults *faults)
{
    return faults->connect + faults->reset + faults->timeout;
}

uint64_t faults_in_datagrams(const struct faults *faults)
{
    return faults->lost + faults->late + faults->duplicate + faults->reordered +
           faults->corrupt;
}

uint64_t faults_total(const struct faults *faults)
{
    return faults->wrong + faults->missing + faults->extra + faults_in_datagrams(faults) +
           faults_lost(faults);
}

static const char *noun(uint64_t count)
{
    return count == 1 ? "datagram " : "datagrams ";
}

const char *faults_describe_datagrams(const struct faults *faults, char *text, size_t size)
{
    const struct {
        const char *name;
        uint64_t count;
    } kinds[] = {
        { "lost", faults->lost },           { "late", faults->late },
        { "duplicate", faults->duplicate }, { "reordered", faults->reordered },
        { "corrupt", faults->corrupt },
    };
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].count > 0 && used < size)
            used += (size_t)snprintf(text + used, size - used, "%s%ju %s%s",
                                     used > 0 ? ", " : "", (uintmax_t)kinds[i].count,
                                     used > 0 ? "" : noun(kinds[i].count), kinds[i].name);
    return text;
}

static const char *cause_text(int cause)
{
    switch (cause) {
    case CAUSE_HUNG_UP:
        return "the server hung up";
    case CAUSE_TIMEOUT:
        return "no answer in time";
    case CAUSE_BUSY:
        return "the server is full (ERR busy)";
    case ECONNREFUSED:
        return "Connection refused: nobody listens there";
    case EADDRNOTAVAIL:
        return "no such source address here, or no local port left";
    default:
        return strerror(cause);
    }
}

static int by_connections(const void *left, const void *right)
{
    const struct loss *a = left, *b = right;

    return (a->connections < b->connections) - (a->connections > b->connections);
}

const char *faults_describe_losses(const struct faults *faults, char *text, size_t size)
{
    struct loss losses[CAUSES_KEPT];
    size_t used = 0;

    memcpy(losses, faults->losses, sizeof losses);
    qsort(losses, CAUSES_KEPT, sizeof losses[0], by_connections);
    text[0] = '\0';
    for (size_t i = 0; i < CAUSES_KEPT && losses[i].connections > 0 && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? ", " : "",
                                 cause_text(losses[i].cause));
        if (losses[1].connections > 0 && used < size)
            used += (size_t)snprintf(text + used, size - used, " (%ju)",
                                     (uintmax_t)losses[i].connections);
    }
    return text;
}
