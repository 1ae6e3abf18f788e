/* answer.h - the answer of a run in a screen or so, printed last: what a request costs each
 * model as bars, and a sentence for each scenario. */
#ifndef ECHOLAB_ANSWER_H
#define ECHOLAB_ANSWER_H

#include "digest.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* `sentences` is what findings_answer() gave; when they are too many for a screen, each
 * scenario has a line of signs instead (brief.h). `blocks`: the terminal knows block
 * characters; otherwise the bars are ASCII, and there is nothing but plain text. */
void answer_print(FILE *stream, const struct digest *digest, const json_t *sentences, int width,
                  bool blocks);

/* True for a terminal that shows UTF-8, and is no dumb one; not under CI. */
bool answer_knows_blocks(int fd);

#endif
