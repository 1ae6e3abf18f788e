/* report_page.c - results as a page: one HTML file that needs nobody else. */
#include "report_page.h"

#include "report_pairs.h"
#include "results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What stands in the template where the data belongs. */
static const char mark[] = "@DATA@";

/* Beside the programs, where they are built and where they are installed. */
static const char template_name[] = "../share/echolab/report-template.html";

enum { SIGNIFICANT_DIGITS = 8, ESCAPE = 6 };

static bool means_something(char c)
{
    return c == '<' || c == '>' || c == '&';
}

/* In JSON these characters stand in strings only, and there an escape says the same. */
char *report_embed(const json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII |
                                      JSON_REAL_PRECISION(SIGNIFICANT_DIGITS));
    size_t length = 0;

    if (!text)
        return NULL;
    for (const char *at = text; *at; at++)
        length += means_something(*at) ? ESCAPE : 1;

    char *embedded = malloc(length + 1);
    char *end = embedded;

    for (const char *at = text; embedded && *at; at++)
        if (means_something(*at))
            end += snprintf(end, ESCAPE + 1, "\\u%04x", (unsigned)*at);
        else
            *end++ = *at;
    if (embedded)
        *end = '\0';
    free(text);
    return embedded;
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t room = 0;

    if (!file)
        return NULL;

    ssize_t length = getdelim(&text, &room, '\0', file);

    fclose(file);
    if (length >= 0)
        return text;
    free(text);
    return NULL;
}

static char *read_template(char reason[REASON_TEXT])
{
    struct lab lab;
    char path[PATH_MAX];

    lab_find(&lab);

    char *page = read_whole(lab_program(&lab, template_name, path));

    if (!page)
        snprintf(reason, REASON_TEXT,
                 "the page's template is not there; bench/run builds it, with nodejs and npm");
    else if (!strstr(page, mark))
        snprintf(reason, REASON_TEXT, "the page's template has no place for the data");
    else
        return page;
    free(page);
    return NULL;
}

/* The template with the data in its place; owned by the caller. */
static char *insert(const char *page, const char *data)
{
    const char *place = strstr(page, mark);
    const char *rest = place + strlen(mark);
    char *whole = malloc((size_t)(place - page) + strlen(data) + strlen(rest) + 1);

    if (!whole)
        return NULL;

    char *end = mempcpy(whole, page, (size_t)(place - page));

    end = stpcpy(end, data);
    (void)stpcpy(end, rest);
    return whole;
}

/* The page links to the folders of the models where it stands in their project's results. */
static json_t *links_from(const char *path)
{
    char readme[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 1;

    if (snprintf(readme, sizeof readme, "%.*s/../../epoll/README.md", length,
                 slash ? path : ".") >= (int)sizeof readme ||
        access(readme, R_OK) < 0)
        return json_null();
    return json_string("../../");
}

static json_t *read_data(const char *path, const char *folder, const char *other,
                         char reason[REASON_TEXT])
{
    json_t *summary = results_read(folder, reason);
    json_t *second = summary && other ? results_read(other, reason) : NULL;

    if (!summary || (other && !second)) {
        json_decref(summary);
        return NULL;
    }

    json_t *data =
        json_pack("{s:s, s:s, s:o, s:o}", "kind", other ? "compare" : "run", "version",
                  ECHOLAB_VERSION, "links", links_from(path), "summary", summary);

    if (other) {
        json_object_set_new(data, "comparisons", report_pairs(summary, second));
        json_object_set_new(data, "other", second);
    }
    return data;
}

static bool fill(const char *path, const char *page, json_t *data, char reason[REASON_TEXT])
{
    char *text = report_embed(data);
    char *whole = text ? insert(page, text) : NULL;
    bool written = false;

    if (whole)
        written = results_replace(path, whole, reason);
    else
        snprintf(reason, REASON_TEXT, "there is no memory for the page");
    free(whole);
    free(text);
    return written;
}

bool report_write_to(const char *path, const char *folder, const char *other,
                     char reason[REASON_TEXT])
{
    json_t *data = read_data(path, folder, other, reason);
    char *page = data ? read_template(reason) : NULL;
    bool written = page && fill(path, page, data, reason);

    free(page);
    json_decref(data);
    return written;
}

bool report_write(const char *folder, char reason[REASON_TEXT])
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/report.html", folder) < (int)sizeof path)
        return report_write_to(path, folder, NULL, reason);
    snprintf(reason, REASON_TEXT, "the name of the folder is too long");
    return false;
}
