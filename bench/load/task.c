/* task.c - messages that ask the server for work. */
#include "task.h"

#include "clock.h"
#include "quantity.h"
#include "random.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A server takes at most a minute (--max-task). */
enum { MOST_US = 60 * 1000 * 1000, MOST_EXPONENTIAL_US = 1000 * 1000, TIME_TEXT = 32 };

static _Thread_local char sentence[512];

static const char *refuse(const char *text, const char *reason)
{
    char quote[QUANTITY_QUOTE];

    snprintf(sentence, sizeof sentence, "%s %s", quantity_quote(text, quote), reason);
    return sentence;
}

/* True if `text` begins with `word`, which is moved over then. */
static bool skip(const char **text, const char *word)
{
    const size_t length = strlen(word);
    const bool found = strncmp(*text, word, length) == 0;

    if (found)
        *text += length;
    return found;
}

static const char *read_time(const char *text, uint32_t most_us, uint32_t *time_us)
{
    uint64_t time_ns = 0;
    const char *reason =
        quantity_time_ns(text, NS_PER_US, (uint64_t)most_us * NS_PER_US, &time_ns);

    if (reason)
        return reason;
    if (time_ns % NS_PER_US != 0)
        return refuse(text, "is no whole number of microseconds");
    *time_us = (uint32_t)(time_ns / NS_PER_US);
    return NULL;
}

/* The field up to the next comma, which is moved over; a field that does not fit stays empty.
 */
static const char *read_field(const char **text, char field[TIME_TEXT])
{
    const size_t length = strcspn(*text, ",");

    field[0] = '\0';
    if (length < TIME_TEXT) {
        memcpy(field, *text, length);
        field[length] = '\0';
    }
    *text += length + ((*text)[length] == ',');
    return field;
}

static const char *read_share(const char *text, double *share)
{
    const size_t digits = strspn(text, "0123456789");
    const size_t fraction =
        text[digits] == '.' ? 1 + strspn(text + digits + 1, "0123456789") : 0;

    *share = strtod(text, NULL);
    if (digits == 0 || fraction == 1 || text[digits + fraction] != '\0' || *share > 1)
        return refuse(text, "is no share from 0 to 1 such as 0.05");
    return NULL;
}

static const char *read_bimodal(const char *text, struct task_plan *plan)
{
    const char *rest = text;
    char field[TIME_TEXT];
    const char *reason = read_time(read_field(&rest, field), MOST_US, &plan->first_us);

    if (!reason)
        reason = read_time(read_field(&rest, field), MOST_US, &plan->second_us);
    if (!reason)
        reason = read_share(rest, &plan->share);
    if (!reason && plan->second_us <= plan->first_us)
        reason = refuse(text, "does not have the longer time second");
    return reason;
}

const char *task_parse(const char *text, struct task_plan *plan)
{
    const char *rest = text;
    const bool spinning = skip(&rest, "spin:");
    const bool blocking = !spinning && skip(&rest, "block:");

    *plan =
        (struct task_plan){ .text = text, .kind = blocking ? TASK_KIND_BLOCK : TASK_KIND_SPIN };
    if (skip(&rest, "exp:")) {
        plan->times = TASK_EXPONENTIAL;
        return read_time(rest, MOST_EXPONENTIAL_US, &plan->first_us);
    }
    if (skip(&rest, "bimodal:")) {
        plan->times = TASK_BIMODAL;
        return read_bimodal(rest, plan);
    }
    if (!spinning && !blocking)
        return refuse(text, "is no work such as spin:100us, block:exp:1ms or "
                            "bimodal:10us,1ms,0.05");
    return read_time(rest, MOST_US, &plan->first_us);
}

/* From 0 (left out) to 1. */
static double draw_share(uint64_t *random)
{
    return (double)((random_next(random) >> 11) + 1) * 0x1p-53;
}

uint32_t task_draw(const struct task_plan *plan, uint64_t *random)
{
    double time_us;

    switch (plan->times) {
    case TASK_EXPONENTIAL:
        time_us = -log(draw_share(random)) * plan->first_us + 0.5;
        return time_us < MOST_EXPONENTIAL_US ? (uint32_t)time_us : MOST_EXPONENTIAL_US;
    case TASK_BIMODAL:
        return draw_share(random) <= plan->share ? plan->second_us : plan->first_us;
    case TASK_FIXED:
        break;
    }
    return plan->first_us;
}

unsigned task_classes(const struct task_plan *plan)
{
    return plan->times == TASK_FIXED ? 1 : 2;
}

unsigned task_class(const struct task_plan *plan, uint32_t work_us)
{
    switch (plan->times) {
    case TASK_EXPONENTIAL:
        return work_us >= plan->first_us;
    case TASK_BIMODAL:
        return work_us >= plan->second_us;
    case TASK_FIXED:
        break;
    }
    return 0;
}

const char *task_class_name(const struct task_plan *plan, unsigned class)
{
    if (plan->times == TASK_FIXED)
        return "all";
    return class == 0 ? "short" : "long";
}

static void write_u32(uint32_t number, unsigned char *bytes)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (24 - 8 * i));
}

void task_write_header(const struct task_plan *plan, uint32_t size, uint32_t work_us,
                       unsigned char header[TASK_HEADER_SIZE])
{
    write_u32(size, header);
    write_u32((uint32_t)plan->kind << 16, header + 4);
    write_u32(work_us, header + 8);
}
