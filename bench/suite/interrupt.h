/* interrupt.h - Ctrl-C as something to wait for, not as something that happens in the middle.
 *
 * interrupt_watch() once, early. From then on SIGINT, SIGTERM and SIGHUP are held back, and
 * interrupt_fd() becomes readable instead: it belongs into every poll() that may take long. */
#ifndef ECHOLAB_INTERRUPT_H
#define ECHOLAB_INTERRUPT_H

#include <stdbool.h>

/* Also ignores SIGPIPE, so that a reader of the output who leaves does not end the measuring.
 * Leaves the program with exit 1 when the kernel gives no descriptor. */
void interrupt_watch(void);

/* Readable until interrupt_asked() has been told; -1 before interrupt_watch(). */
int interrupt_fd(void);

/* True once somebody has asked to stop, and for ever after. */
bool interrupt_asked(void);

/* In a forked child, before exec: signals do there again what they did before. */
void interrupt_release(void);

#endif
