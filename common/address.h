/* address.h - where a server listens and a client connects, as one string.
 *
 *     tcp://HOST:PORT   tcp://[V6]:PORT   udp://HOST:PORT   unix:PATH   unixgram:PATH
 *
 * A HOST is a name, an IPv4 address in dots, or an IPv6 address in brackets. Names are resolved
 * by getaddrinfo() and give several endpoints, to be tried in order.
 *
 *     struct address address;
 *     const char *reason = address_parse("tcp://localhost:7007", &address);
 *     if (!reason)
 *         reason = address_resolve(&address);
 *     for (size_t i = 0; i < address.count; i++) ... address.endpoints[i] ...
 *
 * No function here touches a socket. */
#ifndef ECHOLAB_ADDRESS_H
#define ECHOLAB_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

enum transport { TRANSPORT_TCP, TRANSPORT_UDP, TRANSPORT_UNIX, TRANSPORT_UNIXGRAM };

enum {
    ADDRESS_ENDPOINTS = 16, /* how many endpoints of a name are kept */
    ADDRESS_HOST = 256,
    ADDRESS_TEXT = 320 /* holds any address_format() result with its terminator */
};

/* One socket address of any family. `length` counts the bytes in use. */
struct endpoint {
    socklen_t length;
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_un path;
        struct sockaddr_storage storage;
    } socket;
};

struct address {
    enum transport transport;
    char
        host[ADDRESS_HOST]; /* name or numeric address without brackets, or the socket's path */
    in_port_t port;         /* host byte order; 0 asks the kernel for one; unused by unix: */
    size_t count;           /* endpoints known; 0 until address_resolve() */
    struct endpoint endpoints[ADDRESS_ENDPOINTS];
};

/* Takes the text apart. Returns NULL, or a sentence which names the text and says what would be
 * right; it lives in a buffer of the calling thread until that thread's next call. */
const char *address_parse(const char *text, struct address *address);

/* Fills in the endpoints: getaddrinfo() for tcp and udp (may block on a name server), the path
 * itself for unix and unixgram. Returns NULL or a sentence, as address_parse() does. */
const char *address_resolve(struct address *address);

/* True for udp:// and unixgram:. */
bool address_is_datagram(const struct address *address);

/* SOCK_STREAM or SOCK_DGRAM. */
int address_socket_type(enum transport transport);

/* True if only this machine can reach the endpoint: 127.0.0.0/8, ::1, or a socket path. */
bool endpoint_is_loopback(const struct endpoint *endpoint);

/* The port in host byte order; 0 for a socket path. */
in_port_t endpoint_port(const struct endpoint *endpoint);

/* Writes "127.0.0.1:7007", "[::1]:7007", a path, "@name" for an abstract one, or "(unnamed)".
 * Returns `text`, which holds ADDRESS_TEXT bytes. Control characters in a path become '?'. */
char *endpoint_format(const struct endpoint *endpoint, char text[ADDRESS_TEXT]);

/* As endpoint_format(), with the transport in front, so that address_parse() takes it back:
 * "tcp://127.0.0.1:7007", "unix:/tmp/echo". */
char *address_format(enum transport transport, const struct endpoint *endpoint,
                     char text[ADDRESS_TEXT]);

#endif
