/* hdr_log_read.c - a standard HdrHistogram log, read. */
#include "hdr_log.h"

#include "quantity.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Twice what a histogram of the highest precision has ever needed; it bounds what a file that
 * is no log can make us hold. */
enum { LONGEST_LINE = 16 << 20, LONGEST_TAG = 255 };

/* 30,000 years from the epoch: what is further away is no time, and fits in no calendar. */
static const double farthest_s = 1e12;

/* As HdrHistogram guesses: stamps that are more than a year before the start count from it. */
static const double one_year_s = 365.0 * 24 * 3600;

struct reader {
    FILE *file;
    char *line;
    double start_s;
    double base_s;
    bool has_start;
    bool has_base;
    hdr_log_visitor *visit;
    void *context;
};

/* Reads a number which is all of the text, or its beginning if `rest` is asked for. */
static bool read_number(const char *text, double *number)
{
    char *end;

    *number = strtod(text, &end);
    return end != text && (*end == '\0' || *end == ' ' || *end == ']') && isfinite(*number);
}

static const char *read_comment(struct reader *reader)
{
    static const char start[] = "#[StartTime: ", base[] = "#[BaseTime: ";
    const bool is_start = strncmp(reader->line, start, sizeof start - 1) == 0;
    const bool is_base = strncmp(reader->line, base, sizeof base - 1) == 0;

    if (is_start && !read_number(reader->line + sizeof start - 1, &reader->start_s))
        return "StartTime is no number of seconds";
    if (is_base && !read_number(reader->line + sizeof base - 1, &reader->base_s))
        return "BaseTime is no number of seconds";
    reader->has_start = reader->has_start || is_start;
    reader->has_base = reader->has_base || is_base;
    return NULL;
}

static double absolute(const struct reader *reader, double stamp_s)
{
    if (reader->has_base)
        return reader->base_s + stamp_s;
    if (reader->has_start && stamp_s < reader->start_s - one_year_s)
        return reader->start_s + stamp_s;
    return stamp_s;
}

static bool steers_a_terminal(const char *tag)
{
    for (; *tag; tag++)
        if ((unsigned char)*tag < 0x20 || *tag == 0x7f)
            return true;
    return false;
}

/* [Tag=NAME,]START,LENGTH,MAX,HISTOGRAM; what MAX says, the histogram knows better. */
static const char *read_interval(struct reader *reader)
{
    struct hdr_interval interval = { .tag = "" };
    char *rest = reader->line, *fields[4];
    double max;

    if (strncmp(rest, "Tag=", 4) == 0)
        interval.tag = strsep(&rest, ", ") + 4;
    for (size_t i = 0; i < 4; i++)
        fields[i] = strsep(&rest, ", ");
    if (!fields[3] || rest)
        return "an interval is [Tag=NAME,]START,LENGTH,MAX,HISTOGRAM";
    if (strlen(interval.tag) > LONGEST_TAG)
        return "the tag is longer than 255 bytes";
    if (steers_a_terminal(interval.tag))
        return "the tag has control characters";
    if (!read_number(fields[0], &interval.start_s) ||
        !read_number(fields[1], &interval.length_s) || !read_number(fields[2], &max))
        return "start, length and maximum of an interval are numbers";
    interval.start_s = absolute(reader, interval.start_s);
    if (fabs(interval.start_s) > farthest_s || fabs(interval.length_s) > farthest_s)
        return "start or length of the interval is no time";
    interval.text = fields[3];
    interval.length = strlen(fields[3]);
    return reader->visit(reader->context, &interval);
}

/* The legend begins with a quote. */
static const char *read_line(struct reader *reader)
{
    char *line = reader->line;
    const size_t length = strlen(line);

    if (length == 0 || (line[length - 1] != '\n' && !feof(reader->file)))
        return "the line is no text, or longer than 16 MiB";
    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '#')
        return read_comment(reader);
    return line[0] == '\0' || line[0] == '"' ? NULL : read_interval(reader);
}

static bool read_lines(struct reader *reader, const char *path)
{
    size_t number = 1;

    for (; fgets(reader->line, LONGEST_LINE, reader->file); number++) {
        const char *reason = read_line(reader);

        if (reason) {
            warnx("%s:%zu: %s", path, number, reason);
            return false;
        }
    }
    if (!ferror(reader->file))
        return true;
    warn("cannot read %s", path);
    return false;
}

bool hdr_log_read(const char *path, hdr_log_visitor *visit, void *context)
{
    struct reader reader = { .visit = visit, .context = context };

    reader.file = fopen(path, "re");
    reader.line = reader.file ? malloc(LONGEST_LINE) : NULL;

    const bool good = reader.line != NULL;

    if (!good)
        warn("cannot read %s", path);

    const bool read = good && read_lines(&reader, path);

    free(reader.line);
    if (reader.file)
        fclose(reader.file);
    return read;
}
