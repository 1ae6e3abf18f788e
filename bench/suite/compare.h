/* compare.h - `echo-bench compare`: two results, or two models, and what differs for certain.
 */
#ifndef ECHOLAB_COMPARE_H
#define ECHOLAB_COMPARE_H

/* Returns the exit status: 0, 1 if a file cannot be read or written, or nothing can be
 * compared, 3 if something got worse by more than --fail-on. Wrong use ends the program with 2.
 */
int compare_command(int argc, char **argv);

#endif
