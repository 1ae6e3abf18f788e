/* output.c - what the person sees: answers on stdout, explanations on stderr. */
#include "output.h"

#include <err.h>
#include <stdarg.h>
#include <unistd.h>

void output_bytes(const char *bytes, size_t count)
{
    while (count > 0) {
        const ssize_t written = write(STDOUT_FILENO, bytes, count);

        if (written < 0)
            err(1, "cannot write the answer");
        bytes += written;
        count -= (size_t)written;
    }
}

void output_note(bool verbose, const char *format, ...)
{
    va_list arguments;

    if (!verbose)
        return;
    va_start(arguments, format);
    vwarnx(format, arguments);
    va_end(arguments);
}
