/* cpus.h - the CPUs a program's threads run on, as a list such as "1" or "0-2,5". */
#ifndef ECHOLAB_CPUS_H
#define ECHOLAB_CPUS_H

#include <sched.h>
#include <stddef.h>

struct cpus {
    size_t count; /* 0: any CPU will do */
    int numbers[CPU_SETSIZE];
};

/* Reads a list. Returns NULL, or a sentence that says what is wrong with it: not a list, a CPU
 * listed twice, or one this process may not use. The sentence lives in a buffer of the calling
 * thread until its next call. */
const char *cpus_parse(const char *text, struct cpus *cpus);

/* Ties the calling thread, and the threads it will start, to all CPUs of the list. */
void cpus_use_all(const struct cpus *cpus);

/* Ties the calling thread to one CPU of the list: the one whose turn `number` is. */
void cpus_use_one(const struct cpus *cpus, unsigned number);

#endif
