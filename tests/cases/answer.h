/* answer.h - for cases in which a server may serve a client or refuse him: which it did. */
#ifndef ECHOLAB_ANSWER_H
#define ECHOLAB_ANSWER_H

#include "peer.h"

enum answer { ANSWER_NONE, ANSWER_ECHO, ANSWER_REFUSAL, ANSWER_END };

/* What has come so far; nothing is taken away. */
enum answer look(const struct peer *peer);

/* The same of one who has said something, and waits: never ANSWER_NONE. */
enum answer await_answer(const struct peer *peer);

/* Somebody has left, so a newcomer has to be served, if not at once: the process or thread of
 * him who left may end a moment later than he sees it. Returns one who has been. */
struct peer *get_the_free_place(struct server *server);

#endif
