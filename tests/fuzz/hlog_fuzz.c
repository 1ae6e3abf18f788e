/* hlog_fuzz.c - HdrHistogram logs of anybody, as `echo-load merge` reads them. */
#include "fuzz.h"

#include "hdr_encoding.h"
#include "hdr_log.h"
#include "messages.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *take(void *context, const struct hdr_interval *interval)
{
    size_t *intervals = context;
    struct histogram *histogram = histogram_create();

    claim(histogram != NULL, "there is memory");
    claim(fabs(interval->start_s) <= 1e12 && fabs(interval->length_s) <= 1e12,
          "%g and %g s are times", interval->start_s, interval->length_s);
    claim(strlen(interval->tag) <= 255, "the tag has its length");
    if (interval->tag[0] != '\0')
        claim_message(interval->tag);
    claim(strlen(interval->text) == interval->length, "the text has its length");

    const char *reason = hdr_decode(interval->text, interval->length, histogram);

    claim_reason(reason);
    histogram_destroy(histogram);
    ++*intervals;
    return reason;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    size_t intervals = 0;
    const int file = memfd_create("log", MFD_CLOEXEC);

    claim(file >= 0 && write(file, data, size) == (ssize_t)size, "there is a file");
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    messages_forget();

    const bool good = hdr_log_read(path, take, &intervals);

    claim(messages_count() == (good ? 0 : 1), "%u messages of a log that is %s",
          messages_count(), good ? "good" : "not");
    close(file);
    return 0;
}
