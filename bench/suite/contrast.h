/* contrast.h - two sides, A and B, figure by figure: what has changed, and what only seems to.
 *
 *     struct contrast contrast = contrast_of(&question);
 *     for each contrast.lines[i]: ...
 *     contrast_release(&contrast);
 *
 * Everything is said of B, compared with A: a ratio is B / A. One family, over which p is
 * adjusted, is one figure of one model at all points of one scenario. A difference has also to
 * be larger than anything that chance makes among all lines (scatter.h), so that two results of
 * equal things agree as a whole, and not only sweep by sweep. */
#ifndef ECHOLAB_CONTRAST_H
#define ECHOLAB_CONTRAST_H

#include "comparison.h"
#include "dataset.h"
#include "selection.h"

#include <stdbool.h>
#include <stddef.h>

struct side {
    const struct dataset *dataset;
    const char *model; /* NULL: all. Of one side only: each of the other's, compared with it */
};

struct contrast_question {
    struct side a, b;
    bool together; /* both are the same results: what they have in a block was side by side */
    /* Models are those of B. No figure stands for the main ones, "all" for those that have a
     * direction. */
    const struct selection *selection;
};

/* One figure at one point. */
struct contrast_line {
    const struct dataset_scenario *scenario; /* of A, as is the figure */
    const struct dataset_figure *figure;
    const char *point, *a_model, *b_model;
    const struct dataset_cell *a, *b;
    size_t sweep;    /* lines of one sweep stand together, and have the same number, */
    size_t kind;     /* as have all lines of one figure of one scenario */
    bool gone;       /* A has it, and of this model B has nothing at this point */
    double variance; /* scatter.h */
};

struct contrast {
    size_t kinds;
    size_t count;
    struct contrast_line *lines;
    struct comparison *comparisons; /* of each line */
    size_t note_count;
    char **notes; /* what has to be known of both sides: plain sentences */
};

struct contrast contrast_of(const struct contrast_question *question);

void contrast_release(struct contrast *contrast);

/* True for a main figure that is slower, where the nearer end of the interval, too, is worse by
 * more than the limit (0.05: 5 %), or that has no ratio; and for one that is gone. */
bool contrast_is_lost(const struct contrast *contrast, size_t line, double limit);

#endif
