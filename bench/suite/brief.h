/* brief.h - what the figures say of a scenario, in a line for a terminal: findings.h's
 * headline, with signs for words. "=": the same by test, "?": the runs cannot tell, "x 1.5": so
 * many times the best one's figure, or what it was at the first point. */
#ifndef ECHOLAB_BRIEF_H
#define ECHOLAB_BRIEF_H

#include "digest.h"

enum { BRIEF_TEXT = 512 };

/* "CPU us/request, 70 %: libuv 6.91 us; = epoll; ? forking; poll x 1.5". False, and an empty
 * text, if nothing is known. What does not fit is cut. */
bool brief_line(const struct digest *digest, const struct scenario *scenario,
                char text[BRIEF_TEXT]);

#endif
