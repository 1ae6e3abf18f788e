/* command_line.c - argp as our programs use it: wrong use is told in one line, with status 2.
 */
#include "command_line.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum { WRONG_USE = 2 };

struct delegate {
    argp_parser_t parse; /* NULL: the program has options of argp's only */
    void *input;
};

/* What argp says about an error reaches stderr only here. Its messages begin with the program's
 * name and its advice where help is does not; of an option that nobody knows getopt has told
 * already, and only the advice comes. */
static ssize_t pass_on_message(void *cookie, const char *text, size_t size)
{
    const struct argp_state *state = cookie;
    const size_t length = strlen(state->name);
    const char *end = memchr(text, '\n', size);

    if (size > length && memcmp(text, state->name, length) == 0 && text[length] == ':')
        (void)fprintf(stderr, "%.*s\n", (int)(end ? end - text : (ssize_t)size), text);
    return (ssize_t)size;
}

/* Message and advice have to come in one piece: the stream keeps its buffer until exit(). */
static FILE *open_messages(struct argp_state *state)
{
    FILE *messages =
        fopencookie(state, "w", (cookie_io_functions_t){ .write = pass_on_message });

    return messages ? messages : stderr;
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    const struct delegate *delegate = state->input;

    if (key == ARGP_KEY_INIT)
        state->err_stream = open_messages(state);
    if (key == ARGP_KEY_FINI && state->err_stream != stderr)
        (void)fclose(state->err_stream);
    if (!delegate->parse)
        return ARGP_ERR_UNKNOWN;
    state->input = delegate->input;
    return delegate->parse(key, text, state);
}

void command_line_parse(const struct argp *parser, int argc, char **argv, unsigned flags,
                        void *input)
{
    struct delegate delegate = { parser->parser, input };
    struct argp frame = *parser;

    frame.parser = parse;
    argp_err_exit_status = WRONG_USE;

    error_t reason = argp_parse(&frame, argc, argv, flags, NULL, &delegate);

    if (reason == EINVAL)
        exit(WRONG_USE); /* and it has been said why */
    errno = reason;
    if (reason != 0)
        err(EXIT_FAILURE, "cannot read the command line");
}
