/* contest.c - clients that do the same work one after another, in rounds: what it costs each.
 */
#include "contest.h"

#include "capture.h"
#include "chance.h"
#include "interrupt.h"
#include "process.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WITHIN_MS = 60 * 1000 };

/* Runs the program to its end. */
static bool run(const struct lab *lab, const char *const *arguments, int output, int errors,
                struct ending *ending, char reason[REASON_TEXT])
{
    struct process process;
    char complaint[160];
    char how[ENDING_TEXT];
    const int error = process_start(&(struct launch){ .arguments = arguments,
                                                      .cpu = lab->placement.generator_cpu,
                                                      .output = output,
                                                      .errors = errors,
                                                      .lent = -1 },
                                    &process);

    if (error != 0 || !process_ends_within(&process, WITHIN_MS)) {
        snprintf(reason, REASON_TEXT, "%s %s", arguments[0],
                 error ? strerror(error) : "does not end");
        if (error == 0)
            process_kill(&process);
        return false;
    }
    if (process_reap(&process, ending) && ending->status == 0)
        return true;
    capture_last_line(errors, complaint, sizeof complaint);
    snprintf(reason, REASON_TEXT, "%.100s: %s%s%s", arguments[0], process_describe(ending, how),
             *complaint ? ": " : "", complaint);
    return false;
}

static bool measure(const struct lab *lab, const struct contestant *contestant,
                    double figures[FIGURES], char reason[REASON_TEXT])
{
    const int output = capture_open("stdout");
    const int errors = capture_open("stderr");
    struct ending ending;
    bool good = run(lab, contestant->arguments, output, errors, &ending, reason);
    char *text = good ? capture_text(output) : NULL;

    if (good) {
        good = text && contestant->read(text, figures) && figures[FIGURE_MESSAGES] > 0;
        if (good)
            figures[FIGURE_CPU_US] = ending.cpu_s * 1e6 / figures[FIGURE_MESSAGES];
        else
            snprintf(reason, REASON_TEXT, "%s does not say what it did",
                     contestant->arguments[0]);
    }
    free(text);
    close(errors);
    close(output);
    return good;
}

bool contest_hold(const struct lab *lab, const struct contestant *contestants, size_t count,
                  unsigned rounds, struct contest *contest, char reason[REASON_TEXT])
{
    struct chance chance = chance_from(1);
    size_t order[MOST_CONTESTANTS];

    *contest = (struct contest){ .rounds = rounds };
    for (unsigned round = 0; round < rounds; round++) {
        for (size_t i = 0; i < count; i++)
            order[i] = i;
        chance_shuffle(&chance, order, count);
        for (size_t i = 0; i < count; i++) {
            if (interrupt_asked()) {
                snprintf(reason, REASON_TEXT, "interrupted");
                return false;
            }
            if (!measure(lab, &contestants[order[i]], contest->figures[round][order[i]],
                         reason))
                return false;
        }
    }
    return true;
}

struct spread contest_ratio(const struct contest *contest, size_t one, size_t other,
                            size_t figure)
{
    double ratios[MOST_PAIRS];

    for (unsigned i = 0; i < contest->rounds; i++)
        ratios[i] = contest->figures[i][one][figure] / contest->figures[i][other][figure];
    return statistics_describe(ratios, contest->rounds);
}

struct spread contest_figure(const struct contest *contest, size_t one, size_t figure)
{
    double values[MOST_PAIRS];

    for (unsigned i = 0; i < contest->rounds; i++)
        values[i] = contest->figures[i][one][figure];
    return statistics_describe(values, contest->rounds);
}

bool contest_read_minimal(const char *output, double figures[FIGURES])
{
    return sscanf(output, "messages %lf cpu_s %*f median_late_us %lf",
                  &figures[FIGURE_MESSAGES], &figures[FIGURE_LATE_US]) >= 1;
}

bool contest_read_load(const char *output, double figures[FIGURES])
{
    json_t *result = json_loads(output, 0, NULL);
    double errors;
    const bool good = json_unpack(result, "{s{sF} s{sF}}", "total", "requests",
                                  &figures[FIGURE_MESSAGES], "errors", "total", &errors) == 0 &&
                      errors == 0;

    json_decref(result);
    return good;
}
