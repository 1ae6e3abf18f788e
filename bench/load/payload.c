/* payload.c - the table of pseudo-random bytes that is sent and expected. */
#include "payload.h"

#include "random.h"

#include <stdlib.h>
#include <string.h>

/* Fills one period, and then repeats it to the end of the table. */
static void fill(unsigned char *table, size_t size, uint64_t seed)
{
    uint64_t state = seed;

    for (size_t i = 0; i < PAYLOAD_PERIOD; i++)
        table[i] = (unsigned char)(random_next(&state) >> 56);
    for (size_t i = PAYLOAD_PERIOD; i < size; i++)
        table[i] = table[i - PAYLOAD_PERIOD];
}

/* What the service `upper` answers, written down a second time on purpose: a check that shared
 * its code with the server would agree with the server's mistakes. */
static unsigned char *upper_cased(const unsigned char *table, size_t size)
{
    unsigned char *upper = malloc(size);

    for (size_t i = 0; upper && i < size; i++)
        upper[i] =
            table[i] >= 'a' && table[i] <= 'z' ? (unsigned char)(table[i] - 32) : table[i];
    return upper;
}

bool payload_create(struct payload *payload, uint64_t seed, enum service service,
                    size_t longest)
{
    const size_t size = PAYLOAD_PERIOD + longest;

    *payload = (struct payload){ .longest = longest, .sent = malloc(size) };
    if (!payload->sent)
        return false;
    fill(payload->sent, size, seed);
    payload->expected =
        service == SERVICE_UPPER ? upper_cased(payload->sent, size) : payload->sent;
    if (!payload->expected)
        payload_destroy(payload);
    return payload->expected != NULL;
}

void payload_destroy(struct payload *payload)
{
    if (payload->expected != payload->sent)
        free(payload->expected);
    free(payload->sent);
    *payload = (struct payload){ 0 };
}

uint32_t payload_start(uint64_t seed, uint64_t connection)
{
    return (uint32_t)(random_seeded(seed, connection) % PAYLOAD_PERIOD);
}
