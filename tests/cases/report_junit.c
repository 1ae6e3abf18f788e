/* report_junit.c - what was found, as the XML that JUnit writes and CI systems read. */
#include "report_junit.h"

#include "utf8.h"

#include <string.h>

struct sums {
    size_t tests, failures, skipped;
    double took_s;
};

/* XML knows no way to write most control characters, and two of the others neither; those
 * beyond ASCII it knows, and terminals obey them. */
static void write_text(FILE *stream, const char *text)
{
    while (*text != '\0') {
        uint32_t character;
        size_t length = utf8_read(text, &character);
        bool banned = length == 0 || character < ' ' ||
                      (character >= 0x7f && character < 0xa0) || character == 0xfffe ||
                      character == 0xffff;

        if (banned)
            (void)fputc('?', stream);
        else if (strchr("<>&\"'", *text))
            (void)fprintf(stream, "&#%u;", (unsigned)*text);
        else
            (void)fwrite(text, 1, length, stream);
        text += length > 0 ? length : 1;
    }
}

static void write_attribute(FILE *stream, const char *name, const char *text)
{
    (void)fprintf(stream, " %s=\"", name);
    write_text(stream, text);
    (void)fputc('"', stream);
}

static void write_case(FILE *stream, const struct finding *finding)
{
    const char *over = finding->transport == 0 ? "none" : transport_name(finding->transport);
    bool failed = finding->verdict == VERDICT_FAIL;

    (void)fputs("    <testcase classname=\"", stream);
    write_text(stream, finding->subject->name);
    (void)fprintf(stream, ".%s\" name=\"%s %s\" time=\"%.6f\"", over, finding->test->id,
                  finding->test->name, finding->took_ms / 1000);
    if (finding->verdict == VERDICT_PASS) {
        (void)fputs("/>\n", stream);
        return;
    }
    (void)fprintf(stream, ">\n      <%s", failed ? "failure" : "skipped");
    (void)fputs(" message=\"", stream);
    if (finding->verdict == VERDICT_DIFFERS)
        (void)fputs("differs by design: ", stream);
    write_text(stream, finding->reason);
    (void)fputs("\"/>\n    </testcase>\n", stream);
}

/* Of one server, or (NULL) of all. */
static struct sums sum_up(const struct findings *findings, const struct subject *subject)
{
    struct sums sums = { 0 };

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];

        if (subject && finding->subject != subject)
            continue;
        sums.tests++;
        sums.failures += finding->verdict == VERDICT_FAIL;
        sums.skipped += finding->verdict == VERDICT_SKIP || finding->verdict == VERDICT_DIFFERS;
        sums.took_s += finding->took_ms / 1000;
    }
    return sums;
}

static void write_sums(FILE *stream, struct sums sums)
{
    (void)fprintf(
        stream, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"%.6f\">\n",
        sums.tests, sums.failures, sums.skipped, sums.took_s);
}

static void write_suite(FILE *stream, const struct findings *findings,
                        const struct subject *subject)
{
    (void)fputs("  <testsuite", stream);
    write_attribute(stream, "name", subject->name);
    write_sums(stream, sum_up(findings, subject));
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].subject == subject)
            write_case(stream, &findings->list[i]);
    (void)fputs("  </testsuite>\n", stream);
}

void report_junit(FILE *stream, const struct wishes *wishes, const struct findings *findings)
{
    (void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<testsuites name=\"echo-conformance\"",
                stream);
    write_sums(stream, sum_up(findings, NULL));
    for (size_t i = 0; i < wishes->subject_count; i++)
        write_suite(stream, findings, &wishes->subjects[i]);
    (void)fputs("</testsuites>\n", stream);
}
