/* store.h - the folder of results, in which no file is ever half written.
 *
 * Files are written under another name, synchronised, and renamed. The runs are the exception:
 * they are added one by one to runs.ndjson.part, so that not even a crash loses them, and
 * renamed at the end. Whoever writes them holds a lock on that file. Whatever cannot be written
 * ends the program with exit 1 and a sentence. */
#ifndef ECHOLAB_STORE_H
#define ECHOLAB_STORE_H

#include <jansson.h>
#include <limits.h>
#include <stdio.h>

struct store {
    char folder[PATH_MAX];
    FILE *runs;
};

/* The `results` beside the nearest .git above us; ./results where there is none. */
void store_find_parent(char parent[PATH_MAX]);

/* Makes it, if it is not there. */
void store_make_parent(void);

/* The name of this machine, as it can be part of a file's. */
enum { STORE_HOST = 64 };
void store_host(char host[STORE_HOST]);

/* Makes the folder `out`, which may be there if it is empty; NULL: a new one, named by day and
 * host, in the `results` of the project we are in, or else in ./results. */
void store_open(struct store *store, const char *out);

/* Goes on with a folder whose runs were left after so many good bytes; what follows is cut off.
 */
void store_reopen(struct store *store, const char *folder, long good_bytes);

/* A name inside the folder. Returns `path`. */
char *store_path(const struct store *store, const char *name, char path[PATH_MAX]);

/* Adds one line to the runs. Keeps the caller's reference. */
void store_add_run(struct store *store, const json_t *run);

/* Writes the whole file, or nothing. */
void store_write(const struct store *store, const char *name, const char *text);

/* As store_write(), indented. Keeps the caller's reference. */
void store_write_json(const struct store *store, const char *name, const json_t *json);

/* No more runs will be added. */
void store_close_runs(struct store *store);

#endif
