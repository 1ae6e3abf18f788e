/* forking.c - a process for every client.
 *
 * The parent only accepts; each child waits for its own client in recv(). The kernel's
 * scheduler does the multiplexing, and a child that fails or blocks takes nobody with it. A new
 * client costs a fork, a waiting one a process; it ends where processes or memory do. */
#include "children.h"

#include <errno.h>
#include <unistd.h>

static void serve_with_children(struct server *server)
{
    struct client *client;

    children_watch(server);
    while ((client = door_await(server))) {
        pid_t child = children_fork();

        if (child == 0) {
            client_serve(client);
            client_end(client);
            _exit(0); /* not exit(): what stdio has buffered is the parent's to write */
        }
        if (child > 0)
            client_hand_over(client);
        else
            client_refuse(client, errno);
    }
    children_stop();
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "forking",
                                        .serve = serve_with_children,
                                        .blocking = true,
                                        .alone = true,
                                        .max_clients = 4096 });
}
