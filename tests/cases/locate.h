/* locate.h - the address of a server that runs, as a user writes it. */
#ifndef ECHOLAB_LOCATE_H
#define ECHOLAB_LOCATE_H

#include <sys/socket.h>

enum { LOCATION_TEXT = 320 };

struct location {
    union {
        struct sockaddr any;
        struct sockaddr_storage storage;
    } name;
    socklen_t length;
    const char *transport; /* "tcp", "tcp6", ... */
    char text[LOCATION_TEXT];
};

/* "tcp://HOST:PORT", "unix:PATH" and so on. Of a name's addresses the first is taken. Returns
 * NULL, or a sentence which names the text, valid until the next call. */
const char *locate(const char *text, struct location *location);

#endif
