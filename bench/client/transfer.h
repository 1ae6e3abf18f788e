/* transfer.h - a stream carried from stdin to the server and back to stdout, as in a pipe. */
#ifndef ECHOLAB_CLIENT_TRANSFER_H
#define ECHOLAB_CLIENT_TRANSFER_H

#include "peer.h"

/* Sends stdin while the answers come back; at the end of stdin closes the sending half and goes
 * on until the server has finished too. Returns the exit status: 0 when the answer was as long
 * as the input, as an echo is; otherwise 1, with a line on stderr that says what was missing.
 */
int transfer_run(const struct peer *peer);

#endif
