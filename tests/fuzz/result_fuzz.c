/* result_fuzz.c - echo-load's JSON result, as echo-bench takes it, whoever has written it. */
#include "fuzz.h"

#include "readings.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static void claim_readings(const struct readings *readings)
{
    claim(readings->count <= MOST_READINGS, "there is room");
    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->list[i];

        claim(reading->missing || isfinite(reading->value), "%s is a number or missing",
              reading->name);
        claim(readings_find(readings, reading->name) == reading, "%s is there once",
              reading->name);
    }
}

/* What is written of the readings is JSON that can be read. */
static void claim_json(const struct readings *readings)
{
    json_t *written = readings_json(readings);
    char *text = json_dumps(written, 0);
    json_t *read = text ? json_loads(text, 0, NULL) : NULL;

    claim(read && json_object_size(read) == readings->count, "all readings are written");
    json_decref(read);
    free(text);
    json_decref(written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct readings readings = { 0 };
    json_t *result = json_loadb((const char *)data, size, JSON_DECODE_ANY, NULL);

    if (!result)
        return 0;
    readings_put(&readings, "server_cpu_window_s", "s", "the target", 1);
    readings_put(&readings, "switches", "1", "the target", 1e300);
    readings_take_load(&readings, result);
    readings_derive(&readings);
    claim_readings(&readings);
    claim_json(&readings);
    json_decref(result);
    return 0;
}
