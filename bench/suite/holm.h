/* holm.h - what a p is worth when many were looked at.
 *
 * Of twenty comparisons of equal things one comes out below 0.05. Holm's adjustment makes it 5
 * % for the whole family of comparisons: the smallest p is multiplied by how many there are,
 * the next by one less, and so on, and none may become smaller than the one before it.
 *
 * Holm: A simple sequentially rejective multiple test procedure, Scandinavian Journal of
 * Statistics 6 (1979). Nothing is assumed about how the comparisons depend on each other. */
#ifndef ECHOLAB_HOLM_H
#define ECHOLAB_HOLM_H

#include <stddef.h>

/* Replaces each p by its adjusted one, at most 1. A NaN is no member of the family: it stays,
 * and does not count. */
void holm_adjust(double *p, size_t count);

#endif
