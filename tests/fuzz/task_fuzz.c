/* task_fuzz.c - the work of --task, and the frames that ask for it, as a server reads them. */
#include "fuzz.h"

#include "random.h"
#include "session.h"
#include "task.h"

#include <stdlib.h>
#include <string.h>

enum { DRAWS = 8, MINUTE_US = 60000000 };

/* Generator and server know the frame from two texts, and have to mean the same. */
static void claim_frame(const struct task_plan *plan, uint32_t size, uint64_t *random)
{
    const uint32_t work_us = task_draw(plan, random);
    char *frame = calloc(1, size);
    struct work work;

    claim(frame != NULL, "there is memory");
    claim(work_us <= MINUTE_US, "%u us is no more than a server grants", work_us);
    claim(task_class(plan, work_us) < task_classes(plan), "%u us is of some class", work_us);
    task_write_header(plan, size, work_us, (unsigned char *)frame);
    claim(session_answers(SERVICE_TASK, MINUTE_US, (struct slice){ frame, size }, &work),
          "a frame of %u bytes is understood", size);
    claim(work_us == 0 ? work.kind == WORK_NONE
                       : (int)work.kind == (int)plan->kind && work.microseconds == work_us,
          "the server does the work that is asked for");
    free(frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    uint64_t random = feed_u32(&feed);
    const uint32_t bytes =
        TASK_HEADER_SIZE + (feed_u32(&feed) % (TASK_SIZE_MAX - TASK_HEADER_SIZE + 1));
    char *text = fuzz_text(feed.data, feed.size);
    struct task_plan plan;
    const char *reason = task_parse(text, &plan);

    claim_reason(reason);
    if (!reason) {
        claim(plan.share >= 0 && plan.share <= 1, "the share of '%s' is one", text);
        for (int i = 0; i < DRAWS; i++)
            claim_frame(&plan, bytes, &random);
    }
    free(text);
    return 0;
}
