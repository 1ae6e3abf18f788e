/* server_file.c - the file that says how somebody else's server is started. */
#include "server_file.h"

#include "command_words.h"
#include "quantity.h"

#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const server_file_transports[SERVER_FILE_TRANSPORTS] = {
    "tcp", "tcp6", "udp", "udp6", "unix", "unixgram"
};

static char *without_blanks(char *text)
{
    char *end = text + strlen(text);

    while (end > text && strchr(" \t\r\n", end[-1]))
        *--end = '\0';
    return text + strspn(text, " \t");
}

const char *server_file_check_command(const char *text, const char *transport)
{
    bool local = strncmp(transport, "unix", 4) == 0;
    const char *reason = NULL;
    char **words = command_words(text, NULL, 0, &reason);

    command_words_free(words);
    if (reason)
        return reason;
    if (!command_mentions(text, local ? "path" : "port") && !command_mentions(text, "address"))
        return local
                   ? "it has neither {path} nor {address}, and would not know where to listen"
                   : "it has neither {port} nor {address}, and would not know where to listen";
    return NULL;
}

static char **find_command(struct server_file *file, const char *key)
{
    for (size_t i = 0; i < SERVER_FILE_TRANSPORTS; i++)
        if (strcmp(key, server_file_transports[i]) == 0)
            return &file->commands[i];
    return NULL;
}

/* Keeps a text for a key that has none yet. */
static const char *keep(char **place, const char *value)
{
    if (*place)
        return "the key has had a value before";
    *place = strdup(value);
    return *place ? NULL : "there is no memory for it";
}

static const char *take_manner(struct server_file *file, const char *value)
{
    file->one_at_a_time = strcmp(value, "yes") == 0;
    return file->one_at_a_time || strcmp(value, "no") == 0 ? NULL : "it has to be yes or no";
}

static const char *take(struct server_file *file, const char *key, const char *value)
{
    char **command = find_command(file, key);

    if (*value == '\0')
        return "the key has no value";
    if (strcmp(key, "name") == 0)
        return keep(&file->name, value);
    if (strcmp(key, "one-at-a-time") == 0)
        return take_manner(file, value);
    if (!command)
        return "there is no such key; there are name, tcp, tcp6, udp, udp6, unix, unixgram and "
               "one-at-a-time";

    const char *wrong = server_file_check_command(value, key);

    return wrong ? wrong : keep(command, value);
}

/* Returns NULL or what is wrong with the line. */
static const char *read_line(struct server_file *file, char *line)
{
    char *key = without_blanks(line);
    char *equals = strchr(key, '=');

    if (*key == '\0' || *key == '#')
        return NULL;
    if (!equals)
        return "a line is KEY = VALUE, or a comment that begins with #";
    *equals = '\0';
    return take(file, without_blanks(key), without_blanks(equals + 1));
}

/* The file's name without its ending. */
static const char *name_after_file(struct server_file *file, const char *path)
{
    char *copy = strdup(path);
    char *name = copy ? basename(copy) : NULL;
    char *ending = name ? strrchr(name, '.') : NULL;

    if (ending && ending != name)
        *ending = '\0';

    const char *wrong = name ? keep(&file->name, name) : "there is no memory for it";

    free(copy);
    return wrong;
}

static const char *remember_folder(struct server_file *file, const char *path)
{
    char *absolute = realpath(path, NULL);
    const char *wrong = absolute ? keep(&file->folder, dirname(absolute)) : strerror(errno);

    free(absolute);
    return wrong;
}

/* What the lines have left open. */
static const char *complete(struct server_file *file, const char *path)
{
    bool commands = false;

    for (size_t i = 0; i < SERVER_FILE_TRANSPORTS; i++)
        commands = commands || file->commands[i];
    if (!commands)
        return "it has no command: tcp = ..., or another transport";

    const char *wrong = file->name ? NULL : name_after_file(file, path);

    return wrong ? wrong : remember_folder(file, path);
}

static const char *read_lines(struct server_file *file, FILE *stream, unsigned *number)
{
    const char *wrong = NULL;
    char *line = NULL;
    size_t room = 0;

    while (!wrong && getline(&line, &room, stream) >= 0) {
        ++*number;
        wrong = read_line(file, line);
    }
    free(line);
    if (!wrong && ferror(stream)) {
        *number = 0;
        wrong = strerror(errno);
    }
    return wrong;
}

bool server_file_read(const char *path, struct server_file *file,
                      char reason[SERVER_FILE_REASON])
{
    char quote[QUANTITY_QUOTE];
    FILE *stream = fopen(path, "re");
    unsigned number = 0;

    *file = (struct server_file){ 0 };
    quantity_quote(path, quote);
    if (!stream) {
        (void)snprintf(reason, SERVER_FILE_REASON, "%s: %s", quote, strerror(errno));
        return false;
    }

    const char *wrong = read_lines(file, stream, &number);

    (void)fclose(stream);
    if (!wrong) {
        number = 0;
        wrong = complete(file, path);
    }
    if (wrong && number > 0)
        (void)snprintf(reason, SERVER_FILE_REASON, "%s, line %u: %s", quote, number, wrong);
    else if (wrong)
        (void)snprintf(reason, SERVER_FILE_REASON, "%s: %s", quote, wrong);
    if (wrong)
        server_file_release(file);
    return !wrong;
}

void server_file_release(struct server_file *file)
{
    free(file->name);
    free(file->folder);
    for (size_t i = 0; i < SERVER_FILE_TRANSPORTS; i++)
        free(file->commands[i]);
    *file = (struct server_file){ 0 };
}
