/* address_fuzz.c - the text of an address, taken apart and put together again. */
#include "fuzz.h"

#include "address.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

/* Only numbers are looked up here: a name would be asked of the network. */
static bool is_number(const char *host)
{
    struct in6_addr ignored;

    return inet_pton(AF_INET, host, &ignored) == 1 || inet_pton(AF_INET6, host, &ignored) == 1;
}

static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

/* What is written of an endpoint is an address again, and the same one. */
static void claim_round_trip(const struct address *address, const struct endpoint *endpoint)
{
    char text[ADDRESS_TEXT];
    struct address again;

    claim(address_format(address->transport, endpoint, text) == text, "the buffer comes back");
    claim(strlen(text) < ADDRESS_TEXT, "the text fits");
    claim(!has_control(text), "no control character is left in '%s'", text);

    const char *reason = address_parse(text, &again);

    claim(!reason, "what was written is taken back: %s", reason ? reason : "");
    claim(again.transport == address->transport, "the transport of '%s' stays", text);
    claim(again.port == endpoint_port(endpoint), "the port of '%s' stays", text);
    claim(!address_resolve(&again) && again.count == 1, "'%s' has one endpoint", text);
    claim(has_control(address->host) ||
              (again.endpoints[0].length == endpoint->length &&
               memcmp(&again.endpoints[0].socket, &endpoint->socket, endpoint->length) == 0),
          "'%s' is the endpoint that was written", text);
}

static void claim_address(const char *text, struct address *address)
{
    const bool path =
        address->transport == TRANSPORT_UNIX || address->transport == TRANSPORT_UNIXGRAM;

    claim(strlen(address->host) < ADDRESS_HOST && address->host[0], "there is a host");
    claim(strstr(text, address->host) != NULL, "the host is part of the text");
    claim(address->count == 0, "nothing is resolved yet");
    if (!path && !is_number(address->host))
        return;
    claim(address_resolve(address) == NULL, "a number is looked up without a network");
    for (size_t i = 0; i < address->count; i++)
        claim_round_trip(address, &address->endpoints[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct address address;
    char *text = fuzz_text(data, size);
    const char *reason = address_parse(text, &address);

    claim_reason(reason);
    if (!reason)
        claim_address(text, &address);
    free(text);
    return 0;
}
