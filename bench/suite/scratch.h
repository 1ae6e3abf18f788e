/* scratch.h - a folder for the files of a program that is not ours. */
#ifndef ECHOLAB_SCRATCH_H
#define ECHOLAB_SCRATCH_H

#include <stdbool.h>

/* Makes it, empty; whatever was there is gone. False with errno if it cannot. */
bool scratch_make(const char *folder);

/* Removes it with all that is in it, as far as that can be done. Follows no link. */
void scratch_remove(const char *folder);

#endif
