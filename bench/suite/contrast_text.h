/* contrast_text.h - a contrast for people: first in words, then in tables. */
#ifndef ECHOLAB_CONTRAST_TEXT_H
#define ECHOLAB_CONTRAST_TEXT_H

#include "contrast.h"

#include <stdio.h>

/* Who the sides are, what has to be known of them, and in words what the data can carry. */
void contrast_print_summary(FILE *stream, const struct contrast_question *question,
                            const struct contrast *contrast);

/* A table for each scenario and figure. */
void contrast_print_tables(FILE *stream, const struct contrast *contrast);

/* What is worse by more than `limit` for certain, in main figures, and what is gone. Returns
 * how many there are. */
size_t contrast_print_losses(FILE *stream, const struct contrast *contrast, double limit);

#endif
