/* missed.c - which messages of a connection have been given up. */
#include "missed.h"

void missed_add(struct missed *missed, uint32_t sequence)
{
    uint32_t *place = &missed->sequences[missed->place];

    if (*place != 0) {
        missed->forgotten++;
        missed->latest = *place;
    }
    *place = sequence;
    missed->place = (missed->place + 1) % missed->room;
}

bool missed_take(struct missed *missed, uint32_t sequence)
{
    for (uint32_t i = 0; i < missed->room; i++)
        if (missed->sequences[i] == sequence) {
            missed->sequences[i] = 0;
            return true;
        }
    if (missed->forgotten == 0 || missed_precedes(missed->latest, sequence))
        return false;
    missed->forgotten--;
    return true;
}
