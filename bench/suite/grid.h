/* grid.h - aligned text: cells in rows, as wide as the widest of their column.
 *
 *     struct grid *grid = grid_new("lrl");               three columns: left, right, left
 *     grid_add(grid, "%s", name);                        cell by cell, row by row
 *     grid_print(grid, stdout, "  ");
 *     grid_release(grid);
 */
#ifndef ECHOLAB_GRID_H
#define ECHOLAB_GRID_H

#include <stdio.h>

struct grid;

/* Columns that end with 'l' are aligned to the left, with 'r' to the right. Never NULL. */
struct grid *grid_new(const char *columns);

/* The next cell; what could steer a terminal becomes "?". */
__attribute__((format(printf, 2, 3))) void grid_add(struct grid *grid, const char *format, ...);

/* Rows begin with `indent` and end without blanks. */
void grid_print(const struct grid *grid, FILE *stream, const char *indent);

void grid_release(struct grid *grid);

#endif
