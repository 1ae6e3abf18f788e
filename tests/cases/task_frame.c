/* task_frame.c - the frames in which work is asked for, as the cases write them. */
#include "task_frame.h"

#include "payload.h"
#include "peer.h"

#include <arpa/inet.h>
#include <string.h>

size_t task_frame(char frame[TASK_FRAME_MOST], uint32_t length, uint16_t kind,
                  uint32_t microseconds, uint64_t key)
{
    uint32_t words[3] = { htonl(length), htonl((uint32_t)kind << 16), htonl(microseconds) };

    memcpy(frame, words, TASK_HEADER);
    payload_fill(key, 0, frame + TASK_HEADER, length - TASK_HEADER);
    return length;
}

void say_task(struct peer *peer, uint16_t kind, uint32_t microseconds)
{
    char frame[TASK_FRAME_MOST];

    say_bytes(peer, frame, task_frame(frame, TASK_HEADER, kind, microseconds, 0));
}

void expect_task(struct peer *peer, uint16_t kind, uint32_t microseconds)
{
    char frame[TASK_FRAME_MOST];

    expect_bytes(peer, frame, task_frame(frame, TASK_HEADER, kind, microseconds, 0));
}

void say_task_datagram(struct peer *peer, uint16_t kind, uint32_t microseconds)
{
    say_task(peer, kind, microseconds);
    peer->datagrams_sent++;
}

void expect_task_datagram(struct peer *peer, uint16_t kind, uint32_t microseconds)
{
    expect_task(peer, kind, microseconds);
    peer->datagrams_answered++;
}
