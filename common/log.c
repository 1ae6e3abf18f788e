/* log.c - what a server says on stderr while it runs: one line each, and never a flood. */
#include "log.h"

#include "clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static _Atomic uint64_t last_ns; /* when the last line was printed; 0: none so far */
static _Atomic uint64_t held_back;

void log_line(const char *format, ...)
{
    int reason = errno;
    uint64_t now_ns = clock_now_ns();
    uint64_t before_ns = atomic_load(&last_ns);

    if ((before_ns != 0 && now_ns - before_ns < NS_PER_S) ||
        !atomic_compare_exchange_strong(&last_ns, &before_ns, now_ns)) {
        atomic_fetch_add(&held_back, 1);
        return;
    }

    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';

    uint64_t missed = atomic_exchange(&held_back, 0);

    if (missed > 0)
        fprintf(stderr, "%s: %s (and %llu lines like this since the last)\n",
                program_invocation_short_name, text, (unsigned long long)missed);
    else
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, text);
    errno = reason;
}

static size_t append_text(char *line, size_t size, size_t length, const char *text)
{
    while (*text && length < size)
        line[length++] = *text++;
    return length;
}

static size_t append_number(char *line, size_t size, size_t length, long number)
{
    char digits[24];
    size_t count = 0;
    unsigned long rest = number < 0 ? 0UL - (unsigned long)number : (unsigned long)number;

    do
        digits[count++] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (number < 0)
        digits[count++] = '-';
    while (count > 0 && length < size)
        line[length++] = digits[--count];
    return length;
}

/* printf() is not async-signal-safe; write() is. */
void log_from_handler(const char *text, long number, const char *more, long other)
{
    int reason = errno;
    char line[256];
    size_t length = append_text(line, sizeof line, 0, program_invocation_short_name);

    length = append_text(line, sizeof line, length, ": ");
    length = append_text(line, sizeof line, length, text);
    length = append_number(line, sizeof line, length, number);
    length = append_text(line, sizeof line, length, more);
    length = append_number(line, sizeof line, length, other);
    length = append_text(line, sizeof line, length, "\n");

    ssize_t written = write(STDERR_FILENO, line, length);

    (void)written; /* if stderr is gone, there is nobody left to tell */
    errno = reason;
}
