/* address_test.c - which addresses are understood, which are refused, and how both are written.
 */
#include "address.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { PATH_LIMIT = 107 };

struct understood {
    const char *text;
    const char *host;
    enum transport transport;
    in_port_t port;
};

struct refused {
    const char *text;
    const char *fragment; /* of the sentence */
};

static void parse(const char *text, struct address *address)
{
    const char *reason = address_parse(text, address);

    if (reason)
        fail_msg("%s", reason);
}

static void resolve(const char *text, struct address *address)
{
    parse(text, address);
    const char *reason = address_resolve(address);
    if (reason)
        fail_msg("%s", reason);
    assert_true(address->count > 0);
}

static void expect_refusal(const char *text, const char *fragment)
{
    struct address address;
    const char *reason = address_parse(text, &address);

    if (!reason || !strstr(reason, fragment))
        fail_msg("'%s' gave \"%s\", not \"%s\"", text, reason ? reason : "an address",
                 fragment);
}

static void understands_every_transport(void **state)
{
    static const struct understood table[] = {
        { "tcp://127.0.0.1:7007", "127.0.0.1", TRANSPORT_TCP, 7007 },
        { "tcp://localhost:0", "localhost", TRANSPORT_TCP, 0 },
        { "tcp://[::1]:65535", "::1", TRANSPORT_TCP, 65535 },
        { "tcp://[fe80::1%lo]:9", "fe80::1%lo", TRANSPORT_TCP, 9 },
        { "tcp://[::ffff:127.0.0.1]:9", "::ffff:127.0.0.1", TRANSPORT_TCP, 9 },
        { "udp://127.255.255.255:00009", "127.255.255.255", TRANSPORT_UDP, 9 },
        { "unix:/tmp/echo", "/tmp/echo", TRANSPORT_UNIX, 0 },
        { "unix:echo:1", "echo:1", TRANSPORT_UNIX, 0 },
        { "unix:./@echo", "./@echo", TRANSPORT_UNIX, 0 },
        { "unixgram:/tmp/a b", "/tmp/a b", TRANSPORT_UNIXGRAM, 0 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++) {
        struct address address;

        parse(table[i].text, &address);
        assert_int_equal(address.transport, table[i].transport);
        assert_string_equal(address.host, table[i].host);
        assert_int_equal(address.port, table[i].port);
        assert_int_equal(address.count, 0);
    }
}

static const struct refused refusals[] = {
    { "", "an empty text is no address" },
    { "tcp://", "write HOST:PORT" },
    { "tcp://host", "has no port; write HOST:PORT" },
    { "tcp://host:", "has no port after its last colon" },
    { "tcp://:80", "has no host" },
    { "tcp://host:65536", "a port is a number from 0 to 65535" },
    { "tcp://host:18446744073709551617", "a port is a number from 0 to 65535" },
    { "tcp://host:-1", "a port is a number from 0 to 65535" },
    { "tcp://host:+1", "a port is a number from 0 to 65535" },
    { "tcp://host: 1", "a port is a number from 0 to 65535" },
    { "tcp://host:1 ", "a port is a number from 0 to 65535" },
    { "tcp://host:1/", "a port is a number from 0 to 65535" },
    { "tcp://host:0x10", "a port is a number from 0 to 65535" },
    { "tcp://host:http", "a port is a number from 0 to 65535" },
    { "tcp://[::1:80", "'[' without its ']'" },
    { "tcp://[::1]", "write a colon and a port after the ']'" },
    { "tcp://[::1]80", "write a colon and a port after the ']'" },
    { "tcp://[::1]:", "has no port after its last colon" },
    { "tcp://[]:80", "has no host" },
    { "tcp://[localhost]:80", "no IPv6 address in its brackets" },
    { "tcp://[127.0.0.1]:80", "no IPv6 address in its brackets" },
    { "tcp://::1:80", "write an IPv6 address in brackets" },
    { "tcp://a:b:80", "more than one colon" },
    { "unix:", "names no path" },
    { "unixgram:", "names no path" },
    { "unix:@echo", "abstract" },
    { "http://x:1", "the schemes are tcp://, udp://, unix: and unixgram:" },
    { "TCP://x:1", "the schemes are tcp://, udp://, unix: and unixgram:" },
    { "tcp:x", "the schemes are tcp://, udp://, unix: and unixgram:" },
    { "7007", "the schemes are tcp://, udp://, unix: and unixgram:" },
    { "localhost:7007", "did you mean 'tcp://localhost:7007'?" },
    { "[::1]:7007", "did you mean 'tcp://[::1]:7007'?" },
    { "/tmp/echo", "did you mean 'unix:/tmp/echo'?" },
    { "http://a\n\x1b[2J:1", "'http://a\\n\\x1b[2J:1'" },
};

static void says_what_would_be_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < LENGTH(refusals); i++)
        expect_refusal(refusals[i].text, refusals[i].fragment);
}

static void takes_a_path_of_107_bytes_and_no_more(void **state)
{
    char text[PATH_LIMIT + 16] = "unix:";
    char written[ADDRESS_TEXT];
    struct address address;

    (void)state;
    memset(text + strlen("unix:"), 'p', PATH_LIMIT);
    resolve(text, &address);
    assert_string_equal(address_format(TRANSPORT_UNIX, &address.endpoints[0], written), text);

    text[strlen("unix:") + PATH_LIMIT] = 'p';
    expect_refusal(text, "has a path of 108 bytes; the path of a socket holds at most 107");
}

static void takes_a_host_of_255_bytes_and_no_more(void **state)
{
    char text[ADDRESS_HOST + 32];
    char host[ADDRESS_HOST + 1];
    struct address address;

    (void)state;
    memset(host, 'h', ADDRESS_HOST);
    host[ADDRESS_HOST] = '\0';
    (void)snprintf(text, sizeof text, "tcp://%s:1", host + 1);
    parse(text, &address);
    (void)snprintf(text, sizeof text, "tcp://%s:1", host);
    expect_refusal(text, "has a host of 256 bytes; a host has at most 255");
}

static void writes_an_address_so_that_it_is_understood_again(void **state)
{
    static const char *const texts[] = {
        "tcp://127.0.0.1:7007", "tcp://[::1]:1",           "tcp://[fe80::1%lo]:9",
        "udp://0.0.0.0:0",      "udp://[::]:65535",        "unix:/tmp/echo",
        "unixgram:relative",    "tcp://[2001:db8::1]:443",
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct address address;
        char text[ADDRESS_TEXT];

        resolve(texts[i], &address);
        address_format(address.transport, &address.endpoints[0], text);
        assert_string_equal(text, texts[i]);
        assert_string_equal(endpoint_format(&address.endpoints[0], text),
                            strstr(texts[i], "//") ? strstr(texts[i], "//") + 2
                                                   : strchr(texts[i], ':') + 1);
        assert_int_equal(endpoint_port(&address.endpoints[0]), address.port);
    }
}

static void resolves_a_name_to_endpoints_of_its_port(void **state)
{
    struct address address;

    (void)state;
    resolve("udp://localhost:7007", &address);
    for (size_t i = 0; i < address.count; i++) {
        assert_true(endpoint_is_loopback(&address.endpoints[i]));
        assert_int_equal(endpoint_port(&address.endpoints[i]), 7007);
    }
    const size_t count = address.count;
    assert_null(address_resolve(&address));
    assert_int_equal(address.count, count);
}

/* The space makes it a name that no resolver asks for, so the test needs no network. */
static void names_a_host_that_cannot_be_found(void **state)
{
    struct address address;

    (void)state;
    parse("tcp://no such\nhost:1", &address);
    const char *reason = address_resolve(&address);
    assert_non_null(reason);
    assert_non_null(strstr(reason, "the host 'no such\\nhost' cannot be looked up: "));
    assert_int_equal(address.count, 0);
}

static void knows_who_can_reach_an_endpoint(void **state)
{
    static const struct {
        const char *text;
        bool loopback;
    } table[] = {
        { "tcp://127.0.0.1:1", true },     { "tcp://127.255.255.255:1", true },
        { "tcp://[::1]:1", true },         { "tcp://[::ffff:127.0.0.1]:1", true },
        { "unix:/tmp/echo", true },        { "tcp://0.0.0.0:1", false },
        { "tcp://[::]:1", false },         { "tcp://128.0.0.1:1", false },
        { "tcp://126.0.0.1:1", false },    { "tcp://[::ffff:10.0.0.1]:1", false },
        { "udp://[fe80::1%lo]:1", false },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++) {
        struct address address;

        resolve(table[i].text, &address);
        if (endpoint_is_loopback(&address.endpoints[0]) != table[i].loopback)
            fail_msg("%s is taken for the other kind", table[i].text);
    }
}

static void tells_streams_from_datagrams(void **state)
{
    struct address address = { .transport = TRANSPORT_UNIXGRAM };

    (void)state;
    assert_true(address_is_datagram(&address));
    address.transport = TRANSPORT_UNIX;
    assert_false(address_is_datagram(&address));
    assert_int_equal(address_socket_type(TRANSPORT_TCP), SOCK_STREAM);
    assert_int_equal(address_socket_type(TRANSPORT_UDP), SOCK_DGRAM);
}

static void expect_path_text(const char *path, size_t bytes, const char *expected)
{
    struct endpoint endpoint = { .socket.path.sun_family = AF_UNIX };
    char text[ADDRESS_TEXT];

    memcpy(endpoint.socket.path.sun_path, path, bytes);
    endpoint.length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + bytes);
    assert_string_equal(endpoint_format(&endpoint, text), expected);
}

static void writes_the_names_that_the_kernel_gives(void **state)
{
    struct endpoint nobody = { .length = 0 };
    char full[sizeof(((struct sockaddr_un *)NULL)->sun_path) + 1];
    char text[ADDRESS_TEXT];

    (void)state;
    assert_string_equal(endpoint_format(&nobody, text), "(unnamed)");
    expect_path_text("", 0, "(unnamed)");
    expect_path_text("\0abcde", 6, "@abcde");
    expect_path_text("\0a\0b", 4, "@a?b");
    expect_path_text("/tmp/a\nb\x1b\x7f", sizeof "/tmp/a\nb\x1b\x7f", "/tmp/a?b??");

    /* A path of full length ends where its structure ends, without a terminator. */
    memset(full, 'f', sizeof full);
    full[sizeof full - 1] = '\0';
    expect_path_text(full, sizeof full - 1, full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(understands_every_transport),
        cmocka_unit_test(says_what_would_be_right),
        cmocka_unit_test(takes_a_path_of_107_bytes_and_no_more),
        cmocka_unit_test(takes_a_host_of_255_bytes_and_no_more),
        cmocka_unit_test(writes_an_address_so_that_it_is_understood_again),
        cmocka_unit_test(resolves_a_name_to_endpoints_of_its_port),
        cmocka_unit_test(names_a_host_that_cannot_be_found),
        cmocka_unit_test(knows_who_can_reach_an_endpoint),
        cmocka_unit_test(tells_streams_from_datagrams),
        cmocka_unit_test(writes_the_names_that_the_kernel_gives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
