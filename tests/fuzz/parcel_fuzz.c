/* parcel_fuzz.c - datagrams of echo-load, whatever comes in their place. */
#include "fuzz.h"

#include "parcel.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const uint64_t key = parcel_key(feed_byte(&feed), feed_byte(&feed));
    const struct parcel sent = { .sequence = feed_u32(&feed),
                                 .slot = feed_u32(&feed) % PARCEL_SLOTS };
    unsigned char bytes[PARCEL_HEADER];
    struct parcel parcel = { 0 };

    parcel_write(bytes, key, sent);
    claim(parcel_read(bytes, sizeof bytes, key, &parcel) && parcel.slot == sent.slot &&
              parcel.sequence == sent.sequence,
          "what was sent is what is read");
    if (parcel_read(feed.data, feed.size, key, &parcel)) {
        claim(feed.size >= PARCEL_HEADER && parcel.slot < PARCEL_SLOTS, "it is whole");
        parcel_write(bytes, key, parcel);
        claim(memcmp(bytes, feed.data, PARCEL_HEADER) == 0, "only what was written is read");
    }

    const size_t half = feed.size / 2;
    const size_t bits = parcel_distance(feed.data, feed.data + half, half, 100);

    claim(bits <= 108 && bits == parcel_distance(feed.data + half, feed.data, half, 100),
          "a distance of %zu is the same from both sides", bits);
    return 0;
}
