/* log.c - what a server says on stderr while it runs: one line each, and never a flood. */
#include "log.h"

#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

enum { LONGEST_TEXT = 512, LONGEST_LINE = 1024 };

struct line {
    size_t length;
    char text[LONGEST_LINE];
};

static _Atomic uint64_t last_ns; /* when the last line was printed; 0: none so far */
static _Atomic uint64_t held_back;

/* False when stderr is full and nobody reads it: who wrote there would wait, and all whom he
 * serves with him. */
static bool is_there_room(void)
{
    struct pollfd door = { .fd = STDERR_FILENO, .events = POLLOUT };

    return poll(&door, 1, 0) == 1 && (door.revents & POLLOUT);
}

/* Returns true if a line may be printed now, and says how many have been left out before it. */
static bool take_turn(uint64_t *missed)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t before_ns = atomic_load(&last_ns);

    if ((before_ns != 0 && now_ns - before_ns < NS_PER_S) || !is_there_room() ||
        !atomic_compare_exchange_strong(&last_ns, &before_ns, now_ns)) {
        atomic_fetch_add(&held_back, 1);
        return false;
    }
    *missed = atomic_exchange(&held_back, 0);
    return true;
}

/* printf() is not async-signal-safe; this is. What is too long is cut. */
static void add_text(struct line *line, const char *text)
{
    while (*text && line->length < LONGEST_LINE - 1)
        line->text[line->length++] = *text++;
    line->text[line->length] = '\0';
}

static void add_number(struct line *line, uint64_t number)
{
    char digits[24];
    size_t first = sizeof digits - 1;

    digits[first] = '\0';
    do
        digits[--first] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    add_text(line, digits + first);
}

/* In one piece, so that nobody else's line gets into the middle of it. */
static void print(const char *text, uint64_t missed)
{
    struct line line = { .length = 0 };

    add_text(&line, program_invocation_short_name);
    add_text(&line, ": ");
    add_text(&line, text);
    if (missed > 0) {
        add_text(&line, " (and ");
        add_number(&line, missed);
        add_text(&line, " lines like this since the last)");
    }
    line.text[line.length++] = '\n';

    ssize_t written = write(STDERR_FILENO, line.text, line.length);

    (void)written; /* if stderr is gone, there is nobody left to tell */
}

void log_line(const char *format, ...)
{
    int reason = errno;
    uint64_t missed;

    if (take_turn(&missed)) {
        char text[LONGEST_TEXT];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        for (char *c = text; *c; c++)
            if ((unsigned char)*c < ' ' || *c == 0x7f)
                *c = '?';
        print(text, missed);
    }
    errno = reason;
}

void log_from_handler(const char *text, unsigned number, const char *more, unsigned other)
{
    int reason = errno;
    uint64_t missed;

    if (take_turn(&missed)) {
        struct line line = { .length = 0 };

        add_text(&line, text);
        add_number(&line, number);
        add_text(&line, more);
        add_number(&line, other);
        print(line.text, missed);
    }
    errno = reason;
}
