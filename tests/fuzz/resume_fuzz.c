/* resume_fuzz.c - a run that was left halfway: run.json, a byte 0, and runs.ndjson. */
#include "fuzz.h"
#include "messages.h"

#include "resume.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/echolab-fuzz-XXXXXX";

static void remove_folder(void)
{
    char path[64];

    (void)snprintf(path, sizeof path, "%s/run.json", folder);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/runs.ndjson", folder);
    (void)unlink(path);
    (void)rmdir(folder);
}

static void put(const char *name, const uint8_t *data, size_t size)
{
    char path[64];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "we");
    claim(file && fwrite(data, 1, size, file) == size && fclose(file) == 0, "there is a file");
}

/* Global, so that what was read can be released when the reader wanted to exit. */
static struct resume found;
static json_t *nothing;

static void resume(int argc, char **argv)
{
    (void)argc;
    resume_open(&found, argv[0]);
    claim(found.argc >= 1 && found.argv[found.argc] == NULL, "there is a command line");
    claim(json_array_size(found.lines) == 0 || found.good_bytes > 0, "lines have a length");
    resume_check_machine(&found, nothing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, 0, size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    char *argv[] = { folder, NULL };

    if (strcmp(folder + strlen(folder) - 6, "XXXXXX") == 0) {
        claim(mkdtemp(folder), "there is a folder");
        (void)atexit(remove_folder);
    }
    put("run.json", data, length);
    put("runs.ndjson", end ? end + 1 : data, end ? size - length - 1 : 0);
    messages_forget();
    found = (struct resume){ 0 };
    nothing = json_object();

    const int status = messages_catch_exit(resume, 1, argv);

    claim(status == -1 || status == 1, "what cannot be resumed is status 1, and not %d",
          status);
    resume_release(&found);
    json_decref(nothing);
    return 0;
}
