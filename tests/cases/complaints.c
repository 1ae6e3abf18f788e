/* complaints.c - what a server has written to stderr. */
#include "complaints.h"

#include "check.h"
#include "patience.h"
#include "plain.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_PRINTED = 20 };

void complaints_read(int memory, char text[SERVER_TEXT])
{
    ssize_t count = pread(memory, text, SERVER_TEXT - 1, 0);

    text[count > 0 ? count : 0] = '\0';
}

unsigned server_complaints(const struct server *server, char text[SERVER_TEXT])
{
    unsigned lines = 0;

    text[0] = '\0';
    if (server->pid > 0)
        complaints_read(server->complaints, text);
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    return lines;
}

void expect_complaint(const struct server *server, const char *words)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    char text[SERVER_TEXT] = "";

    while (!strstr(text, words)) {
        check(remaining_ms(deadline) > 0, "expected '%s' on stderr, saw '%s'", words, text);
        pause_us(1000);
        (void)server_complaints(server, text);
    }
}

static void print_indented(char *text)
{
    char *rest = NULL;
    unsigned printed = 0;

    for (char *line = strtok_r(text, "\n", &rest); line && printed < MOST_PRINTED;
         line = strtok_r(NULL, "\n", &rest), printed++)
        printf("    | %s\n", plain_make(line));
}

void server_print_complaints(const struct server *server)
{
    char text[SERVER_TEXT];
    unsigned lines = server_complaints(server, text);

    printf("  server");
    if (server->pid > 0)
        printf(" %d", server->pid);
    printf(" at %s", *server->address ? server->address : "(not ready)");
    if (server->over)
        printf(", over with status %d", server->exit_status);
    printf(", %u lines on stderr%s", lines, lines > 0 ? ":\n" : "\n");
    print_indented(text);
}
