/* hdr_log.h - a standard HdrHistogram log (.hlog, format 1.3), written and read.
 *
 *     struct hdr_log log;
 *     if (!hdr_log_open(&log, path, address, &wall_start)) ...      before the load starts
 *     hdr_log_write(&log, "latency", 3.0, 1.0, interval);           each second
 *     if (!hdr_log_close(&log)) ...
 *
 * The lines are those of HdrHistogram's HistogramLogWriter (Gil Tene, http://hdrhistogram.org):
 * a comment that names the program, the version, the start, the base that all stamps count from
 * (the start as well), the legend, and then for each interval
 * Tag=NAME,START,LENGTH,MAX,HISTFAAAA... with START and LENGTH in seconds and MAX in ms. */
#ifndef ECHOLAB_HDR_LOG_H
#define ECHOLAB_HDR_LOG_H

#include "histogram.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

struct hdr_encoder;

struct hdr_log {
    const char *path;
    int fd; /* -1 while nothing is open */
    struct hdr_encoder *encoder;
    char *line;
    off_t length; /* of all whole lines */
    int error;    /* the errno of the first failure, or 0 */
};

/* Replaces what is at `path`, which has to stay where it is until the log is closed. `address`
 * is for the comment, `wall_start` since the epoch. False, after one line on stderr, if that
 * cannot be done; then nothing is open, and closing does nothing. */
bool hdr_log_open(struct hdr_log *log, const char *path, const char *address,
                  const struct timespec *wall_start);

/* The same into a new file that the caller has opened, and will close after hdr_log_end(); the
 * failure is told by errno only. */
bool hdr_log_begin(struct hdr_log *log, int fd, const char *address,
                   const struct timespec *wall_start);

/* Writes a line in one piece, so that whoever is killed leaves a valid, shorter log, and so
 * does a full disk. `start_s` counts from `wall_start`; `tag` is up to 255 bytes without
 * blanks, commas or control characters, or NULL for a line without one. Allocates nothing.
 * False if this or an earlier line could not be written. */
bool hdr_log_write(struct hdr_log *log, const char *tag, double start_s, double length_s,
                   const struct histogram *histogram);

/* Closes what hdr_log_open() has opened, if it has. False, after one line on stderr, if
 * anything could not be written. */
bool hdr_log_close(struct hdr_log *log);

/* Ends what hdr_log_begin() has begun, even if that has failed; tells a failure by errno only.
 */
bool hdr_log_end(struct hdr_log *log);

/* One interval of a log. */
struct hdr_interval {
    const char *tag; /* "" if it has none */
    double start_s;  /* since the epoch, unless the log says nothing of that */
    double length_s;
    const char *text; /* for hdr_decode() */
    size_t length;    /* of the text */
};

/* Gets one interval, valid during the call; returns NULL to go on, or a sentence. */
typedef const char *hdr_log_visitor(void *context, const struct hdr_interval *interval);

/* Reads a log of any program, line by line. False, after one line on stderr that names the file
 * and, if there is one to blame, the line, when something is not as it should be or the visitor
 * has said so. */
bool hdr_log_read(const char *path, hdr_log_visitor *visit, void *context);

#endif
