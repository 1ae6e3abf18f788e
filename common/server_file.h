/* server_file.h - the file that says how somebody else's server is started: bench/servers.
 *
 *     # socat accepts, forks, and copies.
 *     name = socat
 *     tcp = socat TCP-LISTEN:{port},bind={host},fork,reuseaddr PIPE
 *
 * A line is KEY = VALUE, a comment that begins with #, or empty. A key stands at most once:
 *
 * - name: for tables; without it, the file's name without its ending
 * - tcp, tcp6, udp, udp6, unix, unixgram: the command for this transport (command_words.h), in
 *   which {host}, {port}, {path} and {address} say where it has to listen, {tmp} names a folder
 *   for its files, and {here} the folder of the server file; one of them is needed
 * - one-at-a-time: yes, if it serves one client after another; no otherwise, as without it
 */
#ifndef ECHOLAB_SERVER_FILE_H
#define ECHOLAB_SERVER_FILE_H

#include <stdbool.h>
#include <stddef.h>

enum { SERVER_FILE_TRANSPORTS = 6, SERVER_FILE_REASON = 640 };

struct server_file {
    char *name;
    char *folder; /* absolute; what {here} stands for */
    bool one_at_a_time;
    char *commands[SERVER_FILE_TRANSPORTS]; /* NULL where it has none */
};

/* "tcp", "tcp6", "udp", "udp6", "unix", "unixgram": the keys of the commands, in their order.
 */
extern const char *const server_file_transports[SERVER_FILE_TRANSPORTS];

/* Returns true, or false with a sentence in `reason` which names file and line; then there is
 * nothing to release. */
bool server_file_read(const char *path, struct server_file *file,
                      char reason[SERVER_FILE_REASON]);

void server_file_release(struct server_file *file);

/* Can this text be a command? NULL, or a sentence that says why not. */
const char *server_file_check_command(const char *text, const char *transport);

#endif
