/* task_frame.h - the frames in which work is asked for, as the cases write them.
 *
 * Written by hand and not with the server's code: a common mistake would agree with itself.
 * Length (4 bytes, of the whole frame), kind (2), reserved (2), microseconds (4), in network
 * order; then the payload. */
#ifndef ECHOLAB_TASK_FRAME_H
#define ECHOLAB_TASK_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum { TASK_HEADER = 12, TASK_FRAME_MOST = 65536 };
enum task_kind { TASK_NONE, TASK_SPIN, TASK_BLOCK, TASK_UNKNOWN };

struct peer;

/* Writes a frame of `length` bytes, with the payload of this key, and returns its length. */
size_t task_frame(char frame[TASK_FRAME_MOST], uint32_t length, uint16_t kind,
                  uint32_t microseconds, uint64_t key);

/* Says a frame without payload; hears one: it comes back as it was. */
void say_task(struct peer *peer, uint16_t kind, uint32_t microseconds);
void expect_task(struct peer *peer, uint16_t kind, uint32_t microseconds);

/* The same as datagrams: one frame each. */
void say_task_datagram(struct peer *peer, uint16_t kind, uint32_t microseconds);
void expect_task_datagram(struct peer *peer, uint16_t kind, uint32_t microseconds);

#endif
