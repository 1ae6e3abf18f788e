/* datagrams.h - a conversation in datagrams: each line of stdin is one, and so is each answer.
 */
#ifndef ECHOLAB_CLIENT_DATAGRAMS_H
#define ECHOLAB_CLIENT_DATAGRAMS_H

#include "peer.h"

#include <stdbool.h>

/* Sends each line, without its newline, and waits for its answer before it sends the next;
 * prints every answer as a line, under --broadcast with the address it came from. Nobody tells
 * a sender that a datagram was lost, so silence is counted as loss. Returns the exit status: 1
 * with a line on stderr if any line stayed without an answer. */
int datagrams_run(struct peer *peer, bool at_terminal);

#endif
