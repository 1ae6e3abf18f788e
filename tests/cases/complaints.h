/* complaints.h - what a server has written to stderr. */
#ifndef ECHOLAB_COMPLAINTS_H
#define ECHOLAB_COMPLAINTS_H

#include "server_process.h"

/* What is in the memory file that holds a program's stderr, cut to SERVER_TEXT. */
void complaints_read(int memory, char text[SERVER_TEXT]);

/* What it has written to stderr so far, cut to SERVER_TEXT; returns the number of lines in all.
 */
unsigned server_complaints(const struct server *server, char text[SERVER_TEXT]);

/* Within two seconds (T_MULT) it writes a line with this text to stderr. */
void expect_complaint(const struct server *server, const char *words);

/* Says who it is and shows the beginning of its stderr, with ? in place of what could steer a
 * terminal. */
void server_print_complaints(const struct server *server);

#endif
