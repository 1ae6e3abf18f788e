/* clients_fuzz.c - where echo-load's clients come from, where its threads run, and how many
 * clients behave badly: --sources, --cpus, --stall. */
#include "fuzz.h"

#include "cpus.h"
#include "sources.h"
#include "stall.h"

#include <stdlib.h>

static void claim_sources(const char *text)
{
    struct sources sources = { 0 };
    const char *reason = sources_parse(text, &sources);

    claim_reason(reason);
    if (!reason)
        claim(sources.count >= 1 && sources.count <= SOURCES_MOST && sources.first.length > 0,
              "'%s' has %u addresses", text, sources.count);
}

static void claim_cpus(const char *text)
{
    struct cpus cpus;
    const char *reason = cpus_parse(text, &cpus);

    claim_reason(reason);
    if (!reason)
        claim(cpus.count >= 1 && cpus.count <= CPU_SETSIZE, "'%s' lists %zu CPUs", text,
              (size_t)cpus.count);
}

/* Two orders may be of different kinds, and not of the same. */
static void claim_stall(const char *text)
{
    struct stall_plan plan = { 0 };
    const char *reason = stall_parse(text, &plan);

    claim_reason(reason);
    claim((stall_clients(&plan) > 0) == !reason, "'%s' is clients or a mistake", text);
    if (!reason)
        claim(stall_parse(text, &plan) != NULL, "'%s' is not taken twice", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const uint8_t choice = feed_byte(&feed);
    char *text = fuzz_text(feed.data, feed.size);

    if (choice % 4 == 0)
        claim_sources(text);
    else if (choice % 4 == 1)
        claim_cpus(text);
    else
        claim_stall(text);
    free(text);
    return 0;
}
