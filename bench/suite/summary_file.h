/* summary_file.h - summary.json: everything that tables, report and comparisons need.
 *
 * Its schema is in the man page, echo-bench(1). It is made from the runs, and nothing that was
 * not measured is in it: a number that is not known is null, and a note says why. */
#ifndef ECHOLAB_SUMMARY_FILE_H
#define ECHOLAB_SUMMARY_FILE_H

#include "digest.h"
#include "manifest.h"
#include "store.h"

#include <jansson.h>

/* `title` is the folder's name. Also writes the logs of spectrum.h into the store. The caller
 * owns it. */
json_t *summary_file_json(const char *title, const struct store *store,
                          const struct manifest *manifest, const struct digest *digest,
                          const struct runs *runs);

#endif
