/* usage.h - what the calling thread has used of the machine. */
#ifndef ECHOLAB_USAGE_H
#define ECHOLAB_USAGE_H

#include <stdbool.h>
#include <stdint.h>

struct usage {
    uint64_t cpu_ns;
    uint64_t voluntary;   /* context switches because it had to wait */
    uint64_t involuntary; /* context switches because its turn was over */
    uint64_t waited_ns;   /* ready to run and without a CPU */
    bool waited_known;    /* the kernel tells of it */
};

/* Since the thread began. */
struct usage usage_now(void);

#endif
