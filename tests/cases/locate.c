/* locate.c - the address of a server that runs, as a user writes it.
 *
 * Users write it as they do for all our programs, so it is read by what those read it with. */
#include "locate.h"

#include "address.h"

#include <string.h>

static const char *name_of(enum transport transport, int family)
{
    switch (transport) {
    case TRANSPORT_TCP:
        return family == AF_INET6 ? "tcp6" : "tcp";
    case TRANSPORT_UDP:
        return family == AF_INET6 ? "udp6" : "udp";
    case TRANSPORT_UNIX:
        return "unix";
    default:
        return "unixgram";
    }
}

const char *locate(const char *text, struct location *location)
{
    struct address address;
    const char *reason = address_parse(text, &address);

    if (!reason)
        reason = address_resolve(&address);
    if (reason)
        return reason;

    const struct endpoint *endpoint = &address.endpoints[0];

    *location = (struct location){ .length = endpoint->length };
    memcpy(&location->name, &endpoint->socket, endpoint->length);
    location->transport = name_of(address.transport, endpoint->socket.any.sa_family);
    (void)address_format(address.transport, endpoint, location->text);
    return NULL;
}
