/* answer.c - the answer of a run in a screen or so. */
#include "answer.h"

#include "brief.h"
#include "numbers.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An answer fits on a screen of 24 lines, with a command above it and what follows. */
enum { SCREEN = 18, NARROWEST = 40, CONTINUED = 3, NAME = 8, LONGEST_BAR = 40, EIGHTHS = 8 };

bool answer_knows_blocks(int fd)
{
    const char *terminal = getenv("TERM");
    const char *ci = getenv("CI");

    if (!isatty(fd) || !terminal || strcmp(terminal, "dumb") == 0 || (ci && *ci))
        return false;

    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

    if (!locale)
        return false;

    bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;

    freelocale(locale);
    return utf8;
}

/* Lines of at most `width` columns, all but the first indented. */
static void print_wrapped(FILE *stream, const char *text, int width)
{
    int column = 0;

    while (*text) {
        int length = (int)strcspn(text, " ");

        if (column > 0 && column + 1 + length > width)
            column = fprintf(stream, "\n%*s", CONTINUED, "") - 1;
        column += fprintf(stream, "%s%.*s", column > 0 ? " " : "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    fprintf(stream, "\n");
}

static void print_bar(FILE *stream, double share, bool blocks)
{
    static const char *const parts[EIGHTHS] = { "",       "\u258f", "\u258e", "\u258d",
                                                "\u258c", "\u258b", "\u258a", "\u2589" };
    int eighths = (int)(share * LONGEST_BAR * EIGHTHS + 0.5);

    for (int i = 0; i < eighths / EIGHTHS; i++)
        fprintf(stream, "%s", blocks ? "\u2588" : "#");
    if (blocks)
        fprintf(stream, "%s", parts[eighths % EIGHTHS]);
}

static bool headline_of(const struct digest *digest, const struct scenario *scenario,
                        const struct point **point, double *most)
{
    const struct roster *roster = &digest->choice->roster;

    *point = scenario_point(scenario, scenario->headline);
    *most = 0;
    if (!choice_includes(digest->choice, scenario, *point))
        return false;
    for (size_t i = 0; i < roster->count; i++) {
        const struct answer *answer =
            digest_answer(digest, scenario, *point, &roster->list[i], scenario->figures[0]);

        if (answer->known && answer->spread.median > *most)
            *most = answer->spread.median;
    }
    return *most > 0;
}

/* The first chosen scenario's first figure, as bars of the models. */
static void print_bars(FILE *stream, const struct digest *digest,
                       const struct scenario *scenario, bool blocks)
{
    const struct roster *roster = &digest->choice->roster;
    const struct figure *figure = scenario->figures[0];
    const struct point *point;
    double most;

    if (!headline_of(digest, scenario, &point, &most))
        return;
    fprintf(stream, "\n%s, %s: %s\n", figure->title, scenario->axis, point->label);
    for (size_t i = 0; i < roster->count; i++) {
        const struct answer *answer =
            digest_answer(digest, scenario, point, &roster->list[i], figure);
        char number[NUMBER_TEXT];

        fprintf(stream, "%-10s %10s ", roster->list[i].name,
                answer->known ? number_format(answer->spread.median, figure->digits, number)
                              : "n/a");
        if (answer->known)
            print_bar(stream, answer->spread.median / most, blocks);
        fprintf(stream, "%s\n", answer->suspect ? " suspect" : "");
    }
}

/* About what print_wrapped() needs for all of them. */
static int count_lines(const json_t *sentences, int width)
{
    const json_t *sentence;
    int lines = 0;
    size_t i;

    json_array_foreach(sentences, i, sentence)
    {
        lines += 1 + (int)json_string_length(sentence) / (width - CONTINUED);
    }
    return lines;
}

static void print_brief(FILE *stream, const struct digest *digest,
                        const struct scenario *const *chosen, int width)
{
    char line[BRIEF_TEXT];

    fprintf(stream, "In short (=: the same, ?: the runs cannot tell, x: times that):\n");
    for (size_t i = 0; chosen[i]; i++)
        if (brief_line(digest, chosen[i], line)) {
            bool fits = (int)strlen(line) <= width - NAME;

            fprintf(stream, "%-*s%.*s%s\n", NAME, chosen[i]->name,
                    fits ? width : width - NAME - (int)strlen(" ..."), line,
                    fits ? "" : " ...");
        }
}

void answer_print(FILE *stream, const struct digest *digest, const json_t *sentences, int width,
                  bool blocks)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    const json_t *sentence;
    size_t i;

    if (choice_scenarios(digest->choice, chosen) == 0)
        return;
    if (width < NARROWEST)
        width = NARROWEST;
    print_bars(stream, digest, chosen[0], blocks);
    if (json_array_size(sentences) > 0)
        fprintf(stream, "\n");
    if (count_lines(sentences, width) > SCREEN - (int)digest->choice->roster.count) {
        print_brief(stream, digest, chosen, width);
        return;
    }
    json_array_foreach(sentences, i, sentence)
    {
        print_wrapped(stream, json_string_value(sentence), width);
    }
}
