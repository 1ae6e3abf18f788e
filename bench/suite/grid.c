/* grid.c - aligned text: cells in rows, as wide as the widest of their column. */
#include "grid.h"

#include "plain.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct grid {
    const char *columns;
    size_t width, count;
    char **cells;
};

struct grid *grid_new(const char *columns)
{
    struct grid *grid = calloc(1, sizeof *grid);

    assert(grid && *columns);
    grid->columns = columns;
    grid->width = strlen(columns);
    return grid;
}

void grid_add(struct grid *grid, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);

    int length = vasprintf(&text, format, arguments);

    va_end(arguments);
    assert(length >= 0);
    grid->cells = reallocarray(grid->cells, grid->count + 1, sizeof *grid->cells);
    assert(grid->cells);
    grid->cells[grid->count++] = plain_text(text);
    free(text);
}

static size_t widest(const struct grid *grid, size_t column)
{
    size_t width = 0;

    for (size_t i = column; i < grid->count; i += grid->width)
        if (plain_width(grid->cells[i]) > width)
            width = plain_width(grid->cells[i]);
    return width;
}

/* Blanks are owed until something stands behind them. */
static void print_row(const struct grid *grid, size_t from, const size_t *widths, FILE *stream)
{
    size_t owed = 0;

    for (size_t i = 0; i < grid->width && from + i < grid->count; i++) {
        const char *cell = grid->cells[from + i];
        size_t missing = widths[i] - plain_width(cell);
        size_t before = grid->columns[i] == 'r' ? missing : 0;

        if (*cell)
            fprintf(stream, "%*s%s", (int)(owed + before), "", cell);
        owed = *cell ? missing - before + 2 : owed + widths[i] + 2;
    }
    fprintf(stream, "\n");
}

void grid_print(const struct grid *grid, FILE *stream, const char *indent)
{
    size_t *widths = calloc(grid->width, sizeof *widths);

    assert(widths);
    for (size_t i = 0; i < grid->width; i++)
        widths[i] = widest(grid, i);
    for (size_t i = 0; i < grid->count; i += grid->width) {
        fprintf(stream, "%s", indent);
        print_row(grid, i, widths, stream);
    }
    free(widths);
}

void grid_release(struct grid *grid)
{
    for (size_t i = 0; i < grid->count; i++)
        free(grid->cells[i]);
    free(grid->cells);
    free(grid);
}
