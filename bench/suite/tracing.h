/* tracing.h - the kernel's trace points, each of which has a number by which it is counted. */
#ifndef ECHOLAB_TRACING_H
#define ECHOLAB_TRACING_H

#include "lab.h"

#include <stdbool.h>
#include <stdint.h>

/* Finds the number of a trace point, such as "raw_syscalls/sys_enter". Where tracefs is not
 * mounted, it is mounted where nobody but us can see it, and gone again when we return: nothing
 * of the machine is changed. False, with a reason, if the number cannot be had. */
bool tracing_number(const char *event, uint64_t *number, char reason[REASON_TEXT]);

/* Where tracefs is mounted; NULL if it is mounted nowhere. */
const char *tracing_folder(void);

#endif
