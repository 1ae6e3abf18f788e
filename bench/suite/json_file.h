/* json_file.h - JSON to wherever an option says. */
#ifndef ECHOLAB_JSON_FILE_H
#define ECHOLAB_JSON_FILE_H

#include <jansson.h>
#include <stdbool.h>

/* Writes the whole document to the file, or none of it; "-" is standard output. False, with a
 * warning, if that cannot be done. */
bool json_file_write(const char *path, const json_t *json);

#endif
