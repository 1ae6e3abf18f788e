/* session_test.c - the protocol module, driven without a socket in every way it can be split.
 */
#include "session.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT = 40 };

static struct pool pool;

static int begin(void **state)
{
    (void)state;
    pool_begin(&pool);
    return 0;
}

static int end(void **state)
{
    (void)state;
    pool_release(&pool);
    return 0;
}

/* Plays the owner: feeds `input` in pieces of `in` bytes, takes output in pieces of `out`
 * bytes, and collects it. Returns how much came out. Work is counted and not spent. */
struct owner {
    struct session session;
    char output[4 * BUFFER_SIZE];
    size_t came_out;
    uint64_t worked_us;
    bool hung_up; /* the session wanted to close before its input was over */
};

static size_t feed(struct owner *owner, const char *input, size_t count, size_t in)
{
    struct slice space = session_space(&owner->session);
    size_t piece = count < in ? count : in;

    assert_true(space.count > 0);
    piece = piece < space.count ? piece : space.count;
    memcpy(space.bytes, input, piece);
    session_received(&owner->session, piece);
    return piece;
}

static void take(struct owner *owner, size_t out)
{
    struct slice output = session_output(&owner->session);
    size_t piece = output.count < out ? output.count : out;

    assert_true(owner->came_out + piece <= sizeof owner->output);
    memcpy(owner->output + owner->came_out, output.bytes, piece);
    owner->came_out += piece;
    session_sent(&owner->session, piece);
}

static void converse(struct owner *owner, const char *input, size_t count, size_t in,
                     size_t out)
{
    size_t fed = 0;

    for (;;) {
        switch (session_wants(&owner->session)) {
        case WANT_READ:
            fed += feed(owner, input + fed, count - fed, in);
            break;
        case WANT_WORK:
            owner->worked_us += session_work(&owner->session).microseconds;
            session_worked(&owner->session);
            break;
        case WANT_WRITE:
            take(owner, out);
            break;
        case WANT_CLOSE:
            owner->hung_up = fed < count;
            assert_null(owner->session.buffer);
            return;
        }
    }
}

static struct owner *converse_anew(enum service service, uint32_t max_task_us,
                                   const char *input, size_t count, size_t in, size_t out)
{
    static struct owner owner;

    memset(&owner, 0, sizeof owner);
    session_begin(&owner.session, &pool, service, max_task_us);
    converse(&owner, input, count, in, out);
    session_end(&owner.session);
    return &owner;
}

static void fill(char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(i * 131 + i / 256);
}

static void echoes_every_split_of_input_and_output(void **state)
{
    char input[TEXT];

    (void)state;
    fill(input, sizeof input);
    for (size_t in = 1; in <= TEXT; in++)
        for (size_t out = 1; out <= TEXT; out++) {
            struct owner *owner = converse_anew(SERVICE_ECHO, 0, input, TEXT, in, out);

            assert_int_equal(owner->came_out, TEXT);
            assert_memory_equal(owner->output, input, TEXT);
        }
}

static void raises_exactly_the_26_letters(void **state)
{
    char input[256];
    char expected[256];

    (void)state;
    for (int i = 0; i < 256; i++) {
        input[i] = (char)i;
        expected[i] = (char)(i >= 97 && i <= 122 ? i - 32 : i);
    }
    for (size_t in = 1; in <= 256; in += 5)
        for (size_t out = 1; out <= 256; out += 7) {
            struct owner *owner = converse_anew(SERVICE_UPPER, 0, input, 256, in, out);

            assert_int_equal(owner->came_out, 256);
            assert_memory_equal(owner->output, expected, 256);
        }
}

static void echoes_more_than_a_buffer(void **state)
{
    static char input[3 * BUFFER_SIZE + 17];

    (void)state;
    fill(input, sizeof input);

    struct owner *owner =
        converse_anew(SERVICE_ECHO, 0, input, sizeof input, BUFFER_SIZE + 1, BUFFER_SIZE - 1);

    assert_int_equal(owner->came_out, sizeof input);
    assert_memory_equal(owner->output, input, sizeof input);
}

static void does_not_read_while_a_reply_is_unsent(void **state)
{
    struct session session;

    (void)state;
    session_begin(&session, &pool, SERVICE_ECHO, 0);
    assert_int_equal(session_wants(&session), WANT_READ);
    memcpy(session_space(&session).bytes, "abc", 3);
    session_received(&session, 3);
    assert_int_equal(session_wants(&session), WANT_WRITE);
    session_sent(&session, 2);
    assert_int_equal(session_wants(&session), WANT_WRITE);
    assert_int_equal(session_output(&session).count, 1);
    session_sent(&session, 1);
    assert_int_equal(session_wants(&session), WANT_READ);
    session_end(&session);
}

static void holds_no_buffer_with_nothing_pending(void **state)
{
    struct session session;

    (void)state;
    session_begin(&session, &pool, SERVICE_ECHO, 0);
    assert_null(session.buffer);
    session_space(&session);
    session_received_nothing(&session);
    assert_null(session.buffer);
    session_space(&session);
    session_received(&session, 5);
    assert_non_null(session.buffer);
    session_sent(&session, 5);
    assert_null(session.buffer);
    session_end(&session);
}

static void closes_at_the_end_of_input(void **state)
{
    (void)state;

    struct owner *owner = converse_anew(SERVICE_ECHO, 0, "", 0, 1, 1);

    assert_int_equal(owner->came_out, 0);
    assert_false(session_refused(&owner->session));
}

/* Writes a frame of `length` bytes in all and returns that length. */
static size_t put_frame(char *place, uint32_t length, uint16_t kind, uint32_t us)
{
    uint32_t fields[3] = { htonl(length), htonl((uint32_t)kind << 16), htonl(us) };

    memcpy(place, fields, sizeof fields);
    for (uint32_t i = TASK_HEADER; i < length && i < TASK_FRAME_MAX; i++)
        place[i] = (char)i;
    return length;
}

static void returns_task_frames_in_every_split(void **state)
{
    char input[128];
    size_t count = put_frame(input, 12, WORK_NONE, 0);

    (void)state;
    count += put_frame(input + count, 13, WORK_SPIN, 100);
    count += put_frame(input + count, 30, WORK_BLOCK, 5000);
    count += put_frame(input + count, 20, WORK_NONE, 77);
    for (size_t in = 1; in <= count; in++)
        for (size_t out = 1; out <= count; out++) {
            struct owner *owner = converse_anew(SERVICE_TASK, 1000, input, count, in, out);

            assert_int_equal(owner->came_out, count);
            assert_memory_equal(owner->output, input, count);
            assert_int_equal(owner->worked_us, 1100); /* 5000 are cut to 1000 */
        }
}

static void returns_the_largest_frame_after_a_small_one(void **state)
{
    static char input[TASK_FRAME_MAX + TASK_HEADER];
    size_t count = put_frame(input, TASK_HEADER, WORK_NONE, 0);

    (void)state;
    count += put_frame(input + count, TASK_FRAME_MAX, WORK_NONE, 0);

    struct owner *owner = converse_anew(SERVICE_TASK, 0, input, count, BUFFER_SIZE, 4096);

    assert_int_equal(owner->came_out, count);
    assert_memory_equal(owner->output, input, count);
}

static void refuses_hostile_lengths_once_they_are_read(void **state)
{
    static const uint32_t lengths[] = { 0, 1, 11, TASK_FRAME_MAX + 1, 0x7fffffff, 0xffffffff };
    char input[64];

    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        size_t good = put_frame(input, 16, WORK_NONE, 0);
        uint32_t bad = htonl(lengths[i]);

        memcpy(input + good, &bad, sizeof bad);
        memset(input + good + 4, 'x', 20);
        for (size_t in = 1; in <= good + 24; in++) {
            struct owner *owner = converse_anew(SERVICE_TASK, 0, input, good + 24, in, 3);

            assert_int_equal(owner->came_out, good);
            assert_memory_equal(owner->output, input, good);
            assert_true(session_refused(&owner->session));
            assert_true(in > 20 || owner->hung_up);
        }
    }
}

static void refuses_unknown_kinds_and_unwanted_work(void **state)
{
    char input[TASK_HEADER];

    (void)state;
    put_frame(input, TASK_HEADER, 3, 0);
    assert_true(session_refused(
        &converse_anew(SERVICE_TASK, 1000, input, sizeof input, 12, 12)->session));
    put_frame(input, TASK_HEADER, WORK_SPIN, 1);
    assert_true(
        session_refused(&converse_anew(SERVICE_TASK, 0, input, sizeof input, 12, 12)->session));
    put_frame(input, TASK_HEADER, WORK_SPIN, 0);
    assert_false(
        session_refused(&converse_anew(SERVICE_TASK, 0, input, sizeof input, 12, 12)->session));
}

static void drops_a_frame_that_never_ends(void **state)
{
    char input[100];

    (void)state;
    put_frame(input, sizeof input, WORK_NONE, 0);

    struct owner *owner = converse_anew(SERVICE_TASK, 0, input, sizeof input - 1, 5, 5);

    assert_int_equal(owner->came_out, 0);
}

static void answers_datagrams(void **state)
{
    char bytes[TASK_HEADER + 1] = "straSSe";
    struct slice datagram = { bytes, 7 };
    struct work work;

    (void)state;
    assert_true(session_answers(SERVICE_ECHO, 0, (struct slice){ bytes, 0 }, &work));
    assert_true(session_answers(SERVICE_UPPER, 0, datagram, &work));
    assert_memory_equal(bytes, "STRASSE", 7);
    assert_false(session_answers(SERVICE_TASK, 0, datagram, &work));
    datagram.count = put_frame(bytes, TASK_HEADER, WORK_BLOCK, 9);
    assert_true(session_answers(SERVICE_TASK, 20, datagram, &work));
    assert_int_equal(work.kind, WORK_BLOCK);
    assert_int_equal(work.microseconds, 9);
    datagram.count++;
    assert_false(session_answers(SERVICE_TASK, 20, datagram, &work));
}

static void knows_its_services_by_name(void **state)
{
    enum service service;

    (void)state;
    for (int i = SERVICE_ECHO; i <= SERVICE_TASK; i++) {
        assert_true(service_from_name(service_name((enum service)i), &service));
        assert_int_equal(service, i);
    }
    assert_false(service_from_name("ECHO", &service));
    assert_false(service_from_name("", &service));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(echoes_every_split_of_input_and_output),
        cmocka_unit_test(raises_exactly_the_26_letters),
        cmocka_unit_test(echoes_more_than_a_buffer),
        cmocka_unit_test(does_not_read_while_a_reply_is_unsent),
        cmocka_unit_test(holds_no_buffer_with_nothing_pending),
        cmocka_unit_test(closes_at_the_end_of_input),
        cmocka_unit_test(returns_task_frames_in_every_split),
        cmocka_unit_test(returns_the_largest_frame_after_a_small_one),
        cmocka_unit_test(refuses_hostile_lengths_once_they_are_read),
        cmocka_unit_test(refuses_unknown_kinds_and_unwanted_work),
        cmocka_unit_test(drops_a_frame_that_never_ends),
        cmocka_unit_test(answers_datagrams),
        cmocka_unit_test(knows_its_services_by_name),
    };

    return cmocka_run_group_tests_name("session", tests, begin, end);
}
