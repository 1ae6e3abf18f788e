/* command_line.h - argp as our programs use it: wrong use is told in one line, with status 2.
 *
 * argp_error() and getopt's own messages stay what they are, but for the second line which argp
 * adds to them ("Try `PROGRAM --help' ..."). */
#ifndef ECHOLAB_COMMAND_LINE_H
#define ECHOLAB_COMMAND_LINE_H

#include <argp.h>

/* Reads the command line as argp_parse() does. Returns only if all is well: wrong use, --help,
 * --usage and --version end the program. To be called before other threads are started. */
void command_line_parse(const struct argp *parser, int argc, char **argv, unsigned flags,
                        void *input);

#endif
