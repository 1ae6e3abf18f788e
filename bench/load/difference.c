/* difference.c - what happened to an echo that is not what was sent. */
#include "difference.h"

#include <string.h>

/* A few bytes that agree by chance prove nothing: four do so in one of 65,000 searches through
 * 64 KiB, eight never. */
enum { PROOF_MIN = 4, PROOF = 8 };

/* So many changed bytes are taken for a change in place before anything else is thought of. */
enum { CHANGE_SHORT = 4 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t difference_agreeing(const unsigned char *expected, const unsigned char *arrived,
                           size_t count)
{
    size_t agreeing = 0;

    while (agreeing < count && expected[agreeing] == arrived[agreeing])
        agreeing++;
    return agreeing;
}

static struct difference wrong(const unsigned char *expected, const unsigned char *arrived,
                               size_t count)
{
    struct difference difference = { DIFFERENCE_WRONG, 0, count, count, false };

    for (size_t i = 0; i < count; i++)
        difference.bytes += expected[i] != arrived[i];
    return difference;
}

static struct difference missing(size_t bytes)
{
    return (struct difference){ DIFFERENCE_MISSING, bytes, 0, bytes, false };
}

static struct difference extra(size_t bytes)
{
    return (struct difference){ DIFFERENCE_EXTRA, bytes, bytes, 0, false };
}

/* After how many changed bytes, at most `longest`, the two agree again; 0: they do not. */
static size_t change(const unsigned char *expected, const unsigned char *arrived, size_t count,
                     size_t longest)
{
    for (size_t length = 1; length <= longest && length + PROOF_MIN <= count; length++)
        if (memcmp(expected + length, arrived + length, smaller(PROOF, count - length)) == 0)
            return length;
    return 0;
}

/* How many bytes stand before the rest of the reply, which is right but too short to be found
 * by searching: as many as have come too much, or 0. */
static size_t surplus(const unsigned char *expected, const unsigned char *arrived, size_t count,
                      uint64_t outstanding)
{
    if (outstanding >= PROOF_MIN || count <= outstanding)
        return 0;

    const size_t rest = (size_t)outstanding;

    return memcmp(arrived + count - rest, expected, rest) == 0 ? count - rest : 0;
}

/* Where `needle` begins in `hay` beyond its first byte; 0: nowhere. */
static size_t found_at(const unsigned char *hay, size_t hay_size, const unsigned char *needle,
                       size_t needle_size)
{
    const unsigned char *found = NULL;

    if (needle_size >= PROOF_MIN && hay_size > needle_size)
        found = memmem(hay + 1, hay_size - 1, needle, needle_size);
    return found ? (size_t)(found - hay) : 0;
}

/* How many of the bytes that arrived repeat what came before `position`; 0: none. */
static size_t repetition(const struct payload *payload, uint64_t position,
                         const unsigned char *arrived, size_t count)
{
    const size_t reach = smaller(payload->longest, PAYLOAD_PERIOD);
    const unsigned char *before =
        payload_at(payload->expected, position + PAYLOAD_PERIOD - reach);
    const size_t proof = smaller(PROOF, count);
    const unsigned char *found =
        proof >= PROOF_MIN ? memmem(before, reach, arrived, proof) : NULL;

    if (!found)
        return 0;
    return difference_agreeing(found, arrived,
                               smaller(count, (size_t)(before + reach - found)));
}

/* Some bytes are changed, or all that have come. */
static struct difference noise(const unsigned char *expected, const unsigned char *arrived,
                               size_t common, size_t count, uint64_t outstanding)
{
    const size_t changed = change(expected, arrived, common, common);
    struct difference difference = wrong(expected, arrived, changed > 0 ? changed : common);

    difference.undecided = changed == 0 && count <= DIFFERENCE_HELD && count < outstanding;
    return difference;
}

struct difference difference_find(const struct payload *payload, uint64_t position,
                                  const unsigned char *arrived, size_t count,
                                  uint64_t outstanding)
{
    const unsigned char *expected = payload_at(payload->expected, position);
    const size_t ahead =
        outstanding < payload->longest ? (size_t)outstanding : payload->longest;
    const size_t common = smaller(count, ahead);
    size_t bytes;

    if (outstanding == 0)
        return extra(count);
    if ((bytes = change(expected, arrived, common, CHANGE_SHORT)) > 0)
        return wrong(expected, arrived, bytes);
    if ((bytes = found_at(expected, ahead, arrived, smaller(PROOF, count))) > 0)
        return missing(bytes);
    if ((bytes = found_at(arrived, count, expected, smaller(PROOF, ahead))) > 0)
        return extra(bytes);
    if ((bytes = surplus(expected, arrived, count, outstanding)) > 0)
        return extra(bytes);
    if ((bytes = repetition(payload, position, arrived, count)) > 0)
        return extra(bytes);
    return noise(expected, arrived, common, count, outstanding);
}

struct difference difference_in_place(const unsigned char *expected,
                                      const unsigned char *arrived, size_t count,
                                      uint64_t outstanding)
{
    if (outstanding == 0)
        return extra(count);
    return wrong(expected, arrived, outstanding < count ? (size_t)outstanding : count);
}
