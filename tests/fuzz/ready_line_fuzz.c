/* ready_line_fuzz.c - what a program says that claims to be a server. */
#include "fuzz.h"

#include "ready_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After the start of a good line, which no chance would find, or as it is. */
static char *make_line(const char *text, bool started)
{
    static const char start[] = "echolab epoll pid 4711 listening on ";
    const size_t room = sizeof start + strlen(text);
    char *line = malloc(room);

    claim(line != NULL, "there is memory");
    (void)snprintf(line, room, "%s%s", started ? start : "", text);
    return line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const bool started = feed_byte(&feed) % 2 == 1;
    char *text = fuzz_text(feed.data, feed.size);
    char *line = make_line(text, started);
    char address[ADDRESS_TEXT];
    struct address parsed;

    if (ready_line_read(line, "epoll", 4711, address)) {
        claim(strlen(address) < ADDRESS_TEXT, "the address fits");
        claim(address[0] != '-', "the address is no option of echo-load");
        claim(!address_parse(address, &parsed), "the address is one");
        claim(strcmp(strstr(line, " on ") + 4, address) == 0, "the address is whole");
    }
    free(line);
    free(text);
    return 0;
}
