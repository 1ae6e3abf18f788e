/* minimal-threaded.c - the least a thread for every client can do. */
#include "minimal.h"

#include <err.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void *serve(void *argument)
{
    int fd = (int)(intptr_t)argument;
    char *buffer = malloc(MINIMAL_BUFFER);

    while (buffer && minimal_echo(fd, buffer))
        ;
    free(buffer);
    close(fd);
    return NULL;
}

int main(void)
{
    int listener = minimal_listen("minimal-threaded", true);
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 128UL * 1024);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        if (fd >= 0 && pthread_create(&thread, &attributes, serve, (void *)(intptr_t)fd) != 0)
            errx(1, "cannot start a thread");
    }
}
