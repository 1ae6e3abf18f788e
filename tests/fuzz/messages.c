/* messages.c - what programs say on stderr, looked at instead of printed. */
#include "messages.h"

#include "fuzz.h"

#include <argp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 4096 };

void __wrap_warn(const char *format, ...);
void __wrap_warnx(const char *format, ...);
_Noreturn void __wrap_err(int status, const char *format, ...);
_Noreturn void __wrap_errx(int status, const char *format, ...);
_Noreturn void __wrap_exit(int status);
_Noreturn void __real_exit(int status);
void __wrap_argp_error(const struct argp_state *state, const char *format, ...);
error_t __wrap_argp_parse(const struct argp *argp, int argc, char **argv, unsigned flags,
                          int *index, void *input);

static unsigned count;
static jmp_buf way_out;
static bool catching;
static int status_of_exit;

void messages_forget(void)
{
    count = 0;
}

unsigned messages_count(void)
{
    return count;
}

__attribute__((format(printf, 1, 0))) static void look_at(const char *format, va_list arguments)
{
    char text[LONGEST];
    const int length = vsnprintf(text, sizeof text, format, arguments);

    claim(length >= 0 && length < LONGEST, "a message of %d bytes is short enough", length);
    claim_message(text);
    count++;
}

#define LOOK_AT(format)              \
    do {                             \
        va_list arguments;           \
        va_start(arguments, format); \
        look_at(format, arguments);  \
        va_end(arguments);           \
    } while (0)

void __wrap_warn(const char *format, ...)
{
    LOOK_AT(format);
}

void __wrap_warnx(const char *format, ...)
{
    LOOK_AT(format);
}

_Noreturn void __wrap_err(int status, const char *format, ...)
{
    LOOK_AT(format);
    __wrap_exit(status);
}

_Noreturn void __wrap_errx(int status, const char *format, ...)
{
    LOOK_AT(format);
    __wrap_exit(status);
}

_Noreturn void __wrap_exit(int status)
{
    if (!catching)
        __real_exit(status);
    status_of_exit = status;
    longjmp(way_out, 1);
}

/* Wrong use, which ends the program with status 2. */
void __wrap_argp_error(const struct argp_state *state, const char *format, ...)
{
    (void)state;
    LOOK_AT(format);
    __wrap_exit(2);
}

/* An option by its long name, as "--name" or "--name=value"; NULL if there is none or it wants
 * something else. */
static const struct argp_option *find(const struct argp *argp, const char *word, char **value)
{
    const size_t length = strcspn(word + 2, "=");

    for (const struct argp_option *option = argp->options;
         option->name || option->key || option->doc; option++) {
        if (!option->name || strlen(option->name) != length ||
            strncmp(word + 2, option->name, length) != 0)
            continue;
        *value = word[2 + length] ? (char *)word + 3 + length : NULL;
        return (option->arg != NULL) == (*value != NULL) ? option : NULL;
    }
    return NULL;
}

/* In place of argp's own, which is not what is tested here and could not be left halfway: only
 * whole long options, and what argp would say of others is said for it. */
error_t __wrap_argp_parse(const struct argp *argp, int argc, char **argv, unsigned flags,
                          int *index, void *input)
{
    struct argp_state state = { .root_argp = argp, .argc = argc, .argv = argv, .input = input };

    (void)flags;
    (void)index;
    for (int i = 1; i < argc; i++) {
        char *value = argv[i];
        const bool is_option = strncmp(argv[i], "--", 2) == 0;
        const struct argp_option *option = is_option ? find(argp, argv[i], &value) : NULL;

        if (is_option && !option)
            __wrap_exit(2);
        /* argp_parse() hands the input over anew with each call. */
        state.input = input;
        claim(argp->parser(option ? option->key : ARGP_KEY_ARG, value, &state) == 0,
              "%s is known to whoever has described it", argv[i]);
        state.arg_num += !option;
    }
    state.input = input;
    if (state.arg_num == 0)
        (void)argp->parser(ARGP_KEY_NO_ARGS, NULL, &state);
    state.input = input;
    (void)argp->parser(ARGP_KEY_END, NULL, &state);
    return 0;
}

int messages_catch_exit(void (*parse)(int argc, char **argv), int argc, char **argv)
{
    catching = true;
    status_of_exit = -1;
    if (setjmp(way_out) == 0)
        parse(argc, argv);
    catching = false;
    return status_of_exit;
}
