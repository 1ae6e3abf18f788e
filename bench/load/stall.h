/* stall.h - how many clients behave badly, and in which way: --stall, as "8:reader".
 *
 * They stand beside the good clients, which alone are measured; bad_clients.h says what each
 * kind does. */
#ifndef ECHOLAB_STALL_H
#define ECHOLAB_STALL_H

#include <stdint.h>

enum stall_kind { STALL_READER, STALL_WRITER, STALL_MUTE, STALL_RESET };
enum { STALL_KINDS = 4 };

struct stall_plan {
    uint32_t clients[STALL_KINDS];
};

/* Their own totals, of the whole run. */
struct stall_counts {
    uint64_t connections;     /* made */
    uint64_t ended_by_server; /* by an end, a reset, or "ERR busy" */
    uint64_t bytes_sent;
};

/* Adds "N:KIND" to the plan. Returns NULL, or a sentence that names the text and says what
 * would be right; also when the plan has clients of that kind already. The sentence lives in a
 * buffer of the calling thread until its next call. */
const char *stall_parse(const char *text, struct stall_plan *plan);

/* Clients of all kinds together. */
uint64_t stall_clients(const struct stall_plan *plan);

/* "reader", "writer", "mute", "reset". */
const char *stall_name(enum stall_kind kind);

#endif
