/* payload_test.c - the bytes that are sent, and what is told of an echo that differs from them.
 */
#include "difference.h"
#include "payload.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LONGEST = 4096, ECHO = 1000, POSITION = 261500 };

static struct payload payload; /* of seed 7, for `echo` */

static int make_payload(void **state)
{
    (void)state;
    return payload_create(&payload, 7, SERVICE_ECHO, LONGEST) ? 0 : -1;
}

static int drop_payload(void **state)
{
    (void)state;
    payload_destroy(&payload);
    return 0;
}

/* The sequence of seed 1234567, published with the algorithm. */
static void draws_the_numbers_of_splitmix64(void **state)
{
    uint64_t random = 1234567;

    (void)state;
    assert_true(random_next(&random) == UINT64_C(6457827717110365317));
    assert_true(random_next(&random) == UINT64_C(3203168211198807973));
    assert_true(random_next(&random) == UINT64_C(9817491932198370423));
}

static void draws_sizes_within_both_limits(void **state)
{
    uint64_t random = 1;
    unsigned seen[4] = { 0 };

    (void)state;
    for (int i = 0; i < 4000; i++)
        seen[random_up_to(&random, 3)]++;
    for (int i = 0; i < 4; i++)
        assert_in_range(seen[i], 800, 1200);
}

static void repeats_itself_after_a_prime_number_of_bytes(void **state)
{
    (void)state;
    for (unsigned divisor = 2; divisor * divisor <= PAYLOAD_PERIOD; divisor++)
        assert_int_not_equal(PAYLOAD_PERIOD % divisor, 0);
    assert_memory_equal(payload.sent, payload.sent + PAYLOAD_PERIOD, LONGEST);
    assert_ptr_equal(payload_at(payload.sent, PAYLOAD_PERIOD), payload.sent);
}

static void follows_from_the_seed(void **state)
{
    struct payload same, other;

    (void)state;
    assert_true(payload_create(&same, 7, SERVICE_ECHO, LONGEST));
    assert_true(payload_create(&other, 8, SERVICE_ECHO, LONGEST));
    assert_memory_equal(payload.sent, same.sent, PAYLOAD_PERIOD);
    assert_memory_not_equal(payload.sent, other.sent, PAYLOAD_PERIOD);
    payload_destroy(&same);
    payload_destroy(&other);
}

static void gives_every_connection_a_place_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(payload_start(7, 3), payload_start(7, 3));
    assert_int_not_equal(payload_start(7, 3), payload_start(7, 4));
    assert_int_not_equal(payload_start(7, 3), payload_start(8, 3));
    for (unsigned connection = 0; connection < 1000; connection++)
        assert_true(payload_start(7, connection) < PAYLOAD_PERIOD);
}

static void expects_upper_case_where_that_is_the_service(void **state)
{
    struct payload upper;

    (void)state;
    assert_true(payload_create(&upper, 7, SERVICE_UPPER, LONGEST));
    assert_memory_equal(upper.sent, payload.sent, PAYLOAD_PERIOD);
    for (size_t i = 0; i < PAYLOAD_PERIOD + LONGEST; i++) {
        const unsigned char byte = upper.sent[i];
        const unsigned char right =
            byte >= 'a' && byte <= 'z' ? (unsigned char)(byte - 32) : byte;

        assert_int_equal(upper.expected[i], right);
    }
    payload_destroy(&upper);
}

/* The right echo of ECHO bytes, beginning before the end of the period; room for as many more.
 */
static unsigned char *right_echo(void)
{
    static unsigned char echo[2 * ECHO];

    memcpy(echo, payload_at(payload.expected, POSITION), ECHO);
    return echo;
}

/* Puts `count` bytes in at `place`, as many as the stream lacks of being right. */
static void insert(unsigned char *echo, size_t place, const unsigned char *bytes, size_t count)
{
    memmove(echo + place + count, echo + place, ECHO - place);
    memcpy(echo + place, bytes, count);
}

static void take_out(unsigned char *echo, size_t place, size_t count)
{
    memmove(echo + place, echo + place + count, ECHO - place - count);
}

struct walk {
    size_t received; /* of the stream */
    size_t told[3];  /* bytes, by kind */
};

/* Goes through a piece of an echo as the checker does, and adds up what it is told. Returns how
 * many bytes it has done; the others have to wait for what comes after them. */
static size_t go_through(struct walk *walk, const unsigned char *echo, size_t count)
{
    size_t done = 0;

    while (done < count) {
        const size_t outstanding = ECHO - walk->received;
        const size_t common = count - done < outstanding ? count - done : outstanding;
        const size_t agreeing = difference_agreeing(
            payload_at(payload.expected, POSITION + walk->received), echo + done, common);

        walk->received += agreeing;
        done += agreeing;
        if (done < count) {
            const struct difference difference =
                difference_find(&payload, POSITION + walk->received, echo + done, count - done,
                                ECHO - walk->received);

            if (difference.undecided)
                return done;
            assert_true(difference.bytes > 0 && difference.arrived + difference.expected > 0);
            walk->told[difference.kind] += difference.bytes;
            walk->received += difference.expected;
            done += difference.arrived;
        }
        assert_true(walk->received <= ECHO);
    }
    return done;
}

static void expect_told(const struct walk *walk, size_t wrong, size_t missing, size_t extra)
{
    assert_int_equal(walk->told[DIFFERENCE_WRONG], wrong);
    assert_int_equal(walk->told[DIFFERENCE_MISSING], missing);
    assert_int_equal(walk->told[DIFFERENCE_EXTRA], extra);
}

static void expect_differences(const unsigned char *echo, size_t count, size_t wrong,
                               size_t missing, size_t extra)
{
    struct walk walk = { 0 };

    assert_int_equal(go_through(&walk, echo, count), count);
    expect_told(&walk, wrong, missing, extra);
}

/* The same when it comes in two pieces, wherever the first ends. */
static void expect_differences_in_pieces(const unsigned char *echo, size_t count, size_t wrong,
                                         size_t missing, size_t extra)
{
    for (size_t cut = 1; cut < count; cut++) {
        struct walk walk = { 0 };
        const size_t done = go_through(&walk, echo, cut);

        assert_int_equal(go_through(&walk, echo + done, count - done), count - done);
        expect_told(&walk, wrong, missing, extra);
    }
}

static void finds_nothing_in_a_right_echo(void **state)
{
    (void)state;
    expect_differences(right_echo(), ECHO, 0, 0, 0);
}

static void finds_a_flipped_bit_wherever_it_is(void **state)
{
    (void)state;
    for (size_t place = 0; place < ECHO; place++) {
        unsigned char *echo = right_echo();

        echo[place] ^= 0x10;
        expect_differences(echo, ECHO, 1, 0, 0);
    }
}

static void finds_bytes_left_out(void **state)
{
    static const size_t counts[] = { 1, 2, 64, 500 };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        unsigned char *echo = right_echo();

        take_out(echo, 321, counts[i]);
        expect_differences(echo, ECHO - counts[i], 0, counts[i], 0);
    }
}

static void finds_bytes_put_in(void **state)
{
    static const unsigned char strange[] = "bytes from nowhere";
    unsigned char *echo = right_echo();

    (void)state;
    insert(echo, 400, strange, sizeof strange);
    expect_differences(echo, ECHO + sizeof strange, 0, 0, sizeof strange);
}

static void finds_bytes_doubled(void **state)
{
    static const size_t counts[] = { 1, 3, 64, 300 };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        unsigned char *echo = right_echo();

        insert(echo, 640, payload_at(payload.expected, POSITION + 640 - counts[i]), counts[i]);
        expect_differences(echo, ECHO + counts[i], 0, 0, counts[i]);
    }
}

static void finds_a_message_doubled_at_the_end(void **state)
{
    unsigned char *echo = right_echo();

    (void)state;
    memcpy(echo + ECHO, echo + ECHO - 64, 64);
    expect_differences(echo, ECHO + 64, 0, 0, 64);
}

static void finds_bytes_put_in_just_before_the_end(void **state)
{
    static const unsigned char strange[] = "bytes from nowhere";

    (void)state;
    for (size_t place = ECHO - 10; place <= ECHO; place++) {
        unsigned char *echo = right_echo();

        insert(echo, place, strange, sizeof strange);
        expect_differences(echo, ECHO + sizeof strange, 0, 0, sizeof strange);
    }
}

static void finds_two_pieces_exchanged(void **state)
{
    static const size_t counts[] = { 8, 30, 100 };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        unsigned char *echo = right_echo();
        const unsigned char *right = payload_at(payload.expected, POSITION);

        memcpy(echo + 200, right + 200 + counts[i], counts[i]);
        memcpy(echo + 200 + counts[i], right + 200, counts[i]);
        expect_differences(echo, ECHO, 0, counts[i], counts[i]);
    }
}

static void finds_many_bytes_changed_in_place(void **state)
{
    unsigned char *echo = right_echo();

    (void)state;
    for (size_t i = 100; i < 400; i++)
        echo[i] ^= 0xff;
    take_out(echo, 700, 5);
    expect_differences(echo, ECHO - 5, 300, 5, 0);
}

static void counts_noise_byte_by_byte(void **state)
{
    unsigned char *echo = right_echo();

    (void)state;
    for (size_t i = 100; i < ECHO; i++)
        echo[i] ^= 0xff;
    expect_differences(echo, ECHO, ECHO - 100, 0, 0);
}

/* Nothing comes after them that could tell more. */
static void finds_bytes_left_out_just_before_the_end(void **state)
{
    (void)state;
    for (size_t tail = 4; tail <= 20; tail++) {
        unsigned char *echo = right_echo();

        take_out(echo, ECHO - 3 - tail, 3);
        expect_differences(echo, ECHO - 3, 0, 3, 0);
    }
}

static void finds_the_same_in_an_echo_that_comes_in_pieces(void **state)
{
    (void)state;
    for (size_t count = 1; count <= 20; count++) {
        unsigned char *echo = right_echo();

        take_out(echo, 321, count);
        expect_differences_in_pieces(echo, ECHO - count, 0, count, 0);
        echo = right_echo();
        insert(echo, 640, payload_at(payload.expected, POSITION + 640 - count), count);
        expect_differences_in_pieces(echo, ECHO + count, 0, 0, count);
    }
    unsigned char *echo = right_echo();

    echo[500] ^= 0x10;
    expect_differences_in_pieces(echo, ECHO, 1, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_the_numbers_of_splitmix64),
        cmocka_unit_test(draws_sizes_within_both_limits),
        cmocka_unit_test(repeats_itself_after_a_prime_number_of_bytes),
        cmocka_unit_test(follows_from_the_seed),
        cmocka_unit_test(gives_every_connection_a_place_of_its_own),
        cmocka_unit_test(expects_upper_case_where_that_is_the_service),
        cmocka_unit_test(finds_nothing_in_a_right_echo),
        cmocka_unit_test(finds_a_flipped_bit_wherever_it_is),
        cmocka_unit_test(finds_bytes_left_out),
        cmocka_unit_test(finds_bytes_put_in),
        cmocka_unit_test(finds_bytes_doubled),
        cmocka_unit_test(finds_a_message_doubled_at_the_end),
        cmocka_unit_test(finds_bytes_put_in_just_before_the_end),
        cmocka_unit_test(finds_two_pieces_exchanged),
        cmocka_unit_test(finds_many_bytes_changed_in_place),
        cmocka_unit_test(counts_noise_byte_by_byte),
        cmocka_unit_test(finds_bytes_left_out_just_before_the_end),
        cmocka_unit_test(finds_the_same_in_an_echo_that_comes_in_pieces),
    };

    return cmocka_run_group_tests(tests, make_payload, drop_payload);
}
