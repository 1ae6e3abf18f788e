/* cases_task.c - section K, our own: frames that ask for work, and frames that should not be.
 */
#include "cases.h"
#include "clock.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>

enum { TASK_US = 30000, FRAMES = 20, BUNDLE = 10, TURN_US = 30000 };

static void exchange_frame(struct peer *peer, uint32_t length, uint16_t kind, uint32_t time_us)
{
    char frame[TASK_FRAME_MOST];
    size_t size = task_frame(frame, length, kind, time_us, peer->key + peer->sent);

    say_bytes(peer, frame, size);
    expect_bytes(peer, frame, size);
}

void case_k1(struct trial *trial)
{
    static const uint32_t lengths[] = { 12, 13, 100, 65535, 65536 };
    struct server *server = start_server(trial, "--service=task --max-task=50000");
    struct peer *peer = connect_client(server);

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        exchange_frame(peer, lengths[i], 0, 0);
    for (uint16_t kind = 1; kind <= (uint16_t)TASK_BLOCK; kind++) {
        uint64_t start_ns = clock_now_ns();

        exchange_frame(peer, 100, kind, TASK_US);
        check_between("milliseconds that a task of 30 ms took", TASK_US / 1000,
                      patience_ms(OPERATION_MS), elapsed_ms(start_ns));
    }

    uint64_t start_ns = clock_now_ns();

    exchange_frame(peer, 100, TASK_BLOCK, UINT32_MAX);
    check_between("milliseconds of an endless task that is cut to 50 ms", 50,
                  patience_ms(OPERATION_MS), elapsed_ms(start_ns));
    leave(peer);
}

/* Says a frame that must end the conversation, and sees it end without an answer. */
static void expect_to_be_cast_out(struct server *server, const char *frame, size_t size)
{
    struct peer *peer = connect_client(server);

    say_bytes(peer, frame, size);
    expect_cut_off(peer, CAST_OUT, 1000);
}

void case_k2(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task");
    char frame[TASK_FRAME_MOST];

    for (uint16_t kind = 1; kind <= (uint16_t)TASK_BLOCK; kind++)
        expect_to_be_cast_out(server, frame, task_frame(frame, 100, kind, 1, trial->seed));
    ping(server);
}

void case_k3(struct trial *trial)
{
    static const uint32_t lengths[] = { 0, 1, 11, 65537, 0x7fffffff, 0xffffffff };
    struct server *server = start_server(trial, "--service=task --max-task=1000");
    char frame[TASK_FRAME_MOST];

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        const uint32_t length = htonl(lengths[i]);

        task_frame(frame, 1000, 0, 0, trial->seed);
        memcpy(frame, &length, sizeof length);
        expect_to_be_cast_out(server, frame, 1000);
        ping(server);
    }
    expect_to_be_cast_out(server, frame, task_frame(frame, 100, TASK_UNKNOWN, 0, trial->seed));
    expect_to_be_cast_out(server, frame, task_frame(frame, 100, UINT16_MAX, 0, trial->seed));
}

void case_k4(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task");
    struct peer *peer = connect_client(server);
    char frame[TASK_FRAME_MOST];
    size_t size = task_frame(frame, 40, 0, 0, peer->key);

    for (size_t i = 0; i < size - 1; i++) {
        say_bytes(peer, frame + i, 1);
        expect_silence(peer, 1);
    }
    say_bytes(peer, frame + size - 1, 1);
    expect_bytes(peer, frame, size);
    leave(peer);
}

/* The last frame is cut anywhere, so that its rest arrives with the next send. */
void case_k5(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task --max-task=1000");
    struct peer *peer = connect_client(server);
    char frames[TASK_FRAME_MOST];
    size_t size = 0;

    for (unsigned i = 0; i < FRAMES; i++) {
        uint32_t length = TASK_HEADER + (uint32_t)dice_between(&trial->dice, 0, 2000);

        size += task_frame(frames + size, length, (uint16_t)(i % 3), 500, peer->key + i);
    }
    for (unsigned i = 0; i < FRAMES; i++) {
        size_t cut = dice_between(&trial->dice, 1, size - 1);

        say_bytes(peer, frames, cut);
        say_bytes(peer, frames + cut, size - cut);
        expect_bytes(peer, frames, size);
    }
    leave(peer);
}

/* What was right is answered, and the end is an end and not a reset, though there is more to
 * say for who does not know yet. */
void case_k8(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task");
    char frames[2 * TASK_FRAME_MOST];

    for (unsigned i = 0; i < BUNDLE; i++) {
        struct peer *peer = connect_client(server);
        size_t right = task_frame(frames, 2000, TASK_NONE, 0, peer->key);
        size_t wrong = task_frame(frames + right, 60000, TASK_UNKNOWN, 0, peer->key);

        say_bytes(peer, frames, right + wrong);
        for (unsigned more = 0; more < 3; more++)
            say_bytes(peer, frames + right, wrong);
        expect_bytes(peer, frames, right);
        expect_end_as(peer, CAST_OUT, OPERATION_MS);
    }
}

static uint64_t waiting_bytes(const struct peer *peer)
{
    int waiting = 0;

    check_equal("ioctl(FIONREAD)", 0, ioctl(peer->fd, FIONREAD, &waiting));
    return (uint64_t)waiting;
}

/* Counted, not timed: how many tasks of somebody else were done before the other's turn came.
 */
void case_k6(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task --max-task=1000000");
    struct peer *busy = connect_client(server);
    struct peer *other = connect_client(server);
    char frames[TASK_FRAME_MOST];
    size_t size = 0;

    for (unsigned i = 0; i < BUNDLE; i++)
        size += task_frame(frames + size, TASK_HEADER, TASK_BLOCK, TURN_US, busy->key);
    say_bytes(busy, frames, size);
    pause_us(TURN_US + TURN_US / 2);
    say_task(other, TASK_NONE, 0);
    expect_task(other, TASK_NONE, 0);
    check_between("tasks done before", 0, BUNDLE / 2, waiting_bytes(busy) / TASK_HEADER);
    expect_bytes(busy, frames, size);
    leave(busy);
    leave(other);
}

void case_k7(struct trial *trial)
{
    struct server *server =
        start_server(trial, "--service=task --max-task=60000000 --grace=0.2");
    struct peer *peer = connect_client(server);

    say_task(peer, TASK_BLOCK, 60000000);
    pause_us(TURN_US);
    send_signal(server, SIGTERM);
    expect_end_as(peer, ABORTED, OPERATION_MS);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}
