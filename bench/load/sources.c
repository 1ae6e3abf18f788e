/* sources.c - the addresses that connections come from. */
#include "sources.h"

#include "quantity.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char sentence[384];

static bool read_address(const char *text, struct endpoint *endpoint)
{
    *endpoint = (struct endpoint){ 0 };
    if (inet_pton(AF_INET, text, &endpoint->socket.v4.sin_addr) == 1) {
        endpoint->socket.v4.sin_family = AF_INET;
        endpoint->length = sizeof endpoint->socket.v4;
        return true;
    }
    endpoint->socket.v6.sin6_family = AF_INET6;
    endpoint->length = sizeof endpoint->socket.v6;
    return inet_pton(AF_INET6, text, &endpoint->socket.v6.sin6_addr) == 1;
}

/* The last four bytes of an address, which tell neighbours apart. */
static unsigned char *tail(struct endpoint *endpoint)
{
    return endpoint->socket.any.sa_family == AF_INET
               ? (unsigned char *)&endpoint->socket.v4.sin_addr
               : endpoint->socket.v6.sin6_addr.s6_addr + 12;
}

static uint32_t tail_number(struct endpoint *endpoint)
{
    uint32_t number;

    memcpy(&number, tail(endpoint), sizeof number);
    return ntohl(number);
}

/* Are they of one family, and alike but for the last four bytes? */
static bool are_neighbours(struct endpoint *first, struct endpoint *last)
{
    return first->socket.any.sa_family == last->socket.any.sa_family &&
           (first->socket.any.sa_family == AF_INET ||
            memcmp(&first->socket.v6.sin6_addr, &last->socket.v6.sin6_addr, 12) == 0);
}

static const char *refuse(const char *text, const char *reason)
{
    char quote[QUANTITY_QUOTE];

    snprintf(sentence, sizeof sentence, "%s %s", quantity_quote(text, quote), reason);
    return sentence;
}

const char *sources_parse(const char *text, struct sources *sources)
{
    char first[INET6_ADDRSTRLEN + 1];
    const char *dash = strchr(text, '-');
    const size_t length = dash ? (size_t)(dash - text) : strlen(text);
    struct endpoint last;
    uint32_t distance;

    snprintf(first, sizeof first, "%.*s", (int)(length < sizeof first ? length : 0), text);
    if (!read_address(first, &sources->first) || !read_address(dash ? dash + 1 : first, &last))
        return refuse(text, "is no range of addresses, such as 127.0.0.2-127.0.0.5");
    if (!are_neighbours(&sources->first, &last))
        return refuse(text, "begins and ends in different networks");
    if (tail_number(&last) < tail_number(&sources->first))
        return refuse(text, "ends before it begins; write the lower address first");
    distance = tail_number(&last) - tail_number(&sources->first);
    if (distance >= SOURCES_MOST)
        return refuse(text, "has more than 65536 addresses");
    sources->count = distance + 1;
    return NULL;
}

const char *sources_fit(const struct sources *sources, const struct address *address)
{
    const int family = sources->first.socket.any.sa_family;

    for (size_t i = 0; sources->count > 0 && i < address->count; i++)
        if (address->endpoints[i].socket.any.sa_family != family)
            return family == AF_INET
                       ? "--sources are IPv4 addresses, and the server has an IPv6 address"
                       : "--sources are IPv6 addresses, and the server has an IPv4 address";
    return NULL;
}

bool sources_bind(const struct sources *sources, int fd, uint32_t number)
{
    const int on = 1;
    struct endpoint source = sources->first;
    uint32_t address;

    if (sources->count == 0)
        return true;
    address = htonl(tail_number(&source) + number % sources->count);
    memcpy(tail(&source), &address, sizeof address);
    /* Without it the port would be chosen now, and be nobody else's whatever they connect to.
     */
    return setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) == 0 &&
           bind(fd, &source.socket.any, source.length) == 0;
}
