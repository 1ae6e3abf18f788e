/* holm.c - what a p is worth when many were looked at. */
#include "holm.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    double a = **(double *const *)left;
    double b = **(double *const *)right;

    return (a > b) - (a < b);
}

void holm_adjust(double *p, size_t count)
{
    double **members = calloc(count + 1, sizeof *members);
    size_t family = 0;
    double before = 0;

    assert(members);
    for (size_t i = 0; i < count; i++)
        if (!isnan(p[i]))
            members[family++] = &p[i];
    qsort(members, family, sizeof *members, compare);
    for (size_t i = 0; i < family; i++) {
        before = fmin(1, fmax(before, *members[i] * (double)(family - i)));
        *members[i] = before;
    }
    free(members);
}
