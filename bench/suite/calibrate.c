/* calibrate.c - `echo-bench calibrate`: what can be told on this machine, and what cannot. */
#include "calibrate.h"

#include "accounting.h"
#include "calibration.h"
#include "clock_cost.h"
#include "command_line.h"
#include "environment.h"
#include "interrupt.h"
#include "json.h"
#include "json_file.h"
#include "numbers.h"
#include "quantity.h"
#include "round_trip.h"
#include "seed.h"
#include "store.h"
#include "twins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_OUT = 256, KEY_PAIRS, KEY_SEED, KEY_QUIET };

enum { USUAL_PAIRS = 10, USUAL_SEED = 1 };

struct wish {
    const char *out; /* NULL: among the results */
    unsigned pairs;
    uint64_t seed;
    bool quiet;
};

struct calibrated {
    struct timespec made;
    struct clock_cost clock;
    size_t trip_count;
    struct round_trip trips[MOST_ROUND_TRIPS];
    struct twins twins;
};

static const struct argp_option descriptions[] = {
    { "out", KEY_OUT, "FILE", 0,
      "write it there; - is stdout (default: results/calibration-HOST.json, where run looks)",
      0 },
    { "pairs", KEY_PAIRS, "N", 0,
      "pairs of runs of the same server, 1 to 100 (default 10: about a minute)", 0 },
    { "seed", KEY_SEED, "N", 0, "of the bytes that are sent, and of the draws (default 1)", 0 },
    { "quiet", KEY_QUIET, NULL, 0, "no progress, only what was found", 0 },
    { 0 },
};

static void read_number(struct argp_state *state, const char *option, const char *text,
                        uint64_t least, uint64_t most, uint64_t *number)
{
    const char *reason = quantity_count(text, least, most, number);

    if (reason)
        argp_error(state, "%s: %s", option, reason);
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct wish *wish = state->input;
    uint64_t pairs = USUAL_PAIRS;

    switch (key) {
    case KEY_OUT:
        if (!*text)
            argp_error(state, "--out: the name of a file is missing");
        wish->out = text;
        return 0;
    case KEY_PAIRS:
        read_number(state, "--pairs", text, 1, MOST_PAIRS, &pairs);
        wish->pairs = (unsigned)pairs;
        return 0;
    case KEY_SEED:
        read_number(state, "--seed", text, 0, seed_largest, &wish->seed);
        return 0;
    case KEY_QUIET:
        wish->quiet = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* epoll, or whoever else of ours serves many at once. */
static const struct model *choose_model(void)
{
    const struct model *model = model_named("epoll");

    for (size_t i = 0; i < model_count() && !model; i++)
        if (!model_at(i)->one_at_a_time)
            model = model_at(i);
    return model;
}

static json_t *generator_json(const struct twins *twins)
{
    bool known = twins->generator_us > 0;
    json_t *object = json_object();

    json_object_set_new(object, "cpu_us_per_message",
                        known ? json_real(twins->generator_us) : json_null());
    json_object_set_new(object, "ceiling_per_s",
                        known ? json_real(1e6 / twins->generator_us) : json_null());
    json_object_set_new(object, "flat_out_per_s", json_real(twins->per_s));
    return object;
}

static json_t *calibrated_json(const struct lab *lab, const struct calibrated *calibrated)
{
    json_t *object = json_object();

    json_object_set_new(object, "schema", json_string("echolab-calibration-1"));
    json_object_set_new(object, "made", json_time(calibrated->made));
    json_object_set_new(object, "environment", environment_json(lab));
    json_object_set_new(object, "clock", clock_cost_json(&calibrated->clock));
    json_object_set_new(object, "round_trips",
                        round_trips_json(calibrated->trips, calibrated->trip_count));
    json_object_set_new(object, "generator", generator_json(&calibrated->twins));
    json_object_set_new(object, "noise", twins_json(&calibrated->twins));
    return object;
}

/* False if the runs could not be made; `twins.failure` says why. */
static bool find_out(const struct lab *lab, const struct wish *wish,
                     struct calibrated *calibrated)
{
    struct progress progress = progress_begin(true, wish->pairs, twins_estimate_s(wish->pairs));
    char time[PROGRESS_TIME];

    clock_gettime(CLOCK_REALTIME, &calibrated->made);
    if (!wish->quiet)
        progress_say(&progress, "Calibrating: about %s.",
                     progress_time(twins_estimate_s(wish->pairs) + 2, time));
    calibrated->clock = clock_cost();
    calibrated->trip_count = round_trips(&lab->placement, calibrated->trips);
    return twins_measure(lab, choose_model(), wish->pairs, wish->seed,
                         wish->quiet ? NULL : &progress, &calibrated->twins);
}

static void print_trips(const struct calibrated *calibrated)
{
    printf("\nRound trip of a byte between two processes that block, median and p99:\n");
    for (size_t i = 0; i < calibrated->trip_count; i++) {
        const struct round_trip *trip = &calibrated->trips[i];

        printf("  %-10s  %s  ", trip->over, trip->one_cpu ? "one CPU " : "two CPUs");
        if (trip->count > 0)
            printf("%8.1f us  %8.1f us\n", trip->median_us, trip->p99_us);
        else
            printf("n/a\n");
    }
}

static void print_generator(const struct twins *twins)
{
    char rate[NUMBER_TEXT];

    if (twins->generator_us > 0)
        printf("\nGenerator: %.2f us of CPU a message, so %s messages/s at most.\n",
               twins->generator_us, number_format(1e6 / twins->generator_us, 0, rate));
}

static void print_noise(const struct twins *twins)
{
    bool suspect = false;

    printf("\nNoise, the 95th percentile of what %d blocks of one server against itself say:\n",
           TWINS_BLOCKS);
    for (size_t i = 0; i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];
        const struct twin *worst = twins_worst(twins, twin->figure->name);

        if (worst != twin)
            continue;
        suspect = suspect || twin->suspect;
        printf("  %-24s %6.1f %%%s  at %s %s\n", twin->figure->title, 100 * twin->relative,
               twin->suspect ? " (suspect)" : "", twin->scenario->name, twin->point->label);
    }
    if (suspect)
        printf("Suspect: too few pairs of runs are beyond doubt. What is suspect is not used; "
               "calibrate again when the machine is quiet.\n");
}

static void print(const struct calibrated *calibrated)
{
    printf("Clock: a reading costs %.1f ns; the smallest step seen is %.0f ns.\n",
           calibrated->clock.read_ns, calibrated->clock.step_ns);
    print_trips(calibrated);
    print_generator(&calibrated->twins);
    print_noise(&calibrated->twins);
}

/* Returns the exit status. */
static int carry_out(const struct lab *lab, const struct wish *wish, const char *path,
                     bool printed)
{
    struct calibrated calibrated = { 0 };
    bool found = find_out(lab, wish, &calibrated);
    int status = found ? 0 : interrupt_asked() ? 130 : 1;

    if (found) {
        json_t *json = calibrated_json(lab, &calibrated);

        status = json_file_write(path, json) ? 0 : 1;
        json_decref(json);
        if (printed)
            print(&calibrated);
    } else {
        fprintf(stderr, "echo-bench calibrate: nothing is written: %s\n",
                calibrated.twins.failure);
    }
    twins_release(&calibrated.twins);
    return status;
}

int calibrate_into(const struct lab *lab, const char *path, bool quiet)
{
    const struct wish wish = { .pairs = USUAL_PAIRS, .seed = USUAL_SEED, .quiet = quiet };

    return carry_out(lab, &wish, path, false);
}

static void settle(struct lab *lab, struct accounting *accounting)
{
    lab_find(lab);
    lab_require(lab, "echo-load");
    interrupt_watch();
    lab_settle(lab);
    accounting_find(accounting, &lab->placement);
    lab->accounting = accounting;
}

int calibrate(int argc, char **argv)
{
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .doc =
            "Finds out what can be told on this machine: the noise of each figure, the "
            "generator's limit, the raw round trip of two processes, the clock.\v"
            "Exit status: 0 it was written, 1 something failed, 2 wrong use, 130 interrupted.",
    };
    struct wish wish = { .pairs = USUAL_PAIRS, .seed = USUAL_SEED };
    struct accounting accounting;
    struct lab lab;
    char path[PATH_MAX];

    command_line_parse(&parser, argc, argv, 0, &wish);
    if (!wish.out)
        store_make_parent();
    calibration_path(path);
    settle(&lab, &accounting);

    const char *out = wish.out ? wish.out : path;
    bool to_stdout = strcmp(out, "-") == 0;
    int status = carry_out(&lab, &wish, out, !to_stdout);

    if (status == 0 && !to_stdout)
        printf("\nWritten to %s.\n", out);
    return status;
}
