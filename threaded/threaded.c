/* threaded.c - a thread for every client.
 *
 * The main thread only accepts; each thread waits for its own client in recv(). As with
 * processes the scheduler does the multiplexing, but the address space is shared: a thread is
 * cheaper to start and to keep, and its mistakes are everybody's. A waiting client costs a
 * stack; it ends where threads or memory do. */
#include "server.h"

#include <err.h>
#include <pthread.h>

/* Room for a conversation with its trace; the default of 8 MiB would soon fill the address
 * space. The buffer is not on the stack: it comes from the pool. */
enum { STACK_SIZE = 128 * 1024 };

static void *serve_in_thread(void *argument)
{
    struct client *client = argument;

    client_serve(client);
    client_close_with_thread(client);
    return NULL;
}

static void start_thread(const pthread_attr_t *attributes, struct client *client)
{
    pthread_t thread;
    int reason = pthread_create(&thread, attributes, serve_in_thread, client);

    if (reason != 0)
        client_refuse(client, reason);
}

static void serve_with_threads(struct server *server)
{
    struct client *client;
    pthread_attr_t attributes;

    if (pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstacksize(&attributes, STACK_SIZE) != 0 ||
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) != 0)
        errx(1, "cannot prepare threads with a stack of %d bytes", STACK_SIZE);

    while ((client = door_await(server)))
        start_thread(&attributes, client);
    server_wait_for_clients(server);
    pthread_attr_destroy(&attributes);
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "threaded",
                                        .serve = serve_with_threads,
                                        .blocking = true,
                                        .max_clients = 16384 });
}
