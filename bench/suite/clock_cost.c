/* clock_cost.c - how finely CLOCK_MONOTONIC tells the time, and what asking it costs. */
#include "clock_cost.h"

#include "clock.h"
#include "statistics.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { ROWS = 21, ROW = 5000 };

/* What a reading costs in a row of many; the smallest step is kept. */
static double read_row(uint64_t *step_ns)
{
    uint64_t first_ns = clock_now_ns();
    uint64_t last_ns = first_ns;

    for (int i = 0; i < ROW; i++) {
        uint64_t now_ns = clock_now_ns();

        if (now_ns > last_ns && now_ns - last_ns < *step_ns)
            *step_ns = now_ns - last_ns;
        last_ns = now_ns;
    }
    return (double)(last_ns - first_ns) / ROW;
}

struct clock_cost clock_cost(void)
{
    struct timespec resolution = { 0 };
    uint64_t step_ns = UINT64_MAX;
    double rows[ROWS];

    clock_getres(CLOCK_MONOTONIC, &resolution);
    for (size_t i = 0; i < ROWS; i++)
        rows[i] = read_row(&step_ns);
    statistics_sort(rows, ROWS);
    return (struct clock_cost){ .resolution_ns = (double)resolution.tv_sec * NS_PER_S +
                                                 (double)resolution.tv_nsec,
                                .step_ns = (double)step_ns,
                                .read_ns = statistics_quantile(rows, ROWS, 0.5) };
}

json_t *clock_cost_json(const struct clock_cost *cost)
{
    json_t *object = json_object();

    json_object_set_new(object, "clock", json_string("CLOCK_MONOTONIC"));
    json_object_set_new(object, "resolution_ns", json_real(cost->resolution_ns));
    json_object_set_new(object, "step_ns", json_real(cost->step_ns));
    json_object_set_new(object, "read_ns", json_real(cost->read_ns));
    return object;
}
