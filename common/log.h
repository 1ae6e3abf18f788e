/* log.h - what a server says on stderr while it runs: one line each, and never a flood. */
#ifndef ECHOLAB_LOG_H
#define ECHOLAB_LOG_H

/* Prints "NAME: TEXT" to stderr, at most once a second for the whole process, and not while
 * stderr is a pipe or a terminal that has no room: who waits for a reader serves nobody.
 * What was left out meanwhile is counted and said with the next line. Control characters are
 * printed as '?'. Keeps errno. Thread-safe; not for signal handlers. */
__attribute__((format(printf, 1, 2))) void log_line(const char *format, ...);

/* Prints "NAME: TEXT NUMBER MORE OTHER" in the same way and with the same limit: one line a
 * second of both. Async-signal-safe; keeps errno. */
void log_from_handler(const char *text, unsigned number, const char *more, unsigned other);

#endif
