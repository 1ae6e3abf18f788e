/* replay.c - gives a fuzz target its corpus once: replay-TARGET FOLDER. */
#include "fuzz.h"

#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 1 << 20 };

static void replay(const char *folder, const char *name)
{
    static uint8_t bytes[LARGEST];
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "re");
    if (!file)
        err(1, "cannot read %s", path);

    const size_t size = fread(bytes, 1, sizeof bytes, file);

    (void)fclose(file);
    /* The last line before a crash names its cause. */
    printf("%s\n", path);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput(bytes, size);
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    const struct dirent *entry;
    size_t count = 0;

    if (!folder)
        errx(2, "replay FOLDER: a folder of inputs is needed");
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.') {
            replay(argv[1], entry->d_name);
            count++;
        }
    closedir(folder);
    if (count == 0)
        errx(1, "%s is empty", argv[1]);
    return 0;
}
