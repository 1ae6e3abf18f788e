/* store.c - the folder of results, in which no file is ever half written. */
#include "store.h"

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char runs_name[] = "runs.ndjson";
static const char runs_part[] = "runs.ndjson.part";

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The `results` beside the nearest .git above us; ./results where there is none. */
void store_find_parent(char parent[PATH_MAX])
{
    char here[PATH_MAX];
    char git[PATH_MAX];

    if (!getcwd(here, sizeof here))
        err(1, "cannot tell the current folder");
    for (char *end = here + strlen(here); end; end = strrchr(here, '/')) {
        *end = '\0';
        if (snprintf(git, sizeof git, "%s/.git", here) >= PATH_MAX ||
            snprintf(parent, PATH_MAX, "%s/results", here) >= PATH_MAX)
            continue;
        if (access(git, F_OK) == 0 && is_folder(parent))
            return;
    }
    snprintf(parent, PATH_MAX, "results");
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    size_t entries = 0;

    if (!folder)
        return false;
    while (readdir(folder))
        entries++;
    closedir(folder);
    return entries <= 2; /* . and .. */
}

static void use_folder(struct store *store, const char *out)
{
    if (snprintf(store->folder, sizeof store->folder, "%s", out) >= (int)sizeof store->folder)
        errx(1, "the name of the results folder is too long");
    if (mkdir(out, 0777) < 0 && (errno != EEXIST || !is_folder(out)))
        err(1, "cannot make the results folder %s", out);
    if (!is_empty(out))
        errx(1, "the results folder %s is not empty, and nothing is overwritten: name another",
             out);
}

void store_host(char host[STORE_HOST])
{
    *host = '\0';
    gethostname(host, STORE_HOST - 1);
    host[STORE_HOST - 1] = '\0';
    for (char *at = host; *at; at++)
        if (!isalnum((unsigned char)*at) && *at != '-' && *at != '.')
            *at = '_';
    if (!*host)
        snprintf(host, STORE_HOST, "host");
}

static void day_and_host(char *name, size_t room)
{
    char day[16];
    char host[STORE_HOST];
    struct tm parts;
    time_t now = time(NULL);

    localtime_r(&now, &parts);
    (void)strftime(day, sizeof day, "%Y-%m-%d", &parts);
    store_host(host);
    snprintf(name, room, "%s-%s", day, host);
}

void store_make_parent(void)
{
    char parent[PATH_MAX];

    store_find_parent(parent);
    if (mkdir(parent, 0777) < 0 && errno != EEXIST)
        err(1, "cannot make %s", parent);
}

static void make_folder(struct store *store)
{
    char parent[PATH_MAX];
    char name[96];
    int length = 0;

    store_make_parent();
    store_find_parent(parent);
    day_and_host(name, sizeof name);
    for (unsigned number = 1; number < 10000; number++) {
        char suffix[16] = "";

        if (number > 1)
            snprintf(suffix, sizeof suffix, "-%u", number);
        length = snprintf(store->folder, sizeof store->folder, "%s/%s%s", parent, name, suffix);
        if (length >= (int)sizeof store->folder)
            errx(1, "the name of the results folder is too long");
        if (mkdir(store->folder, 0777) == 0)
            return;
        if (errno != EEXIST)
            err(1, "cannot make the results folder %s", store->folder);
    }
    errx(1, "too many results of today: %s", store->folder);
}

char *store_path(const struct store *store, const char *name, char path[PATH_MAX])
{
    if (snprintf(path, PATH_MAX, "%s/%s", store->folder, name) >= PATH_MAX)
        errx(1, "the name of the results folder is too long");
    return path;
}

/* Nobody else adds runs to the same folder. */
static void lock(const struct store *store)
{
    if (flock(fileno(store->runs), LOCK_EX | LOCK_NB) < 0)
        err(1, "another echo-bench writes into %s", store->folder);
}

void store_open(struct store *store, const char *out)
{
    char path[PATH_MAX];

    if (out)
        use_folder(store, out);
    else
        make_folder(store);
    store->runs = fopen(store_path(store, runs_part, path), "wxe");
    if (!store->runs)
        err(1, "cannot write %s", path);
    lock(store);
}

void store_reopen(struct store *store, const char *folder, long good_bytes)
{
    char part[PATH_MAX];
    char whole[PATH_MAX];

    if (snprintf(store->folder, sizeof store->folder, "%s", folder) >=
        (int)sizeof store->folder)
        errx(1, "the name of the results folder is too long");
    store_path(store, runs_part, part);
    if (access(part, F_OK) < 0 && rename(store_path(store, runs_name, whole), part) < 0 &&
        errno != ENOENT)
        err(1, "cannot rename %s to %s", whole, part);
    store->runs = fopen(part, "ae");
    if (!store->runs)
        err(1, "cannot write %s", part);
    lock(store);
    if (ftruncate(fileno(store->runs), good_bytes) < 0)
        err(1, "cannot write %s", part);
}

void store_add_run(struct store *store, const json_t *run)
{
    if (json_dumpf(run, store->runs, JSON_COMPACT | JSON_REAL_PRECISION(10)) < 0 ||
        fputc('\n', store->runs) == EOF || fflush(store->runs) == EOF)
        err(1, "cannot write %s/%s", store->folder, runs_part);
}

static void rename_part(const struct store *store, const char *part, const char *name)
{
    char from[PATH_MAX];
    char to[PATH_MAX];

    if (rename(store_path(store, part, from), store_path(store, name, to)) < 0)
        err(1, "cannot rename %s to %s", from, to);
}

void store_write(const struct store *store, const char *name, const char *text)
{
    char part[64];
    char path[PATH_MAX];

    snprintf(part, sizeof part, "%s.part", name);

    FILE *file = fopen(store_path(store, part, path), "we");

    if (!file || fputs(text, file) == EOF || fflush(file) == EOF || fsync(fileno(file)) < 0 ||
        fclose(file) == EOF)
        err(1, "cannot write %s", path);
    rename_part(store, part, name);
}

void store_write_json(const struct store *store, const char *name, const json_t *json)
{
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(10));

    if (!text)
        errx(1, "cannot put %s into words: no memory", name);
    store_write(store, name, text);
    free(text);
}

void store_close_runs(struct store *store)
{
    if (fsync(fileno(store->runs)) < 0 || fclose(store->runs) == EOF)
        err(1, "cannot write %s/%s", store->folder, runs_part);
    store->runs = NULL;
    rename_part(store, runs_part, runs_name);
}
