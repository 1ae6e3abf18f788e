/* servers.c - servers of other people's that join ours: `--server` and `--server-file`. */
#include "servers.h"

#include "lab.h"
#include "quantity.h"

#include <assert.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TRANSPORT_NAME = 16 };

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

/* Where those that are shipped stand: installed, or in the sources beside a build. */
static const char *const shelves[] = { "../share/echolab/servers", "../../../bench/servers" };

static char sentence[SERVER_FILE_REASON]; /* the last complaint, which its reader borrows */

__attribute__((format(printf, 1, 2))) static const char *complain(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

static struct server_file *find(struct servers *servers, const char *name)
{
    for (size_t i = 0; i < servers->count; i++)
        if (strcmp(servers->list[i].name, name) == 0)
            return &servers->list[i];
    return NULL;
}

/* NULL if somebody may be called so. */
static const char *refuse_name(const char *name)
{
    char quote[QUANTITY_QUOTE];
    size_t length = strlen(name);

    quantity_quote(name, quote);
    if (length == 0 || length > SERVER_NAME || strspn(name, letters) != length ||
        *name == '-' || *name == '.')
        return complain(
            "%s is no name for a server: 1 to %d letters, digits, '.', '-' and '_', "
            "and neither '.' nor '-' in front",
            quote, SERVER_NAME);
    if (model_named(name))
        return complain("%s is the name of one of our own models", quote);
    return NULL;
}

static const char *refuse_newcomer(struct servers *servers, const char *name)
{
    const char *reason = refuse_name(name);

    if (reason)
        return reason;
    if (find(servers, name))
        return complain("there are two servers of the name %s", name);
    if (servers->count == MOST_SERVERS)
        return complain("more than %d servers of other people's are too many", MOST_SERVERS);
    return NULL;
}

const char *servers_read(struct servers *servers, const char *path)
{
    struct server_file file;
    char wrong[SERVER_FILE_REASON];

    if (!server_file_read(path, &file, wrong))
        return complain("%s", wrong);

    const char *reason = refuse_newcomer(servers, file.name);

    if (reason)
        server_file_release(&file);
    else
        servers->list[servers->count++] = file;
    return reason;
}

/* The shelf that is there. False if none is. */
static bool find_shelf(char shelf[PATH_MAX])
{
    struct lab lab;

    lab_find(&lab);
    for (size_t i = 0; i < sizeof shelves / sizeof *shelves; i++)
        if (snprintf(shelf, PATH_MAX, "%s/%s", lab.programs, shelves[i]) < PATH_MAX &&
            access(shelf, R_OK) == 0)
            return true;
    return false;
}

/* What belongs to a server beside its file has an ending. */
static int is_shipped(const struct dirent *entry)
{
    return !strchr(entry->d_name, '.');
}

static void list_shipped(const char *shelf, char *list, size_t room)
{
    struct dirent **entries;
    int count = scandir(shelf, &entries, is_shipped, alphasort);
    size_t length = 0;

    *list = '\0';
    for (int i = 0; i < count; i++) {
        if (length < room)
            length += (size_t)snprintf(list + length, room - length, "%s%s", i ? ", " : "",
                                       entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static const char *read_shipped(struct servers *servers, const char *name)
{
    const char *reason = refuse_name(name);
    char shelf[PATH_MAX];
    char path[PATH_MAX];
    char list[256] = "";

    if (reason)
        return reason;
    if (find_shelf(shelf)) {
        if (snprintf(path, sizeof path, "%s/%s", shelf, name) < PATH_MAX &&
            access(path, F_OK) == 0)
            return servers_read(servers, path);
        list_shipped(shelf, list, sizeof list);
    }
    return complain("'%s' is none of %s; any other needs its command: %s='COMMAND'", name,
                    *list ? list : "those that are shipped, since there are none", name);
}

/* Where in `commands` the transport of that name has its place. */
static bool find_transport(const char *name, size_t *place)
{
    for (*place = 0; *place < SERVER_FILE_TRANSPORTS; ++*place)
        if (strcmp(server_file_transports[*place], name) == 0)
            return true;
    return false;
}

static const char *add_command(struct servers *servers, const char *name, const char *transport,
                               const char *command)
{
    char quote[QUANTITY_QUOTE];
    struct server_file *server = find(servers, name);
    const char *reason = server ? NULL : refuse_newcomer(servers, name);
    size_t place;

    if (reason)
        return reason;
    if (!find_transport(transport, &place))
        return complain("%s is none of tcp, tcp6, udp, udp6, unix and unixgram",
                        quantity_quote(transport, quote));
    reason = server_file_check_command(command, transport);
    if (reason)
        return complain("the command of %s: %s", name, reason);
    if (server && server->commands[place])
        return complain("%s has two commands for %s", name, transport);
    if (!server) {
        server = &servers->list[servers->count++];
        *server = (struct server_file){ .name = strdup(name) };
    }
    server->commands[place] = strdup(command);
    assert(server->name && server->commands[place]);
    return NULL;
}

const char *servers_take(struct servers *servers, const char *text)
{
    const char *equals = strchr(text, '=');

    if (!equals)
        return read_shipped(servers, text);

    char *name = strndup(text, (size_t)(equals - text));
    char *colon = name ? strchr(name, ':') : NULL;

    assert(name);
    if (colon)
        *colon = '\0';

    const char *reason = add_command(servers, name, colon ? colon + 1 : "tcp", equals + 1);

    free(name);
    return reason;
}

static const char *command_for(const struct server_file *file, const char *transport)
{
    size_t place;

    return find_transport(transport, &place) ? file->commands[place] : NULL;
}

void servers_join(const struct servers *servers, enum road road, struct roster *roster)
{
    for (size_t i = 0; i < servers->count; i++) {
        const struct server_file *file = &servers->list[i];

        assert(roster->count < MOST_MODELS);
        roster->list[roster->count++] = (struct model){
            .name = file->name,
            .idea = "somebody else's",
            .foreign = true,
            .command = command_for(file, road_name(road)),
            .datagram_command = command_for(file, road == ROAD_TCP6 ? "udp6" : "udp"),
            .folder = file->folder,
            .one_at_a_time = file->one_at_a_time,
        };
    }
}

void servers_release(struct servers *servers)
{
    for (size_t i = 0; i < servers->count; i++)
        server_file_release(&servers->list[i]);
    *servers = (struct servers){ 0 };
}
