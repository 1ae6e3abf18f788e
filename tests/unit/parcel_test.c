/* parcel_test.c - datagrams of echo-load: how they are known, and what is told of their
 * answers.
 */
#include "missed.h"
#include "parcel.h"
#include "slots.h"
#include "verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PLACES = 8, SIZE = 64, START = 261000 };

static const uint64_t key = UINT64_C(0x0123456789abcdef);

static void reads_back_what_it_has_written(void **state)
{
    static const uint32_t sequences[] = { 1, 2, 0x12345678, UINT32_MAX };

    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (uint32_t slot = 0; slot < PARCEL_SLOTS; slot += 819) {
            unsigned char bytes[PARCEL_HEADER];
            struct parcel parcel = { 0, 0 };

            parcel_write(bytes, key, (struct parcel){ sequences[i], slot });
            assert_true(parcel_read(bytes, sizeof bytes, key, &parcel));
            assert_int_equal(parcel.sequence, sequences[i]);
            assert_int_equal(parcel.slot, slot);
        }
}

/* So that a service which makes capitals leaves them as they are, and people can read them. */
static void writes_digits_only(void **state)
{
    unsigned char bytes[PARCEL_HEADER];

    (void)state;
    parcel_write(bytes, key, (struct parcel){ 0x12345678, 0x9ab });
    assert_memory_equal(bytes, "123456789:;", 11);
    for (size_t i = 0; i < sizeof bytes; i++)
        assert_in_range(bytes[i], '0', '?');
}

static void does_not_read_a_damaged_header(void **state)
{
    unsigned char bytes[PARCEL_HEADER];
    struct parcel parcel;

    (void)state;
    parcel_write(bytes, key, (struct parcel){ 77, 3 });
    assert_false(parcel_read(bytes, PARCEL_HEADER - 1, key, &parcel));
    assert_false(parcel_read(bytes, PARCEL_HEADER, key + 1, &parcel));
    for (unsigned bit = 0; bit < PARCEL_HEADER * 8; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
        assert_false(parcel_read(bytes, PARCEL_HEADER, key, &parcel));
        bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
    }
}

static void gives_every_connection_a_key_of_its_own(void **state)
{
    (void)state;
    assert_true(parcel_key(1, 2) == parcel_key(1, 2));
    assert_true(parcel_key(1, 2) != parcel_key(1, 3));
    assert_true(parcel_key(1, 2) != parcel_key(2, 2));
}

static void counts_bits_that_differ(void **state)
{
    (void)state;
    assert_int_equal(
        parcel_distance((const unsigned char *)"abc", (const unsigned char *)"abc", 3, 10), 0);
    assert_int_equal(
        parcel_distance((const unsigned char *)"abc", (const unsigned char *)"aba", 3, 10), 1);
    assert_in_range(parcel_distance((const unsigned char *)"\0\0\0",
                                    (const unsigned char *)"\xff\xff\xff", 3, 5),
                    6, 23);
}

static void knows_once_what_was_missed(void **state)
{
    uint32_t sequences[PLACES] = { 0 };
    struct missed missed = { .sequences = sequences, .room = PLACES };

    (void)state;
    missed_add(&missed, 10);
    missed_add(&missed, 12);
    assert_false(missed_take(&missed, 11));
    assert_true(missed_take(&missed, 10));
    assert_false(missed_take(&missed, 10));
    assert_true(missed_take(&missed, 12));
}

/* Of those that no longer have a place as many are believed as there were. */
static void believes_as_many_as_it_has_forgotten(void **state)
{
    uint32_t sequences[PLACES] = { 0 };
    struct missed missed = { .sequences = sequences, .room = PLACES };

    (void)state;
    for (uint32_t i = 1; i <= PLACES + 3; i++)
        missed_add(&missed, i);
    for (uint32_t i = 4; i <= PLACES + 3; i++)
        assert_true(missed_take(&missed, i));
    assert_false(missed_take(&missed, 4));
    for (uint32_t i = 1; i <= 3; i++)
        assert_true(missed_take(&missed, i));
    assert_false(missed_take(&missed, 1));
}

static void orders_numbers_that_have_wrapped_around(void **state)
{
    (void)state;
    assert_true(missed_precedes(1, 2));
    assert_false(missed_precedes(2, 2));
    assert_true(missed_precedes(UINT32_MAX, 1));
    assert_false(missed_precedes(1, UINT32_MAX));
}

/* A connection with messages under way, as the client keeps it. */

struct books {
    struct payload payload;
    struct message messages[PLACES];
    uint16_t links[PLACES];
    uint32_t sequences[PLACES];
    struct connection connection;
    struct exchange exchange;
};

static int open_books(void **state)
{
    static struct books books;

    books = (struct books){ 0 };
    books.connection.start = START;
    books.exchange.key = key;
    books.exchange.next = 1;
    books.exchange.missed = (struct missed){ .sequences = books.sequences, .room = PLACES };
    slots_begin(&books.exchange.slots, books.messages, books.links, PLACES);
    *state = &books;
    return payload_create(&books.payload, 7, SERVICE_ECHO, SIZE) ? 0 : -1;
}

static int close_books(void **state)
{
    payload_destroy(&((struct books *)*state)->payload);
    return 0;
}

static uint16_t put(struct books *books, uint32_t size)
{
    return slots_put(&books->exchange.slots,
                     (struct message){ .sequence = books->exchange.next++, .size = size });
}

static void send_all(struct books *books)
{
    while (books->exchange.slots.first != SLOTS_NONE)
        slots_shift(&books->exchange.slots);
}

/* The right answer to the message in `slot`, with room for another byte. */
static unsigned char *right_answer(const struct books *books, uint16_t slot)
{
    static unsigned char bytes[SIZE + 1];
    const struct message *message = &books->messages[slot];

    parcel_write(bytes, key, (struct parcel){ message->sequence, slot });
    memcpy(bytes + PARCEL_HEADER,
           payload_at(books->payload.expected, parcel_place(START, message->sequence)),
           message->size - PARCEL_HEADER);
    return bytes;
}

static void expect_verdict(struct books *books, const unsigned char *bytes, size_t count,
                           enum verdict_kind kind, uint16_t slot)
{
    const struct verdict verdict =
        verdict_on(&books->payload, &books->connection, &books->exchange, bytes, count, count);

    assert_int_equal(verdict.kind, kind);
    assert_int_equal(verdict.slot, slot);
}

static void uses_free_places_again_in_any_order(void **state)
{
    struct books *books = *state;
    struct slots *slots = &books->exchange.slots;
    bool taken[PLACES] = { false };

    for (int i = 0; i < PLACES; i++) {
        const uint16_t slot = put(books, SIZE);

        assert_in_range(slot, 0, PLACES - 1);
        assert_false(taken[slot]);
        taken[slot] = true;
    }
    send_all(books);
    slots_free(slots, 5);
    slots_free(slots, 2);
    assert_int_equal(put(books, SIZE), 2);
    assert_int_equal(put(books, SIZE), 5);
}

static void knows_what_the_kernel_has_taken(void **state)
{
    struct books *books = *state;
    struct slots *slots = &books->exchange.slots;
    const uint16_t first = put(books, SIZE), second = put(books, SIZE);

    assert_false(slots_sent(slots, first));
    slots_shift(slots);
    assert_true(slots_sent(slots, first));
    assert_false(slots_sent(slots, second));
    assert_false(slots_sent(slots, PLACES));
    slots_free(slots, first);
    assert_false(slots_sent(slots, first));
}

static void queues_all_again_in_their_order(void **state)
{
    struct books *books = *state;
    struct slots *slots = &books->exchange.slots;

    for (int i = 0; i < PLACES; i++)
        put(books, SIZE);
    send_all(books);
    slots_free(slots, 1);
    slots_free(slots, 6);
    put(books, SIZE);
    slots_requeue(slots);
    for (uint32_t sequence = 1; sequence <= PLACES + 1; sequence++) {
        if (sequence == 2 || sequence == 7)
            continue;
        assert_int_equal(books->messages[slots->first].sequence, sequence);
        slots_shift(slots);
    }
    assert_int_equal(slots->first, SLOTS_NONE);
}

static void finds_a_right_answer_right(void **state)
{
    struct books *books = *state;

    for (uint32_t size = PARCEL_HEADER; size <= SIZE; size += 12)
        put(books, size);
    send_all(books);
    for (uint16_t slot = 0; slot < 5; slot++)
        expect_verdict(books, right_answer(books, slot), books->messages[slot].size,
                       VERDICT_RIGHT, slot);
}

/* Its message is known all the same, among others that are under way, wherever the bit is. */
static void finds_a_flipped_bit_and_whose_it_is(void **state)
{
    struct books *books = *state;

    for (int i = 0; i < PLACES; i++)
        put(books, i % 2 ? PARCEL_HEADER : SIZE);
    send_all(books);
    for (uint16_t slot = 0; slot < (uint16_t)PLACES; slot++) {
        const size_t size = books->messages[slot].size;

        for (size_t bit = 0; bit < size * 8; bit++) {
            unsigned char *bytes = right_answer(books, slot);

            bytes[bit / 8] ^= (unsigned char)(1U << bit % 8);
            expect_verdict(books, bytes, size, VERDICT_CORRUPT, slot);
            assert_int_equal(verdict_place(&books->payload, &books->connection,
                                           &books->exchange, slot, bytes, size),
                             bit / 8);
        }
    }
}

static void finds_another_length_and_whose_it_is(void **state)
{
    struct books *books = *state;

    for (int i = 0; i < 3; i++)
        put(books, SIZE);
    send_all(books);
    for (size_t length = 10; length <= SIZE + 1; length++)
        if (length != SIZE)
            expect_verdict(books, right_answer(books, 1), length, VERDICT_CORRUPT, 1);
}

static void takes_a_stranger_for_nobody(void **state)
{
    struct books *books = *state;
    unsigned char bytes[SIZE];

    for (int i = 0; i < PLACES; i++)
        put(books, SIZE);
    send_all(books);
    memset(bytes, 0xa5, sizeof bytes);
    expect_verdict(books, bytes, sizeof bytes, VERDICT_CORRUPT, SLOTS_NONE);
}

static void tells_twice_from_late(void **state)
{
    struct books *books = *state;
    struct slots *slots = &books->exchange.slots;
    unsigned char *bytes;

    for (int i = 0; i < 2; i++)
        put(books, SIZE);
    send_all(books);
    bytes = right_answer(books, 0);
    slots_free(slots, 0);
    expect_verdict(books, bytes, SIZE, VERDICT_DUPLICATE, SLOTS_NONE);
    bytes = right_answer(books, 1);
    missed_add(&books->exchange.missed, books->messages[1].sequence);
    slots_free(slots, 1);
    expect_verdict(books, bytes, SIZE, VERDICT_LATE, SLOTS_NONE);
    expect_verdict(books, bytes, SIZE, VERDICT_DUPLICATE, SLOTS_NONE);
}

/* Its place has been taken by another message. */
static void does_not_take_an_old_answer_for_a_new_one(void **state)
{
    struct books *books = *state;
    unsigned char old[SIZE];

    put(books, SIZE);
    send_all(books);
    memcpy(old, right_answer(books, 0), SIZE);
    slots_free(&books->exchange.slots, 0);
    put(books, SIZE);
    send_all(books);
    expect_verdict(books, old, SIZE, VERDICT_DUPLICATE, SLOTS_NONE);
    expect_verdict(books, right_answer(books, 0), SIZE, VERDICT_RIGHT, 0);
}

#define WITH_BOOKS(test) cmocka_unit_test_setup_teardown(test, open_books, close_books)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_it_has_written),
        cmocka_unit_test(writes_digits_only),
        cmocka_unit_test(does_not_read_a_damaged_header),
        cmocka_unit_test(gives_every_connection_a_key_of_its_own),
        cmocka_unit_test(counts_bits_that_differ),
        cmocka_unit_test(knows_once_what_was_missed),
        cmocka_unit_test(believes_as_many_as_it_has_forgotten),
        cmocka_unit_test(orders_numbers_that_have_wrapped_around),
        WITH_BOOKS(uses_free_places_again_in_any_order),
        WITH_BOOKS(knows_what_the_kernel_has_taken),
        WITH_BOOKS(queues_all_again_in_their_order),
        WITH_BOOKS(finds_a_right_answer_right),
        WITH_BOOKS(finds_a_flipped_bit_and_whose_it_is),
        WITH_BOOKS(finds_another_length_and_whose_it_is),
        WITH_BOOKS(takes_a_stranger_for_nobody),
        WITH_BOOKS(tells_twice_from_late),
        WITH_BOOKS(does_not_take_an_old_answer_for_a_new_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
