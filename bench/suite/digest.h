/* digest.h - everything that a set of runs says: each figure of each model at each point, and
 * each model against each other. Made once; tables, files and sentences are made from it. */
#ifndef ECHOLAB_DIGEST_H
#define ECHOLAB_DIGEST_H

#include "choice.h"
#include "comparison.h"
#include "summary.h"

struct cell {
    struct question question;
    struct answer answer;
};

/* Of a main figure at one point, `a` against `b`; all pairs of a point are one family. */
struct duel {
    const struct scenario *scenario;
    const struct point *point;
    const struct figure *figure;
    const struct model *a, *b;
    struct comparison comparison;
};

struct digest {
    const struct choice *choice;
    size_t count, room;
    struct cell *cells;
    size_t duel_count, duel_room;
    struct duel *duels;
};

/* The machine's noise of a figure, relative; 0 where it is not known. NULL: it is not known of
 * any. */
typedef double digest_noise(const char *figure);

/* The choice has to live as long. The caller releases it. */
void digest_make(const struct choice *choice, const struct runs *runs, digest_noise *noise,
                 struct digest *digest);
void digest_release(struct digest *digest);

/* What was asked for is always there. */
const struct answer *digest_answer(const struct digest *digest, const struct scenario *scenario,
                                   const struct point *point, const struct model *model,
                                   const struct figure *figure);

/* NULL if one of them was not measured there, or the figure is no main one. */
const struct duel *digest_duel(const struct digest *digest, const struct scenario *scenario,
                               const struct point *point, const struct figure *figure,
                               const struct model *a, const struct model *b);

/* True of a figure that is known and not suspect: suspect ones are shown, but nobody wins by
 * them.
 */
bool digest_trusts(const struct answer *answer);

/* The runs of an answer as a sample; borrowed. */
struct sample digest_sample(const struct answer *answer);

#endif
