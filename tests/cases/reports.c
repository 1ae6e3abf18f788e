/* reports.c - what was found, for machines: where it is written. */
#include "reports.h"

#include "report_json.h"
#include "report_junit.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *take_stdout(void)
{
    int ours = dup(STDOUT_FILENO);
    FILE *stream = ours < 0 ? NULL : fdopen(ours, "w");

    (void)fflush(stdout);
    if (!stream || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        err(EXIT_FAILURE, "cannot keep stdout for a report");
    return stream;
}

static FILE *open_one(const char *path)
{
    if (!path)
        return NULL;
    if (strcmp(path, "-") == 0)
        return take_stdout();

    FILE *stream = fopen(path, "we");

    if (!stream)
        err(EXIT_FAILURE, "cannot write %s", path);
    return stream;
}

void reports_open(struct reports *reports, const struct wishes *wishes)
{
    reports->json = open_one(wishes->json);
    reports->junit = open_one(wishes->junit);
}

static void close_one(FILE *stream, const char *path)
{
    bool broken = ferror(stream);

    if (fclose(stream) != 0 || broken)
        err(EXIT_FAILURE, "cannot write %s", path);
}

void reports_write(struct reports *reports, const struct wishes *wishes,
                   const struct findings *findings)
{
    if (reports->json) {
        report_json(reports->json, wishes, findings);
        close_one(reports->json, wishes->json);
    }
    if (reports->junit) {
        report_junit(reports->junit, wishes, findings);
        close_one(reports->junit, wishes->junit);
    }
}
