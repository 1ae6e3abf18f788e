/* placement.h - who runs on which CPU.
 *
 * The server gets the first CPU that we may use; the generator gets another, if possible one of
 * another core. The runner sits with the generator, where it sleeps while something is
 * measured. */
#ifndef ECHOLAB_PLACEMENT_H
#define ECHOLAB_PLACEMENT_H

#include <stdbool.h>

struct placement {
    int server_cpu;
    int generator_cpu; /* the same as server_cpu on a machine with one CPU */
    bool shared;       /* both on one CPU: nothing measured here may be trusted */
    bool one_core;     /* two hardware threads of one core */
};

struct placement placement_choose(void);

/* Moves the calling thread, and what it starts from now on, to one CPU. False if it cannot. */
bool placement_pin(int cpu);

#endif
