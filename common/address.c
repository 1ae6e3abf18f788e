/* address.c - the text of an address taken apart, resolved, and written again. */
#include "address.h"

#include "quantity.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    SENTENCE = 640,
    PATH_MAX_BYTES = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1,
    PORT_MAX = 65535
};

struct scheme {
    const char *prefix;
    enum transport transport;
};

static const struct scheme schemes[] = {
    { "tcp://", TRANSPORT_TCP },
    { "udp://", TRANSPORT_UDP },
    { "unix:", TRANSPORT_UNIX },
    { "unixgram:", TRANSPORT_UNIXGRAM },
};

static _Thread_local char sentence[SENTENCE];

__attribute__((format(printf, 1, 2))) static const char *refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

static bool starts_with(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const struct scheme *find_scheme(const char *text)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (starts_with(text, schemes[i].prefix))
            return &schemes[i];
    return NULL;
}

static const char *prefix_of(enum transport transport)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (schemes[i].transport == transport)
            return schemes[i].prefix;
    return "";
}

static const char *parse_path(const char *quote, const char *path, struct address *address)
{
    const size_t length = strlen(path);

    if (length == 0)
        return refuse("%s names no path; write unix:PATH, as in unix:/tmp/echo", quote);
    if (path[0] == '@')
        return refuse("%s looks like an abstract name; write ./@... if it is a file", quote);
    if (length > PATH_MAX_BYTES)
        return refuse("%s has a path of %zu bytes; the path of a socket holds at most %d",
                      quote, length, PATH_MAX_BYTES);
    memcpy(address->host, path, length + 1);
    return NULL;
}

static const char *parse_port(const char *quote, const char *text, in_port_t *port)
{
    const size_t digits = strspn(text, "0123456789");
    uint32_t number = 0;

    if (digits == 0 && text[0] == '\0')
        return refuse("%s has no port after its last colon; write one from 0 to %d", quote,
                      PORT_MAX);
    for (size_t i = 0; i < digits && number <= PORT_MAX; i++)
        number = number * 10 + (uint32_t)(text[i] - '0');
    if (text[digits] != '\0' || number > PORT_MAX)
        return refuse("%s has no valid port; a port is a number from 0 to %d", quote, PORT_MAX);
    *port = (in_port_t)number;
    return NULL;
}

/* A scope, as in fe80::1%eth0, is left for getaddrinfo() to judge. */
static bool is_ipv6(const char *host)
{
    char numbers[INET6_ADDRSTRLEN];
    struct in6_addr ignored;
    const size_t length = strcspn(host, "%");

    if (length >= sizeof numbers)
        return false;
    memcpy(numbers, host, length);
    numbers[length] = '\0';
    return inet_pton(AF_INET6, numbers, &ignored) == 1;
}

static const char *keep_host(const char *quote, const char *host, size_t length,
                             struct address *address)
{
    if (length == 0)
        return refuse("%s has no host; write one before the port, as in localhost:7007", quote);
    if (length >= sizeof address->host)
        return refuse("%s has a host of %zu bytes; a host has at most %d", quote, length,
                      ADDRESS_HOST - 1);
    memcpy(address->host, host, length);
    address->host[length] = '\0';
    return NULL;
}

static const char *parse_brackets(const char *quote, const char *text, struct address *address)
{
    const char *close = strchr(text, ']');

    if (!close)
        return refuse("%s has a '[' without its ']'; write an IPv6 address as [::1]:7007",
                      quote);

    const char *reason = keep_host(quote, text + 1, (size_t)(close - text - 1), address);
    if (reason)
        return reason;
    if (!is_ipv6(address->host))
        return refuse("%s has no IPv6 address in its brackets; write one as [::1]:7007", quote);
    if (close[1] != ':')
        return refuse(
            "%s has no port; write a colon and a port after the ']', as in [::1]:7007", quote);
    return parse_port(quote, close + 2, &address->port);
}

static const char *parse_host_and_port(const char *quote, const char *text,
                                       struct address *address)
{
    if (text[0] == '[')
        return parse_brackets(quote, text, address);

    const char *colon = strrchr(text, ':');
    if (!colon && text[0] == '\0')
        return refuse("%s names no host and no port; write HOST:PORT, as in localhost:7007",
                      quote);
    if (!colon)
        return refuse("%s has no port; write HOST:PORT, as in localhost:7007", quote);
    if (strchr(text, ':') != colon)
        return refuse("%s has more than one colon; write an IPv6 address in brackets, "
                      "as in [::1]:7007",
                      quote);

    const char *reason = keep_host(quote, text, (size_t)(colon - text), address);
    return reason ? reason : parse_port(quote, colon + 1, &address->port);
}

/* Most people who leave the scheme out mean a file or TCP. */
static const char *refuse_without_scheme(const char *quote, const char *text,
                                         struct address *address)
{
    const char *known = "the schemes are tcp://, udp://, unix: and unixgram:";
    const bool file = text[0] == '/' || starts_with(text, "./");
    const bool tcp =
        !file && !strstr(text, "://") && !parse_host_and_port(quote, text, address);

    if (text[0] == '\0')
        return refuse("an empty text is no address; write one such as tcp://localhost:7007");
    if (file || tcp) /* the quote again, without its first character */
        return refuse("%s has no scheme; did you mean '%s%s? (%s)", quote,
                      file ? "unix:" : "tcp://", quote + 1, known);
    return refuse("%s has no scheme known here; %s", quote, known);
}

const char *address_parse(const char *text, struct address *address)
{
    const struct scheme *scheme = find_scheme(text);
    char quote[QUANTITY_QUOTE];

    (void)quantity_quote(text, quote);
    memset(address, 0, sizeof *address);
    if (!scheme)
        return refuse_without_scheme(quote, text, address);

    const char *rest = text + strlen(scheme->prefix);
    address->transport = scheme->transport;
    if (scheme->transport == TRANSPORT_UNIX || scheme->transport == TRANSPORT_UNIXGRAM)
        return parse_path(quote, rest, address);
    return parse_host_and_port(quote, rest, address);
}

static void set_path(struct address *address)
{
    struct endpoint *endpoint = &address->endpoints[0];
    const size_t length = strlen(address->host);

    memset(endpoint, 0, sizeof *endpoint);
    endpoint->socket.path.sun_family = AF_UNIX;
    memcpy(endpoint->socket.path.sun_path, address->host, length);
    endpoint->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + 1);
    address->count = 1;
}

static void add_endpoint(struct address *address, const struct addrinfo *found)
{
    struct endpoint *endpoint = &address->endpoints[address->count++];

    memset(endpoint, 0, sizeof *endpoint);
    memcpy(&endpoint->socket, found->ai_addr, found->ai_addrlen);
    endpoint->length = found->ai_addrlen;
    if (found->ai_family == AF_INET)
        endpoint->socket.v4.sin_port = htons(address->port);
    else
        endpoint->socket.v6.sin6_port = htons(address->port);
}

static const char *look_up(struct address *address)
{
    const struct addrinfo hints = {
        .ai_family = AF_UNSPEC,
        .ai_socktype = address_socket_type(address->transport),
    };
    struct addrinfo *found = NULL;
    const int failure = getaddrinfo(address->host, NULL, &hints, &found);

    if (failure != 0) {
        const char *why = failure == EAI_SYSTEM ? strerror(errno) : gai_strerror(failure);
        char quote[QUANTITY_QUOTE];

        return refuse("the host %s cannot be looked up: %s",
                      quantity_quote(address->host, quote), why);
    }
    for (struct addrinfo *next = found; next; next = next->ai_next)
        if (address->count < ADDRESS_ENDPOINTS &&
            (next->ai_family == AF_INET || next->ai_family == AF_INET6))
            add_endpoint(address, next);
    freeaddrinfo(found);
    return NULL;
}

const char *address_resolve(struct address *address)
{
    address->count = 0;
    if (address->transport == TRANSPORT_TCP || address->transport == TRANSPORT_UDP)
        return look_up(address);
    set_path(address);
    return NULL;
}

bool address_is_datagram(const struct address *address)
{
    return address_socket_type(address->transport) == SOCK_DGRAM;
}

int address_socket_type(enum transport transport)
{
    return transport == TRANSPORT_UDP || transport == TRANSPORT_UNIXGRAM ? SOCK_DGRAM
                                                                         : SOCK_STREAM;
}

bool endpoint_is_loopback(const struct endpoint *endpoint)
{
    const struct in6_addr *v6 = &endpoint->socket.v6.sin6_addr;

    switch (endpoint->socket.any.sa_family) {
    case AF_INET:
        return ntohl(endpoint->socket.v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    case AF_INET6:
        return IN6_IS_ADDR_LOOPBACK(v6) ||
               (IN6_IS_ADDR_V4MAPPED(v6) && v6->s6_addr[12] == IN_LOOPBACKNET);
    default:
        return endpoint->socket.any.sa_family == AF_UNIX;
    }
}

in_port_t endpoint_port(const struct endpoint *endpoint)
{
    switch (endpoint->socket.any.sa_family) {
    case AF_INET:
        return ntohs(endpoint->socket.v4.sin_port);
    case AF_INET6:
        return ntohs(endpoint->socket.v6.sin6_port);
    default:
        return 0;
    }
}

/* An abstract name has no terminator and may hold any byte; a path of full length has none
 * either. */
static void format_path(const struct endpoint *endpoint, char *text, size_t size)
{
    const char *path = endpoint->socket.path.sun_path;
    const size_t bytes = endpoint->length - offsetof(struct sockaddr_un, sun_path);
    const size_t length = path[0] ? strnlen(path, bytes) : bytes;
    size_t used = 0;

    for (; used < length && used + 1 < size; used++) {
        text[used] = path[used];
        if (iscntrl((unsigned char)path[used]))
            text[used] = '?';
    }
    text[used] = '\0';
    if (path[0] == '\0')
        text[0] = '@';
}

static void format_numbers(const struct endpoint *endpoint, char *text, size_t size)
{
    char host[INET6_ADDRSTRLEN + IF_NAMESIZE + 1];
    const bool v6 = endpoint->socket.any.sa_family == AF_INET6;

    if (getnameinfo(&endpoint->socket.any, endpoint->length, host, sizeof host, NULL, 0,
                    NI_NUMERICHOST) != 0)
        (void)snprintf(host, sizeof host, "?");
    (void)snprintf(text, size, v6 ? "[%s]:%u" : "%s:%u", host,
                   (unsigned)endpoint_port(endpoint));
}

static void format_endpoint(const struct endpoint *endpoint, char *text, size_t size)
{
    if (endpoint->length <= offsetof(struct sockaddr_un, sun_path))
        (void)snprintf(text, size, "(unnamed)");
    else if (endpoint->socket.any.sa_family == AF_UNIX)
        format_path(endpoint, text, size);
    else
        format_numbers(endpoint, text, size);
}

char *endpoint_format(const struct endpoint *endpoint, char text[ADDRESS_TEXT])
{
    format_endpoint(endpoint, text, ADDRESS_TEXT);
    return text;
}

char *address_format(enum transport transport, const struct endpoint *endpoint,
                     char text[ADDRESS_TEXT])
{
    const size_t prefix = strlen(prefix_of(transport));

    memcpy(text, prefix_of(transport), prefix);
    format_endpoint(endpoint, text + prefix, ADDRESS_TEXT - prefix);
    return text;
}
