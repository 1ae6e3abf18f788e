/* session_fuzz.c - a whole conversation, however it is split, against a model of our own.
 *
 * The first bytes of the input say which service, how much work is allowed, how often the rest
 * is repeated (so that a short input fills the buffer several times), when the owner gives up,
 * and how many bytes steer the splitting. What comes out has to be what the model says, task by
 * task in its order, with one buffer at most, which is back whenever nothing is pending. */
#include "fuzz.h"

#include "session.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 5, MOST_INPUT = 4 * BUFFER_SIZE, MOST_REPEATS = 64, MOST_TASKS = 32768 };

/* What a stream comes to, reckoned from the whole of it at once. */
struct model {
    size_t length; /* of the reply; it is the input's beginning, perhaps in upper case */
    bool refused;
    bool upper;
    size_t tasks;
    struct work works[MOST_TASKS];
    size_t starts[MOST_TASKS]; /* where the frame of each begins */
};

static uint32_t number_at(const uint8_t *bytes, size_t count)
{
    uint32_t number = 0;

    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

/* One frame; false if it ends the conversation. */
static bool model_frame(struct model *model, const uint8_t *frame, size_t left,
                        uint32_t max_task_us)
{
    const uint32_t length = left < 4 ? 0 : number_at(frame, 4);

    if (left < 4)
        return false;
    model->refused = length < 12 || length > 65536;
    if (model->refused || left < length)
        return false;

    const uint32_t kind = number_at(frame + 4, 2), asked_us = number_at(frame + 8, 4);

    model->refused = kind > 2 || (kind != 0 && asked_us != 0 && max_task_us == 0);
    if (model->refused)
        return false;
    if (kind != 0 && asked_us != 0) {
        if (model->tasks == MOST_TASKS)
            return false;
        model->starts[model->tasks] = model->length;
        model->works[model->tasks++] = (struct work){
            .kind = kind == 1 ? WORK_SPIN : WORK_BLOCK,
            .microseconds = asked_us < max_task_us ? asked_us : max_task_us,
        };
    }
    model->length += length;
    return true;
}

static void model_stream(struct model *model, enum service service, uint32_t max_task_us,
                         const uint8_t *input, size_t count)
{
    *model = (struct model){ .upper = service == SERVICE_UPPER };
    if (service != SERVICE_TASK)
        model->length = count;
    else
        while (model->length < count &&
               model_frame(model, input + model->length, count - model->length, max_task_us))
            continue;
}

/* Where a reply differs from the model; `count` if it does not. */
static size_t difference(const struct model *model, const uint8_t *input, const char *reply,
                         size_t count)
{
    static const char small[] = "abcdefghijklmnopqrstuvwxyz";
    static const char large[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static char raised[256];
    size_t i = 0;

    if (!model->upper) {
        while (i < count && (uint8_t)reply[i] == input[i])
            i++;
        return i;
    }
    for (int byte = 0; byte < 256; byte++)
        raised[byte] = (char)byte;
    for (int letter = 0; letter < 26; letter++)
        raised[(uint8_t)small[letter]] = large[letter];
    while (i < count && reply[i] == raised[input[i]])
        i++;
    return i;
}

/* The owner of a session, in the course of a conversation. */
struct owner {
    struct session session;
    const struct model *model;
    const uint8_t *input;
    size_t count, fed;
    size_t came_out;
    size_t worked;
    const uint8_t *splits;
    size_t split_count, split;
};

/* How many of `most` bytes move now, from 1 to all; most often few. */
static size_t draw(struct owner *owner, size_t most)
{
    const uint8_t byte =
        owner->split_count > 0 ? owner->splits[owner->split++ % owner->split_count] : 255;

    if (byte >= 192 || most == 0)
        return most;
    return 1 + (byte < 128 ? byte % 16 : (size_t)byte * 251) % most;
}

static void read_some(struct owner *owner)
{
    const size_t pending = owner->fed - owner->came_out;

    claim(pending > 0 || !owner->session.buffer, "nothing is pending, and no buffer held");

    const struct slice space = session_space(&owner->session);

    claim(space.bytes && space.count > 0, "there is room when it wants to read");
    claim(space.bytes >= owner->session.buffer &&
              space.bytes + space.count <= owner->session.buffer + BUFFER_SIZE,
          "the room lies in the buffer");

    const size_t left = owner->count - owner->fed;
    const size_t piece = draw(owner, left < space.count ? left : space.count);

    memcpy(space.bytes, owner->input + owner->fed, piece);
    owner->fed += piece;
    session_received(&owner->session, piece);
}

static void write_some(struct owner *owner)
{
    const struct model *model = owner->model;
    const struct slice output = session_output(&owner->session);
    const size_t end =
        owner->worked < model->tasks ? model->starts[owner->worked] : model->length;

    claim(output.count > 0, "there is something when it wants to write");
    claim(owner->came_out + output.count <= end, "nothing is answered before its work is done");

    const size_t piece = draw(owner, output.count);
    const size_t same = difference(model, owner->input + owner->came_out, output.bytes, piece);

    claim(same == piece, "byte %zu of the reply is right", owner->came_out + same);

    session_sent(&owner->session, piece);
    owner->came_out += piece;
}

static void work(struct owner *owner)
{
    const struct model *model = owner->model;
    const struct work asked = session_work(&owner->session);

    claim(owner->worked < model->tasks, "there is work to be done");
    claim(asked.kind == model->works[owner->worked].kind &&
              asked.microseconds == model->works[owner->worked].microseconds,
          "task %zu is done as it was asked for", owner->worked);
    owner->worked++;
    session_worked(&owner->session);
}

/* Advances by one step; false at the end. */
static bool step(struct owner *owner)
{
    switch (session_wants(&owner->session)) {
    case WANT_READ:
        /* As when a socket has nothing after all: room is asked for, and not used. */
        if (owner->split_count > 0 && owner->splits[owner->split % owner->split_count] == 77) {
            owner->split++;
            (void)session_space(&owner->session);
            session_received_nothing(&owner->session);
            if (owner->split % owner->split_count == 0)
                owner->split_count = 0;
        }
        read_some(owner);
        return true;
    case WANT_WRITE:
        write_some(owner);
        return true;
    case WANT_WORK:
        work(owner);
        return true;
    case WANT_CLOSE:
        break;
    }
    return false;
}

static void converse(struct owner *owner, size_t steps)
{
    while (steps-- > 0)
        if (!step(owner)) {
            claim(owner->came_out == owner->model->length, "%zu bytes came out of %zu",
                  owner->came_out, owner->model->length);
            claim(owner->worked == owner->model->tasks, "all work was done");
            claim(session_refused(&owner->session) == owner->model->refused,
                  "who breaks the protocol is refused, and nobody else");
            claim(!owner->session.buffer, "who has finished holds no buffer");
            break;
        }
    session_end(&owner->session);
    claim(!owner->session.buffer, "who is ended holds no buffer");
    claim(session_wants(&owner->session) == WANT_CLOSE, "who is ended is to be closed");
}

static uint8_t *repeat(const uint8_t *data, size_t size, size_t repeats, size_t *count)
{
    uint8_t *input = malloc(MOST_INPUT + 1);

    claim(input != NULL, "there is memory");
    for (*count = 0; repeats > 0 && *count + size <= MOST_INPUT; repeats--, *count += size)
        if (size > 0)
            memcpy(input + *count, data, size);
    return input;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t most_us[] = { 0, 1, 1000, 60000000 };
    static struct model model;
    static struct pool pool;
    struct feed feed = { data, size };
    const enum service service = (enum service)(feed_byte(&feed) % 3);
    const uint32_t max_task_us = most_us[feed_byte(&feed) % 4];
    const size_t repeats = feed_byte(&feed) % MOST_REPEATS;
    const uint8_t gives_up = feed_byte(&feed);
    const size_t wish = feed_byte(&feed);
    struct owner owner = { .model = &model, .splits = feed.data };

    owner.split_count = wish < feed.size ? wish : feed.size;

    uint8_t *input = repeat(feed.data + owner.split_count, feed.size - owner.split_count,
                            repeats > MOST_REPEATS / 2 ? repeats : 1, &owner.count);

    owner.input = input;
    model_stream(&model, service, max_task_us, input, owner.count);
    pool_begin(&pool);
    session_begin(&owner.session, &pool, service, max_task_us);
    converse(&owner, gives_up > 0 ? gives_up : SIZE_MAX);
    claim(pool.kept == 1, "one conversation has made do with one buffer");
    pool_release(&pool);
    free(input);
    return 0;
}
