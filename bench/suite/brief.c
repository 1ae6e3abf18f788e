/* brief.c - what the figures say of a scenario, in a line for a terminal. */
#include "brief.h"

#include "findings.h"
#include "ladder.h"
#include "numbers.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Of the line's own room; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) static void add(char text[BRIEF_TEXT], const char *format,
                                                      ...)
{
    size_t length = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text + length, BRIEF_TEXT - length, format, arguments);
    va_end(arguments);
}

static void begin(char text[BRIEF_TEXT], const struct figure *figure, const struct point *first,
                  const struct point *point)
{
    add(text, "%s, ", figure->title);
    if (first)
        add(text, "%s to ", first->label);
    add(text, "%s: ", point->label);
}

/* Between the parts of a line: nothing before the first one. */
static void part(char text[BRIEF_TEXT])
{
    size_t length = strlen(text);

    if (length >= 2 && strcmp(text + length - 2, ": ") != 0)
        add(text, "; ");
}

/* A part of its own. */
static void add_models(char text[BRIEF_TEXT], const char *sign,
                       const struct model *const *models, size_t count)
{
    if (count > 0)
        part(text);
    for (size_t i = 0; i < count; i++)
        add(text, "%s%s", i == 0 ? sign : ", ", models[i]->name);
}

/* The first of several begins a part. */
static void add_ratio(char text[BRIEF_TEXT], bool first, const char *name, double ratio)
{
    char number[NUMBER_TEXT];

    if (first)
        part(text);
    add(text, "%s%s", first ? "" : ", ", name);
    if (isfinite(ratio))
        add(text, " x %s", number_ratio(ratio, number));
}

static void add_rungs(char text[BRIEF_TEXT], const char *sign, const struct ladder *ladder,
                      size_t from, size_t count)
{
    const struct model *models[MOST_MODELS];

    for (size_t i = 0; i < count; i++)
        models[i] = ladder->rungs[from + i].model;
    add_models(text, sign, models, count);
}

static void add_ladder(char text[BRIEF_TEXT], const struct figure *figure,
                       const struct ladder *ladder)
{
    size_t others = 1 + ladder->same + ladder->unclear;
    char value[NUMBER_TEXT];

    add(text, "%s %s", ladder->rungs[0].model->name,
        number_with_unit(ladder->rungs[0].median, figure->digits, figure->unit, value));
    add_rungs(text, "= ", ladder, 1, ladder->same);
    add_rungs(text, "? ", ladder, 1 + ladder->same, ladder->unclear);
    for (size_t i = others; i < ladder->count; i++)
        add_ratio(text, i == others, ladder->rungs[i].model->name, ladder->rungs[i].ratio);
}

static bool add_best(char text[BRIEF_TEXT], const struct digest *digest,
                     const struct scenario *scenario, const struct point *point)
{
    struct ladder ladder;
    const struct figure *figure = ladder_climb(digest, scenario, point, &ladder);

    if (!figure)
        return false;
    begin(text, figure, NULL, point);
    if (ladder.count == 0)
        add(text, "every run is suspect");
    else if (ladder.contested)
        add_models(text, "nobody; suspect: ", ladder.suspects, ladder.suspect_count);
    else if (ladder.too_few)
        add(text, "too few runs beyond doubt (%zu to %zu)", ladder.fewest, ladder.most);
    else
        add_ladder(text, figure, &ladder);
    return true;
}

static bool add_growth(char text[BRIEF_TEXT], const struct digest *digest,
                       const struct scenario *scenario, const struct point *last)
{
    struct growth growth;

    ladder_grow(digest, scenario, last, &growth);
    begin(text, scenario->figures[0], &scenario->points[0], last);
    for (size_t i = 0; i < growth.grown_count; i++) {
        const struct grown *grown = &growth.grown[i];

        add_ratio(text, i == 0, grown->model->name, grown->ratio);
        if (grown->to != last)
            add(text, " (to %s)", grown->to->label);
    }
    add_models(text, "= ", growth.same, growth.same_count);
    add_models(text, "? ", growth.unclear, growth.unclear_count);
    return growth.grown_count + growth.same_count + growth.unclear_count > 0;
}

static bool add_from_first(char text[BRIEF_TEXT], const struct digest *digest,
                           const struct scenario *scenario, const struct point *point)
{
    const struct model *starving[MOST_MODELS] = { 0 };
    size_t count = findings_starving(digest, scenario, point, starving);
    struct from_first now;

    begin(text, scenario->figures[0], NULL, point);

    size_t start = strlen(text);

    ladder_from_first(digest, scenario, &scenario->points[0], point, starving, count, &now);
    add_models(text, "starves: ", starving, count);
    for (size_t i = 0; i < now.worse_count; i++)
        add_ratio(text, i == 0, now.worse[i]->name, now.ratios[i]);
    add_models(text, "better: ", now.better, now.better_count);
    add_models(text, "= ", now.same, now.same_count);
    add_models(text, "? ", now.unclear, now.unclear_count);
    return text[start] != '\0';
}

bool brief_line(const struct digest *digest, const struct scenario *scenario,
                char text[BRIEF_TEXT])
{
    const struct point *point = findings_headline(digest, scenario);
    bool known;

    text[0] = '\0';
    if (scenario->from_first)
        known = add_from_first(text, digest, scenario, point);
    else if (scenario->grows)
        known = add_growth(text, digest, scenario, point);
    else
        known = add_best(text, digest, scenario, point);
    if (!known)
        text[0] = '\0';
    return known;
}
