/* noise.c - the noise that the results of a run are judged by. */
#include "noise.h"

#include "calibrate.h"
#include "calibration.h"
#include "environment.h"

static const char name[] = "calibration.json";

static bool load_own(const struct store *store, const json_t *environment,
                     char unknown[REASON_TEXT])
{
    char path[PATH_MAX];

    return calibration_load(store_path(store, name, path), environment, unknown);
}

static bool load_common(const struct lab *lab, bool may_make, bool quiet,
                        const json_t *environment, char unknown[REASON_TEXT])
{
    char path[PATH_MAX];

    calibration_path(path);
    if (calibration_load(path, environment, unknown))
        return true;
    if (!may_make)
        return false;
    store_make_parent();
    return calibrate_into(lab, path, quiet) == 0 &&
           calibration_load(path, environment, unknown);
}

void noise_keep(const struct lab *lab, const struct choice *choice, const struct store *store,
                const struct resume *resume, char unknown[REASON_TEXT])
{
    json_t *environment = environment_json(lab);
    bool known = resume && load_own(store, environment, unknown);

    if (!known)
        known = load_common(lab, choice->depth == FULL && !resume, choice->quiet, environment,
                            unknown);
    json_decref(environment);
    if (!known)
        return;
    *unknown = '\0';
    store_write_json(store, name, calibration_known());
}
