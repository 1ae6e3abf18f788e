/* iterative.c - one client after another; everybody else waits.
 *
 * The simplest server there is: wait for a client, serve it to its end, wait for the next.
 * While one client is being served the others queue in the kernel's backlog, unanswered but not
 * refused. It costs nothing per waiting client and ends where one slow client makes all the
 * others wait. */
#include "server.h"

static void serve_one_after_another(struct server *server)
{
    struct client *client;

    while ((client = door_await(server))) {
        client_serve(client);
        client_close(client);
    }
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "iterative",
                                        .serve = serve_one_after_another,
                                        .blocking = true,
                                        .alone = true });
}
