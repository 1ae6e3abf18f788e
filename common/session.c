/* session.c - one conversation of the echo protocol, without a socket. */
#include "session.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

static const char *const names[] = {
    [SERVICE_ECHO] = "echo",
    [SERVICE_UPPER] = "upper",
    [SERVICE_TASK] = "task",
};

enum { SERVICES = sizeof names / sizeof *names };

const char *service_name(enum service service)
{
    return names[service];
}

bool service_from_name(const char *name, enum service *service)
{
    for (int i = 0; i < SERVICES; i++)
        if (strcmp(name, names[i]) == 0) {
            *service = (enum service)i;
            return true;
        }
    return false;
}

/* Not toupper(): in some locales that changes other bytes too. */
static void raise_to_upper_case(char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z')
            bytes[i] = (char)(bytes[i] - 'a' + 'A');
}

static uint32_t read_u32(const char *bytes)
{
    uint32_t number;

    memcpy(&number, bytes, sizeof number);
    return ntohl(number);
}

static uint16_t read_u16(const char *bytes)
{
    uint16_t number;

    memcpy(&number, bytes, sizeof number);
    return ntohs(number);
}

enum frame { FRAME_INCOMPLETE, FRAME_COMPLETE, FRAME_BROKEN };

/* Looks at the frame which begins at `bytes`, of which `count` bytes have arrived. A wrong
 * length is refused as soon as its four bytes are there: nobody waits for a frame that cannot
 * come. */
static enum frame parse_frame(const char *bytes, size_t count, uint32_t max_task_us,
                              size_t *length, struct work *work)
{
    if (count < sizeof(uint32_t))
        return FRAME_INCOMPLETE;
    *length = read_u32(bytes);
    if (*length < TASK_HEADER || *length > TASK_FRAME_MAX)
        return FRAME_BROKEN;
    if (count < *length)
        return FRAME_INCOMPLETE;

    uint16_t kind = read_u16(bytes + 4);
    uint32_t microseconds = read_u32(bytes + 8);

    if (kind > WORK_BLOCK)
        return FRAME_BROKEN;
    if (kind != WORK_NONE && microseconds > 0 && max_task_us == 0)
        return FRAME_BROKEN;
    work->kind = microseconds > 0 ? (enum work_kind)kind : WORK_NONE;
    work->microseconds = microseconds < max_task_us ? microseconds : max_task_us;
    return FRAME_COMPLETE;
}

/* The peer broke the protocol: what is ready is still sent, what follows is not looked at. */
static void refuse(struct session *session)
{
    session->refused = true;
    session->input_over = true;
    session->filled = session->ready;
}

/* Makes whole frames ready for sending, up to the first that asks for work. */
static void accept_frames(struct session *session)
{
    while (!session->working && session->ready < session->filled) {
        size_t length = 0;
        enum frame frame =
            parse_frame(session->buffer + session->ready, session->filled - session->ready,
                        session->max_task_us, &length, &session->work);

        if (frame == FRAME_INCOMPLETE)
            return;
        if (frame == FRAME_BROKEN)
            refuse(session);
        else if (session->work.kind != WORK_NONE)
            session->working = true;
        else
            session->ready += length;
    }
}

static void give_buffer_back(struct session *session)
{
    if (session->buffer)
        pool_give(session->pool, session->buffer);
    session->buffer = NULL;
    session->sent = session->ready = session->filled = 0;
}

void session_begin(struct session *session, struct pool *pool, enum service service,
                   uint32_t max_task_us)
{
    *session = (struct session){ .pool = pool, .service = service, .max_task_us = max_task_us };
}

void session_end(struct session *session)
{
    session->working = false;
    session->input_over = true;
    give_buffer_back(session);
}

enum want session_wants(const struct session *session)
{
    if (session->sent < session->ready)
        return WANT_WRITE;
    if (session->working)
        return WANT_WORK;
    return session->input_over ? WANT_CLOSE : WANT_READ;
}

struct slice session_space(struct session *session)
{
    assert(session_wants(session) == WANT_READ);
    if (!session->buffer)
        session->buffer = pool_take(session->pool);
    if (!session->buffer)
        return (struct slice){ 0 };
    return (struct slice){ session->buffer + session->filled, BUFFER_SIZE - session->filled };
}

/* Nothing is left to send: the buffer goes back, or the beginning of a frame moves to its start
 * so that the rest of the frame has room. */
static void tidy(struct session *session)
{
    if (session->sent < session->ready || session->working)
        return;
    if (session->ready == session->filled || session->input_over) {
        give_buffer_back(session);
    } else if (session->ready > 0) {
        session->filled -= session->ready;
        memmove(session->buffer, session->buffer + session->ready, session->filled);
        session->sent = session->ready = 0;
    }
}

void session_received(struct session *session, size_t count)
{
    assert(session_wants(session) == WANT_READ);
    assert(count <= BUFFER_SIZE - session->filled);
    if (count == 0) {
        session->input_over = true;
        tidy(session);
        return;
    }

    size_t from = session->filled;

    session->filled += count;
    if (session->service == SERVICE_TASK) {
        accept_frames(session);
        tidy(session);
        return;
    }
    if (session->service == SERVICE_UPPER)
        raise_to_upper_case(session->buffer + from, count);
    session->ready = session->filled;
}

void session_received_nothing(struct session *session)
{
    tidy(session);
}

struct work session_work(const struct session *session)
{
    assert(session_wants(session) == WANT_WORK);
    return session->work;
}

void session_worked(struct session *session)
{
    assert(session_wants(session) == WANT_WORK);
    session->working = false;
    session->ready += read_u32(session->buffer + session->ready);
}

struct slice session_output(struct session *session)
{
    assert(session_wants(session) == WANT_WRITE);
    return (struct slice){ session->buffer + session->sent, session->ready - session->sent };
}

void session_sent(struct session *session, size_t count)
{
    assert(count <= session->ready - session->sent);
    session->sent += count;
    if (session->sent < session->ready)
        return;
    if (session->service == SERVICE_TASK)
        accept_frames(session);
    tidy(session);
}

bool session_refused(const struct session *session)
{
    return session->refused;
}

bool session_answers(enum service service, uint32_t max_task_us, struct slice datagram,
                     struct work *work)
{
    *work = (struct work){ .kind = WORK_NONE };
    if (service == SERVICE_UPPER)
        raise_to_upper_case(datagram.bytes, datagram.count);
    if (service != SERVICE_TASK)
        return true;

    size_t length = 0;

    return parse_frame(datagram.bytes, datagram.count, max_task_us, &length, work) ==
               FRAME_COMPLETE &&
           length == datagram.count;
}
