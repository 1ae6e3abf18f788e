/* findings.c - what the figures say, in sentences. */
#include "findings.h"

#include "json.h"
#include "ladder.h"
#include "numbers.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE = 1024, LIST = 512 };

/* A change of less than that is no growth, whatever the runs can tell. */
static const double growth_worth_telling = 1.05;

/* A sentence in the making; what does not fit is cut. */
struct sentence {
    size_t length;
    char text[SENTENCE];
};

__attribute__((format(printf, 2, 3))) static void say(struct sentence *sentence,
                                                      const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof sentence->text - sentence->length;

    va_start(arguments, format);

    int length = vsnprintf(sentence->text + sentence->length, room, format, arguments);

    va_end(arguments);
    if (length > 0)
        sentence->length += (size_t)length < room ? (size_t)length : room - 1;
}

static void say_models(struct sentence *sentence, const struct model *const *models,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        say(sentence, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ", models[i]->name);
}

static const char *noun_of(const struct figure *figure)
{
    return figure->noun ? figure->noun : figure->title;
}

/* "at %s of the load", with the point's label in its place. */
static void say_where(struct sentence *sentence, const struct scenario *scenario,
                      const struct point *point)
{
    const char *place = strstr(scenario->where, "%s");

    say(sentence, "%.*s%s%s", (int)(place - scenario->where), scenario->where, point->label,
        place + 2);
}

/* "libuv takes 1.04 times that, threaded 1.5" */
static void say_others(struct sentence *sentence, const struct figure *figure,
                       const struct ladder *ladder)
{
    bool lower = figure->better == BETTER_LOWER;
    char ratio[NUMBER_TEXT];

    for (size_t i = ladder->ties; i < ladder->count; i++) {
        const struct rung *rung = &ladder->rungs[i];

        say(sentence, "%s%s", i == ladder->ties ? "; " : ", ", rung->model->name);
        if (i == ladder->ties)
            say(sentence, lower ? " takes" : " comes to");
        say(sentence, " %s", number_ratio(rung->ratio, ratio));
        if (i == ladder->ties)
            say(sentence, lower ? " times that" : " of that");
    }
}

static void say_ladder(struct sentence *sentence, const struct figure *figure,
                       const struct ladder *ladder)
{
    const struct model *best[MOST_MODELS];
    char value[NUMBER_TEXT];

    for (size_t i = 0; i < ladder->ties; i++)
        best[i] = ladder->rungs[i].model;
    say_models(sentence, best, ladder->ties);
    say(sentence, " (%s%s)",
        number_with_unit(ladder->rungs[0].median, figure->digits, figure->unit, value),
        ladder->ties > 1 ? ", a tie" : "");
    say_others(sentence, figure, ladder);
}

/* Who is best at a point, who ties, and how far the others are. False if nobody can tell. */
static bool say_best(struct sentence *sentence, const struct digest *digest,
                     const struct scenario *scenario, const struct point *point)
{
    struct ladder ladder;
    const struct figure *figure = ladder_climb(digest, scenario, point, &ladder);

    if (!figure)
        return false;
    if (ladder.count == 0) {
        say(sentence, "every run is suspect, so nobody wins by %s", noun_of(figure));
        return true;
    }
    if (ladder.too_few) {
        say(sentence, "%zu run%s of each are too few to tell them apart by %s",
            ladder.rungs[0].runs, ladder.rungs[0].runs == 1 ? "" : "s", noun_of(figure));
        return true;
    }
    say(sentence, "%s is %s with ", noun_of(figure),
        figure->better == BETTER_LOWER ? "least" : "highest");
    say_ladder(sentence, figure, &ladder);
    return true;
}

/* Keeps the sentence, beginning with a capital and ending with a full stop. */
static void keep(json_t *sentences, struct sentence *sentence)
{
    if (sentence->length == 0)
        return;
    if (sentence->text[0] >= 'a' && sentence->text[0] <= 'z')
        sentence->text[0] = (char)(sentence->text[0] - 'a' + 'A');
    say(sentence, ".");
    json_array_append_new(sentences, json_text(sentence->text));
}

static void tell_best(const struct digest *digest, const struct scenario *scenario,
                      const struct point *point, json_t *sentences)
{
    struct sentence sentence = { 0 }, best = { 0 };

    if (!say_best(&best, digest, scenario, point))
        return;
    say_where(&sentence, scenario, point);
    say(&sentence, ", %s", best.text);
    keep(sentences, &sentence);
}

/* Models in three heaps, by what became of them from one point to another. */
struct change {
    size_t grown_count, same_count, unclear_count;
    const struct model *grown[MOST_MODELS], *same[MOST_MODELS], *unclear[MOST_MODELS];
    double ratios[MOST_MODELS]; /* of the grown */
};

static void sort_change(const struct model *model, const struct ratio *ratio,
                        struct change *change)
{
    if (ratio->low > growth_worth_telling) {
        change->ratios[change->grown_count] = ratio->value;
        change->grown[change->grown_count++] = model;
    } else if (ratio->high < growth_worth_telling || ratio->value < growth_worth_telling) {
        change->same[change->same_count++] = model;
    } else {
        change->unclear[change->unclear_count++] = model;
    }
}

static void find_change(const struct digest *digest, const struct scenario *scenario,
                        const struct point *from, const struct point *to, struct change *change)
{
    const struct roster *roster = &digest->choice->roster;

    for (size_t i = 0; i < roster->count; i++) {
        const struct model *model = &roster->list[i];
        const struct answer *before =
            digest_answer(digest, scenario, from, model, scenario->figures[0]);
        const struct answer *after =
            digest_answer(digest, scenario, to, model, scenario->figures[0]);

        if (!digest_trusts(before) || !digest_trusts(after))
            continue;

        struct sample a = digest_sample(after), b = digest_sample(before);
        struct ratio ratio = ratio_of(&a, &b, true, digest->choice->seed);

        sort_change(model, &ratio, change);
    }
}

static void say_change(struct sentence *sentence, const struct change *change)
{
    char ratio[NUMBER_TEXT];

    for (size_t i = 0; i < change->grown_count; i++)
        say(sentence, "%s %s times with %s",
            i == 0                        ? " grows"
            : i + 1 < change->grown_count ? ","
                                          : " and",
            number_ratio(change->ratios[i], ratio), change->grown[i]->name);
    if (change->same_count > 0) {
        say(sentence, "%s with ",
            change->grown_count > 0 ? ", and does not grow" : " does not grow");
        say_models(sentence, change->same, change->same_count);
    }
    if (change->unclear_count > 0) {
        say(sentence, "; the runs cannot tell of ");
        say_models(sentence, change->unclear, change->unclear_count);
    }
}

/* "From 0 to 1,000 idle connections, the CPU time grows 2.6 times with select ..." */
static void tell_growth(const struct digest *digest, const struct scenario *scenario,
                        const struct point *from, const struct point *to, json_t *sentences)
{
    struct sentence sentence = { 0 };
    struct change change = { 0 };

    find_change(digest, scenario, from, to, &change);
    if (change.grown_count + change.same_count == 0)
        return;
    say(&sentence, "from %s to %s %s, %s", from->label, to->label, scenario->axis,
        noun_of(scenario->figures[0]));
    say_change(&sentence, &change);
    keep(sentences, &sentence);
}

/* Good clients that got no answer, by the figure "starved". */
static bool starves(const struct digest *digest, const struct scenario *scenario,
                    const struct point *point, const struct model *model)
{
    for (size_t i = 0; scenario->figures[i]; i++)
        if (strcmp(scenario->figures[i]->name, "starved") == 0) {
            const struct answer *answer =
                digest_answer(digest, scenario, point, model, scenario->figures[i]);

            return answer->known && answer->spread.median > 0;
        }
    return false;
}

static size_t find_starving(const struct digest *digest, const struct scenario *scenario,
                            const struct point *point,
                            const struct model *starving[MOST_MODELS])
{
    const struct roster *roster = &digest->choice->roster;
    size_t count = 0;

    for (size_t i = 0; i < roster->count; i++)
        if (starves(digest, scenario, point, &roster->list[i]))
            starving[count++] = &roster->list[i];
    return count;
}

/* What a point does to each model, compared with the first point of the axis. */
static void tell_from_first(const struct digest *digest, const struct scenario *scenario,
                            const struct point *first, const struct point *point,
                            json_t *sentences)
{
    const struct model *starving[MOST_MODELS] = { 0 };
    size_t count = find_starving(digest, scenario, point, starving);
    struct from_first from_first;
    struct sentence sentence = { 0 };
    char ratio[NUMBER_TEXT];

    ladder_from_first(digest, scenario, first, point, starving, count, &from_first);
    say_where(&sentence, scenario, point);
    if (count > 0) {
        say(&sentence, ", clients of ");
        say_models(&sentence, starving, count);
        say(&sentence, " starve");
    }
    for (size_t i = 0; i < from_first.worse_count; i++)
        say(&sentence, "%s %s times with %s", i == 0 ? ", the 99th percentile rises" : ",",
            number_ratio(from_first.ratios[i], ratio), from_first.worse[i]->name);
    if (from_first.same_count > 0) {
        say(&sentence, ", the 99th percentile stays within its own noise with ");
        say_models(&sentence, from_first.same, from_first.same_count);
    }
    if (count + from_first.worse_count + from_first.same_count > 0)
        keep(sentences, &sentence);
}

json_t *findings_of(const struct digest *digest, const struct scenario *scenario)
{
    json_t *sentences = json_array();
    const struct point *first = NULL, *last = NULL;

    for (const struct point *point = scenario->points; point->label; point++) {
        if (!choice_includes(digest->choice, scenario, point))
            continue;
        if (scenario->from_first && first)
            tell_from_first(digest, scenario, first, point, sentences);
        else
            tell_best(digest, scenario, point, sentences);
        first = first ? first : point;
        last = point;
    }
    if (scenario->grows && first != last)
        tell_growth(digest, scenario, first, last, sentences);
    return sentences;
}

/* The sentence that a scenario is remembered by. */
static void tell_headline(const struct digest *digest, const struct scenario *scenario,
                          json_t *sentences)
{
    const struct point *point = scenario_point(scenario, scenario->headline);
    json_t *own = json_array();
    struct sentence sentence = { 0 };

    if (!choice_includes(digest->choice, scenario, point))
        point = &scenario->points[0];
    if (scenario->from_first)
        tell_from_first(digest, scenario, &scenario->points[0], point, own);
    else if (scenario->grows)
        tell_growth(digest, scenario, &scenario->points[0], point, own);
    else
        tell_best(digest, scenario, point, own);
    if (json_array_size(own) > 0) {
        say(&sentence, "%s: %s", scenario->situation,
            json_string_value(json_array_get(own, 0)));
        json_array_append_new(sentences, json_text(sentence.text));
    }
    json_decref(own);
}

json_t *findings_answer(const struct digest *digest)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(digest->choice, chosen);
    json_t *sentences = json_array();

    for (size_t i = 0; i < count; i++)
        tell_headline(digest, chosen[i], sentences);
    return sentences;
}
