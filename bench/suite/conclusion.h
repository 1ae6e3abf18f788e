/* conclusion.h - what the runs say: the summary's files, the tables, and the answer. */
#ifndef ECHOLAB_CONCLUSION_H
#define ECHOLAB_CONCLUSION_H

#include "manifest.h"
#include "run.h"
#include "store.h"

/* Writes the files and prints the rest on stdout, the answer last. */
void conclude(const struct manifest *manifest, const struct store *store,
              const struct runs *runs);

#endif
