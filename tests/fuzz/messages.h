/* messages.h - what programs say on stderr, looked at instead of printed.
 *
 * A target that links messages.c gets warn(), warnx(), err(), errx(), exit() and argp's
 * functions from here, where the linker has been told so (CMakeLists.txt, WRAPS). */
#ifndef ECHOLAB_FUZZ_MESSAGES_H
#define ECHOLAB_FUZZ_MESSAGES_H

/* How many there were since messages_forget(). Each has been claim_message()d. */
void messages_forget(void);
unsigned messages_count(void);

/* Calls `parse` with a command line. Returns -1 if it came back, or with what it wanted to
 * exit. */
int messages_catch_exit(void (*parse)(int argc, char **argv), int argc, char **argv);

#endif
