/* export.h - `echo-bench export`: results in the shapes that other people's tools read.
 *
 * Only times can be told in these shapes, so only figures with a unit of time are. What each
 * field means here is in the manual. */
#ifndef ECHOLAB_EXPORT_H
#define ECHOLAB_EXPORT_H

/* Returns the exit status: 0, or 1 if a file cannot be read or written. Wrong use ends the
 * program with 2. */
int export_command(int argc, char **argv);

#endif
