/* idle.h - a client that only stays open: it sends nothing, and expects nothing. */
#ifndef ECHOLAB_IDLE_H
#define ECHOLAB_IDLE_H

#include "connection.h"

extern const struct conduct idle_conduct;

#endif
