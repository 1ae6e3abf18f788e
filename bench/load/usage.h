/* usage.h - what the calling thread has used of the machine. */
#ifndef ECHOLAB_USAGE_H
#define ECHOLAB_USAGE_H

#include <stdint.h>

struct usage {
    uint64_t cpu_ns;
    uint64_t voluntary;   /* context switches because it had to wait */
    uint64_t involuntary; /* context switches because its turn was over */
};

/* Since the thread began. */
struct usage usage_now(void);

#endif
