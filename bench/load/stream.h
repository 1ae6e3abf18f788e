/* stream.h - a client that sends messages, and checks every byte that comes back.
 *
 * A message is a slice of the connection's stream; its reply has come when the last of its
 * bytes is back. What comes is compared at once and kept nowhere. A message costs one send()
 * straight from the payload's table, one recv(), one time stamp and one memcmp(); when messages
 * begin is the affair of the worker's pace. */
#ifndef ECHOLAB_STREAM_H
#define ECHOLAB_STREAM_H

#include "connection.h"

extern const struct conduct stream_conduct;

#endif
