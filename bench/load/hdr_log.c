/* hdr_log.c - a standard HdrHistogram log, written. */
#include "hdr_log.h"

#include "hdr_encoding.h"
#include "quantity.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* More than the longest line: a count of 9 bytes in each slot that zlib cannot shorten. */
enum { LONGEST_LINE = HISTOGRAM_SLOTS * 13 };

/* What does not get there as a whole is taken back, or what has been written so far would be no
 * log any more; a pipe has no way back. */
static bool write_line(struct hdr_log *log, int length)
{
    size_t written = 0;

    while (log->error == 0 && written < (size_t)length) {
        const ssize_t count = write(log->fd, log->line + written, (size_t)length - written);

        if (count >= 0)
            written += (size_t)count;
        else if (errno != EINTR)
            log->error = errno;
    }
    if (log->error == 0) {
        log->length += length;
        return true;
    }
    (void)!ftruncate(log->fd, log->length);
    errno = log->error;
    return false;
}

/* As Java's Date.toString() writes it. */
static void format_date(const struct timespec *wall_start, char *date, size_t size)
{
    struct tm parts;

    if (!localtime_r(&wall_start->tv_sec, &parts) ||
        strftime(date, size, "%a %b %d %H:%M:%S %Z %Y", &parts) == 0)
        date[0] = '\0';
}

bool hdr_log_begin(struct hdr_log *log, int fd, const char *address,
                   const struct timespec *wall_start)
{
    const double start_s = (double)wall_start->tv_sec + (double)wall_start->tv_nsec / 1e9;
    char quote[QUANTITY_QUOTE], date[64];

    *log = (struct hdr_log){ .fd = fd, .encoder = hdr_encoder_create() };
    log->line = log->encoder ? malloc(LONGEST_LINE) : NULL;
    if (!log->line) {
        log->error = errno = ENOMEM;
        return false;
    }
    format_date(wall_start, date, sizeof date);
    return write_line(log, snprintf(log->line, LONGEST_LINE,
                                    "#[Logged by echo-load %s: %s]\n"
                                    "#[Histogram log format version 1.3]\n"
                                    "#[StartTime: %.3f (seconds since epoch), %s]\n"
                                    "#[BaseTime: %.3f (seconds since epoch)]\n"
                                    "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
                                    "\"Interval_Compressed_Histogram\"\n",
                                    ECHOLAB_VERSION, quantity_quote(address, quote), start_s,
                                    date, start_s));
}

bool hdr_log_open(struct hdr_log *log, const char *path, const char *address,
                  const struct timespec *wall_start)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (fd >= 0 && hdr_log_begin(log, fd, address, wall_start)) {
        log->path = path;
        return true;
    }
    warn("cannot write the log to %s", path);
    if (fd >= 0) {
        hdr_log_end(log);
        close(fd);
    }
    *log = (struct hdr_log){ .fd = -1 };
    return false;
}

/* The maximum as HdrHistogram tells it. */
static double max_ms(const struct histogram *histogram)
{
    const size_t used = histogram_slots_used(histogram);

    return used == 0 ? 0.0 : (double)histogram_slot_highest(used - 1) / 1e6;
}

bool hdr_log_write(struct hdr_log *log, const char *tag, double start_s, double length_s,
                   const struct histogram *histogram)
{
    if (log->error != 0)
        return false;
    return write_line(log, snprintf(log->line, LONGEST_LINE, "%s%s%s%.3f,%.3f,%.3f,%s\n",
                                    tag ? "Tag=" : "", tag ? tag : "", tag ? "," : "", start_s,
                                    length_s, max_ms(histogram),
                                    hdr_encode(log->encoder, histogram)));
}

bool hdr_log_end(struct hdr_log *log)
{
    hdr_encoder_destroy(log->encoder);
    free(log->line);
    *log = (struct hdr_log){ .fd = -1, .path = log->path, .error = log->error };
    errno = log->error;
    return log->error == 0;
}

bool hdr_log_close(struct hdr_log *log)
{
    const int fd = log->fd;

    if (fd < 0)
        return true;
    if (close(fd) < 0 && log->error == 0)
        log->error = errno;
    if (hdr_log_end(log))
        return true;
    warn("cannot write the log to %s", log->path);
    return false;
}
