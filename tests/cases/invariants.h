/* invariants.h - what holds after every case, whatever it was about.
 *
 * - I1 the server lives and answers a new client
 * - I2 its descriptors are back at the baseline
 * - I3 so are its threads and children, and none is a zombie
 * - I4 its stderr has at most 20 lines and no alarm; its stdout, the ready line and no more
 * - I5 SIGTERM makes it leave with status 0; no orphan, no listener, no socket file stays
 * - I6 its counters equal what its clients have seen
 *
 * Of a server that is not ours I1 is asked, and I2, I3 and the alarms of I4 where we have
 * started it; with --strict, the rest of I4, and I5 but for the status. */
#ifndef ECHOLAB_INVARIANTS_H
#define ECHOLAB_INVARIANTS_H

struct server;
struct trial;

/* Ends the trial's servers, the newest first, and checks all six for each. Clients who are
 * still there leave first. A server that the case has ended itself is held to I4, I6 and the
 * orphans. */
void invariants_check(struct trial *trial);

/* I2 and I3 alone: they may take up to two seconds (T_MULT) to come true. */
void invariants_settle(struct server *server);

#endif
