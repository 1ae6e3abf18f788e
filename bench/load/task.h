/* task.h - messages that ask the server for work: --task, as "spin:100us".
 *
 * How long each of them asks for is drawn from a distribution; two classes of them, short and
 * long, are told apart in the result, since one figure over both says little about either.
 *
 * The frame is written down here a second time on purpose: a check that shared its code with
 * the server would agree with the server's mistakes. */
#ifndef ECHOLAB_TASK_H
#define ECHOLAB_TASK_H

#include <stdint.h>

/* Bytes of a frame: of its header, and at most. */
enum { TASK_HEADER_SIZE = 12, TASK_SIZE_MAX = 64 * 1024 };

/* As in the frame. */
enum task_kind { TASK_KIND_NONE = 0, TASK_KIND_SPIN = 1, TASK_KIND_BLOCK = 2 };

enum task_times { TASK_FIXED, TASK_EXPONENTIAL, TASK_BIMODAL };

struct task_plan {
    const char *text; /* as it was written; NULL: no work */
    enum task_kind kind;
    enum task_times times;
    uint32_t first_us;  /* the time, the mean, or the shorter time */
    uint32_t second_us; /* the longer time */
    double share;       /* of the longer time, from 0 to 1 */
};

/* Reads "spin:TIME" or "block:TIME", where for TIME may also stand "exp:MEAN" or
 * "bimodal:TIME,TIME,SHARE"; these two need no kind, and then spin. Times are whole
 * microseconds. Returns NULL, or a sentence that names the text and says what would be right;
 * it lives in a buffer of the calling thread until its next call. The plan keeps `text`. */
const char *task_parse(const char *text, struct task_plan *plan);

/* The microseconds that the next message asks for; 0 without work. `random` is the state of a
 * generator (random.h). An exponential time is drawn by inversion, rounded, and cut at a
 * second.
 */
uint32_t task_draw(const struct task_plan *plan, uint64_t *random);

/* How many classes there are, 1 or 2; and the one of a message that asks for so much: 0 is
 * short or the only one. Exponential times are short below their mean. */
unsigned task_classes(const struct task_plan *plan);
unsigned task_class(const struct task_plan *plan, uint32_t work_us);

/* "short", "long"; or "all" if that is the only one. */
const char *task_class_name(const struct task_plan *plan, unsigned class);

/* Writes the header of a frame of `size` bytes, itself included, in network byte order: u32
 * size, u16 kind, u16 zero, u32 microseconds. */
void task_write_header(const struct task_plan *plan, uint32_t size, uint32_t work_us,
                       unsigned char header[TASK_HEADER_SIZE]);

#endif
