/* recorder.c - gathers what the workers have recorded, once a second, and passes it on. */
#include "recorder.h"

#include "clock.h"

#include <err.h>

bool recorder_create(struct recorder *recorder, struct run *run, struct worker **workers,
                     struct progress *progress)
{
    *recorder = (struct recorder){
        .run = run, .workers = workers, .progress = progress, .next_ns = UINT64_MAX
    };
    if (interval_create(&recorder->total, run->options) &&
        interval_create(&recorder->second, run->options))
        return series_open(&recorder->series, run->options);
    warnx("no memory for the result");
    return false;
}

bool recorder_release(struct recorder *recorder)
{
    interval_release(&recorder->second);
    interval_release(&recorder->total);
    return series_close(&recorder->series);
}

/* The last second is gathered when all is over. */
static uint64_t next_after(const struct recorder *recorder, uint64_t time_ns)
{
    return time_ns + NS_PER_S < recorder->closes_ns ? time_ns + NS_PER_S : UINT64_MAX;
}

void recorder_open(struct recorder *recorder, uint64_t opened_ns, uint64_t closes_ns)
{
    recorder->begun_ns = opened_ns;
    recorder->closes_ns = closes_ns;
    recorder->next_ns = next_after(recorder, opened_ns);
    series_begin(&recorder->series, opened_ns);
}

/* What a worker has left when it changed, ready to be used again. */
static void take(struct recorder *recorder, struct interval *left)
{
    interval_add(&recorder->second, left);
    interval_clear(left);
}

static void pass_on(struct recorder *recorder, uint64_t end_ns)
{
    interval_add(&recorder->total, &recorder->second);
    series_add(&recorder->series, recorder->begun_ns, end_ns, &recorder->second);
    progress_take(recorder->progress, end_ns - recorder->begun_ns, &recorder->second);
    interval_clear(&recorder->second);
    recorder->begun_ns = end_ns;
}

static bool all_have_changed(const struct recorder *recorder)
{
    const unsigned wanted = atomic_load(&recorder->run->changes);

    for (unsigned i = 0; i < recorder->run->options->threads; i++)
        if (atomic_load(&recorder->workers[i]->changes) != wanted)
            return false;
    return true;
}

/* Until the next change the intervals that are not in use belong to us. */
static void gather(struct recorder *recorder)
{
    const unsigned left = (atomic_load(&recorder->run->changes) + 1) % 2;

    for (unsigned i = 0; i < recorder->run->options->threads; i++)
        take(recorder, &recorder->workers[i]->intervals[left]);
    recorder->asked = false;
}

/* Seconds in which nobody got to ask are part of a longer interval. */
static void ask(struct recorder *recorder, uint64_t now_ns)
{
    atomic_fetch_add(&recorder->run->changes, 1);
    for (unsigned i = 0; i < recorder->run->options->threads; i++)
        worker_wake(recorder->workers[i]);
    recorder->asked = true;
    while (recorder->next_ns <= now_ns)
        recorder->next_ns = next_after(recorder, recorder->next_ns);
}

void recorder_attend(struct recorder *recorder)
{
    if (recorder->asked && all_have_changed(recorder)) {
        gather(recorder);
        pass_on(recorder, clock_now_ns());
    }

    const uint64_t now_ns = clock_now_ns();

    if (!recorder->asked && now_ns >= recorder->next_ns)
        ask(recorder, now_ns);
}

void recorder_close(struct recorder *recorder)
{
    recorder->next_ns = UINT64_MAX;
}

/* If it was asked for a change just before the end, some have followed and some have not: what
 * they hold belongs to the last interval either way. */
void recorder_finish(struct recorder *recorder, uint64_t closed_ns)
{
    for (unsigned i = 0; i < recorder->run->options->threads; i++) {
        struct worker *worker = recorder->workers[i];

        worker_finish_interval(worker);
        take(recorder, &worker->intervals[0]);
        take(recorder, &worker->intervals[1]);
    }
    if (recorder->begun_ns > 0)
        pass_on(recorder, closed_ns);
}
