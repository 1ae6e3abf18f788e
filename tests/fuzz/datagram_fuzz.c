/* datagram_fuzz.c - conversations of one message, in all three services. */
#include "fuzz.h"

#include "session.h"

#include <stdlib.h>
#include <string.h>

/* A frame is answered if it is whole, alone, and asks for nothing that is not allowed. */
static bool deserves_an_answer(const uint8_t *frame, size_t count, bool leave)
{
    const bool whole =
        count >= 12 && count <= 65536 && frame[0] == 0 &&
        ((size_t)frame[1] << 16 | (size_t)frame[2] << 8 | (size_t)frame[3]) == count;

    if (!whole || frame[4] != 0 || frame[5] > 2)
        return false;
    return leave || frame[5] == 0 || memcmp(frame + 8, "\0\0\0\0", 4) == 0;
}

static void claim_reply(enum service service, const uint8_t *message, const char *reply,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool small = message[i] >= 'a' && message[i] <= 'z';
        const int expected = service == SERVICE_UPPER && small ? message[i] ^ 0x20 : message[i];

        claim((uint8_t)reply[i] == expected, "byte %zu of the reply is right", i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const enum service service = (enum service)(feed_byte(&feed) % 3);
    const uint32_t max_task_us = feed_u32(&feed);
    const bool task = service == SERVICE_TASK;
    char *message = malloc(feed.size + 1);
    struct work work;

    claim(message != NULL, "there is memory");
    if (feed.size > 0)
        memcpy(message, feed.data, feed.size);

    const bool answered =
        session_answers(service, max_task_us, (struct slice){ message, feed.size }, &work);

    claim(answered == (!task || deserves_an_answer(feed.data, feed.size, max_task_us > 0)),
          "a message of %zu bytes %s", feed.size, answered ? "is not answered" : "is answered");
    if (answered)
        claim_reply(service, feed.data, message, feed.size);
    claim(work.kind == WORK_NONE || (task && work.microseconds <= max_task_us),
          "%u us of work, and %u are the most", work.microseconds, max_task_us);
    free(message);
    return 0;
}
