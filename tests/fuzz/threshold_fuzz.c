/* threshold_fuzz.c - the conditions of --fail-if. */
#include "fuzz.h"

#include "threshold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Put together from its parts it is the same condition. */
static void claim_round_trip(const struct threshold *threshold)
{
    static const char *const signs[] = { ">", ">=", "<", "<=" };
    char text[THRESHOLD_TEXT];
    struct threshold again;

    (void)snprintf(text, sizeof text, " %s\t%s %s ", threshold->metric.name,
                   signs[threshold->comparison], threshold->limit_text);

    const char *reason = threshold_parse(text, &again);

    claim(!reason, "'%s' is understood: %s", text, reason ? reason : "");
    claim(again.comparison == threshold->comparison && again.limit == threshold->limit &&
              again.relative == threshold->relative &&
              again.metric.kind == threshold->metric.kind &&
              strcmp(again.metric.name, threshold->metric.name) == 0,
          "'%s' is the same condition", text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct threshold threshold;
    char *text = fuzz_text(data, size);
    const char *reason = threshold_parse(text, &threshold);

    claim_reason(reason);
    if (!reason) {
        claim(threshold.limit >= 0, "the limit of '%s' is a number", text);
        claim(isfinite(threshold.limit), "the limit of '%s' is finite", text);
        claim(!threshold.relative || threshold.base.kind == threshold.metric.kind,
              "alike is compared with alike in '%s'", text);
        claim_round_trip(&threshold);
    }
    free(text);
    return 0;
}
