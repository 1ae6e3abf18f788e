/* calibration.c - what `echo-bench calibrate` has found on this machine. */
#include "calibration.h"

#include "store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char schema[] = "echolab-calibration-1";

/* Global, because a comparison's noise is a function of the figure's name alone: digest.h. */
static json_t *known;

void calibration_path(char path[PATH_MAX])
{
    char parent[PATH_MAX];
    char host[STORE_HOST];

    store_find_parent(parent);
    store_host(host);
    /* Too long, it cannot be read or written, which is then told. */
    if (snprintf(path, PATH_MAX, "%s/calibration-%s.json", parent, host) >= PATH_MAX)
        *path = '\0';
}

static const json_t *look_up(const json_t *environment, const char *group, const char *key)
{
    return json_object_get(json_object_get(environment, group), key);
}

/* NULL if both are of the same machine; otherwise what is not the same. */
static const char *find_difference(const json_t *then, const json_t *now)
{
    static const struct {
        const char *group, *key, *name;
    } marks[] = { { "cpu", "model", "the CPU" },
                  { "cpu", "online", "the number of CPUs" },
                  { "cpu", "server_cpu", "the server's CPU" },
                  { "cpu", "generator_cpu", "the generator's CPU" },
                  { "system", "kernel", "the kernel" },
                  { "system", "architecture", "the architecture" } };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (!json_equal(look_up(then, marks[i].group, marks[i].key),
                        look_up(now, marks[i].group, marks[i].key)))
            return marks[i].name;
    return NULL;
}

/* NULL if it can be used. */
static const char *refuse(const json_t *calibration, const json_t *environment)
{
    const char *seen = json_string_value(json_object_get(calibration, "schema"));

    if (!seen || strcmp(seen, schema) != 0)
        return "it is none of this version";
    return find_difference(json_object_get(calibration, "environment"), environment);
}

bool calibration_load(const char *path, const json_t *environment, char reason[REASON_TEXT])
{
    json_error_t error;
    json_t *calibration = NULL;

    calibration_release();
    if (access(path, F_OK) < 0) {
        snprintf(reason, REASON_TEXT, "echo-bench calibrate has not been run here");
        return false;
    }
    calibration = json_load_file(path, 0, &error);
    /* What is wrong with a line would be told with the line itself, whatever is in it. */
    if (!calibration) {
        snprintf(reason, REASON_TEXT, "%.200s cannot be read: %.80s", path,
                 error.line > 0 ? "it is no JSON" : error.text);
        return false;
    }

    const char *wrong = refuse(calibration, environment);

    if (wrong) {
        snprintf(reason, REASON_TEXT, "%.200s is of another machine: %s has changed", path,
                 wrong);
        json_decref(calibration);
        return false;
    }
    known = calibration;
    return true;
}

const json_t *calibration_known(void)
{
    return known;
}

static const json_t *figures(void)
{
    return json_object_get(json_object_get(known, "noise"), "figures");
}

/* What was found while something else was busy is not the machine's. */
double calibration_noise(const char *figure)
{
    const json_t *found = json_object_get(figures(), figure);

    if (json_is_true(json_object_get(found, "suspect")))
        return 0;
    return json_number_value(json_object_get(found, "relative"));
}

json_t *calibration_noise_json(void)
{
    const char *figure;
    json_t *ignored;
    json_t *object;

    if (!known)
        return json_null();
    object = json_object();
    json_object_foreach((json_t *)figures(), figure, ignored)
    {
        double noise = calibration_noise(figure);

        if (noise > 0)
            json_object_set_new(object, figure, json_real(noise));
    }
    return object;
}

void calibration_release(void)
{
    json_decref(known);
    known = NULL;
}
