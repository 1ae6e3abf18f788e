/* prompt.h - a conversation over a stream, held by a person at a terminal. */
#ifndef ECHOLAB_CLIENT_PROMPT_H
#define ECHOLAB_CLIENT_PROMPT_H

#include "peer.h"

/* Prints the prompt. */
void prompt_show(void);

/* Prompts, sends each line, prints its answer, until the person presses Ctrl-D; with
 * --half-close until the first line has been answered. Returns the exit status. */
int prompt_run(const struct peer *peer);

#endif
