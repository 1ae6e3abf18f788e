/* report_json.c - what was found, as one JSON object of the schema echolab-conformance-1. */
#include "report_json.h"

#include "json.h"

#include <math.h>

/* Text, or null where there is nothing to say. */
static json_t *text_or_null(const char *text)
{
    return text && *text ? json_text(text) : json_null();
}

static json_t *one_finding(const struct finding *finding)
{
    bool tried = finding->transport != 0;

    return json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:o, s:o}", "id", finding->test->id, "name",
        finding->test->name, "model", json_text(finding->subject->name), "transport",
        text_or_null(tried ? transport_name(finding->transport) : NULL), "verdict",
        verdict_word(finding->verdict), "reason", text_or_null(finding->reason), "took_ms",
        tried ? json_real(round(finding->took_ms * 1000) / 1000) : json_null());
}

/* The only transport over which something was tried; NULL if there were several, or none. */
static const char *only_transport(const struct findings *findings)
{
    unsigned all = 0;

    for (size_t i = 0; i < findings->count; i++)
        all |= findings->list[i].transport;
    return all != 0 && (all & (all - 1)) == 0 ? transport_name(all) : NULL;
}

void report_json(FILE *stream, const struct wishes *wishes, const struct findings *findings)
{
    const char *server = wishes->subject_count == 1 ? wishes->subjects[0].name : NULL;
    json_t *list = json_array();

    for (size_t i = 0; i < findings->count; i++)
        (void)json_array_append_new(list, one_finding(&findings->list[i]));

    json_t *report = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:b, s:I, s:o, s:I, s:I, s:I, s:I}", "schema",
        "echolab-conformance-1", "version", ECHOLAB_VERSION, "server", text_or_null(server),
        "transport", text_or_null(only_transport(findings)), "set", wishes->set, "strict",
        (int)wishes->strict, "seed", (json_int_t)wishes->seed, "cases", list, "passed",
        (json_int_t)findings->passed, "failed", (json_int_t)findings->failed, "skipped",
        (json_int_t)findings->skipped, "differing", (json_int_t)findings->differing);

    /* Without memory there is no report; the stream's error is what the caller looks at. */
    if (!report || json_dumpf(report, stream, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) < 0 ||
        fputc('\n', stream) == EOF)
        (void)fclose(stream);
    json_decref(report);
}
