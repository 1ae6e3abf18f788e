/* ledger.h - the server's counters against what its clients have counted. */
#ifndef ECHOLAB_LEDGER_H
#define ECHOLAB_LEDGER_H

#include <stdint.h>

struct server;

/* Compares the counters file of a server that has ended with the sum over its peers. Where a
 * peer went away without waiting, nobody outside knows how much the server has seen of it:
 * there, and only there, a counter may lie between two bounds. */
void ledger_compare(const struct server *server);

#endif
