/* report_page.h - results as a page: one HTML file that needs nobody else.
 *
 * The page itself is bundled when echolab is built (bench/report), as a template with one place
 * for the data. Here the data is put there, so that no string in it can end the element that
 * holds it. */
#ifndef ECHOLAB_REPORT_PAGE_H
#define ECHOLAB_REPORT_PAGE_H

#include "lab.h"

#include <jansson.h>
#include <stdbool.h>

/* Makes FOLDER/report.html from FOLDER/summary.json. False with the reason, a sentence without
 * a full stop, if that cannot be done: most often, nobody has built the template. */
bool report_write(const char *folder, char reason[REASON_TEXT]);

/* The same into any file; with another folder, both runs side by side. */
bool report_write_to(const char *path, const char *folder, const char *other,
                     char reason[REASON_TEXT]);

/* JSON text that can stand in a script element, owned by the caller: ASCII, and without the
 * characters that mean something to HTML. */
char *report_embed(const json_t *data);

#endif
