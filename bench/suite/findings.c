/* findings.c - what the figures say, in sentences. */
#include "findings.h"

#include "json.h"
#include "ladder.h"
#include "numbers.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE = 1024, LIST = 512 };

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

/* "; libuv takes 1.04 times that, threaded 1.5" */
static void say_others(struct sentence *sentence, const struct figure *figure,
                       const struct ladder *ladder)
{
    bool lower = figure->better == BETTER_LOWER;
    size_t first = 1 + ladder->same + ladder->unclear;
    char ratio[NUMBER_TEXT];

    for (size_t i = first; i < ladder->count; i++) {
        const struct rung *rung = &ladder->rungs[i];

        /* Of what the best one has none of, there is no multiple. */
        if (!isfinite(rung->ratio)) {
            say(sentence, "; not with %s", rung->model->name);
            continue;
        }
        say(sentence, "%s%s", i == first ? "; " : ", ", rung->model->name);
        if (i == first)
            say(sentence, lower ? " takes" : " comes to");
        say(sentence, " %s", number_ratio(rung->ratio, ratio));
        if (i == first)
            say(sentence, lower ? " times that" : " of that");
    }
}

static void say_rungs(struct sentence *sentence, const struct ladder *ladder, size_t from,
                      size_t count)
{
    const struct model *models[MOST_MODELS];

    for (size_t i = 0; i < count; i++)
        models[i] = ladder->rungs[from + i].model;
    say_models(sentence, models, count);
}

/* "epoll (4.65 us), a tie with poll; the runs cannot tell libuv from it; threaded takes ..." */
static void say_ladder(struct sentence *sentence, const struct figure *figure,
                       const struct ladder *ladder)
{
    char value[NUMBER_TEXT];

    say(sentence, "%s (%s)", ladder->rungs[0].model->name,
        number_with_unit(ladder->rungs[0].median, figure->digits, figure->unit, value));
    if (ladder->same > 0) {
        say(sentence, ", a tie with ");
        say_rungs(sentence, ladder, 1, ladder->same);
    }
    if (ladder->unclear > 0) {
        say(sentence, "; the runs cannot tell ");
        say_rungs(sentence, ladder, 1 + ladder->same, ladder->unclear);
        say(sentence, " from it");
    }
    say_others(sentence, figure, ladder);
}

static void say_suspects(struct sentence *sentence, const struct ladder *ladder)
{
    say_models(sentence, ladder->suspects, ladder->suspect_count);
    say(sentence, ladder->suspect_count == 1 ? " is suspect" : " are suspect");
}

static void say_too_few(struct sentence *sentence, const struct figure *figure,
                        const struct ladder *ladder)
{
    say(sentence, "%zu", ladder->fewest);
    if (ladder->most > ladder->fewest)
        say(sentence, " to %zu", ladder->most);
    say(sentence, " run%s of each are too few to tell %zu models apart by %s",
        ladder->most == 1 ? "" : "s", ladder->count, noun_of(figure));
    if (*ladder->poorest.note)
        say(sentence, " (of %s %s)", ladder->poorest.model->name, ladder->poorest.note);
}

/* Who is best at a point, who ties, and how far the others are. False if nothing is known. */
static bool say_best(struct sentence *sentence, const struct digest *digest,
                     const struct scenario *scenario, const struct point *point)
{
    struct ladder ladder;
    const struct figure *figure = ladder_climb(digest, scenario, point, &ladder);

    if (!figure)
        return false;
    if (ladder.count == 0) {
        say(sentence, "every run is suspect, so nobody wins by %s", noun_of(figure));
    } else if (ladder.contested) {
        say(sentence, "nobody can be called best by %s: ", noun_of(figure));
        say_suspects(sentence, &ladder);
    } else if (ladder.too_few) {
        say_too_few(sentence, figure, &ladder);
    } else {
        say(sentence, "%s is %s with ", noun_of(figure),
            ladder.count == 1                ? "known of one alone:"
            : figure->better == BETTER_LOWER ? "least"
                                             : "highest");
        say_ladder(sentence, figure, &ladder);
        if (ladder.suspect_count > 0) {
            say(sentence, "; ");
            say_suspects(sentence, &ladder);
        }
    }
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

static void say_growth(struct sentence *sentence, const struct growth *growth,
                       const struct point *last)
{
    char ratio[NUMBER_TEXT];

    for (size_t i = 0; i < growth->grown_count; i++) {
        const struct grown *grown = &growth->grown[i];

        say(sentence, "%s %s times with %s",
            i == 0                        ? " grows"
            : i + 1 < growth->grown_count ? ","
                                          : " and",
            number_ratio(grown->ratio, ratio), grown->model->name);
        if (grown->to != last)
            say(sentence, " (to %s)", grown->to->label);
    }
    if (growth->same_count > 0) {
        say(sentence, "%s with ",
            growth->grown_count > 0 ? ", and does not grow" : " does not grow");
        say_models(sentence, growth->same, growth->same_count);
    }
    if (growth->unclear_count > 0) {
        say(sentence, "; the runs cannot tell of ");
        say_models(sentence, growth->unclear, growth->unclear_count);
    }
}

/* "From 0 to 1,000 idle connections, the CPU time grows 2.6 times with select ..." */
static void tell_growth(const struct digest *digest, const struct scenario *scenario,
                        const struct point *last, json_t *sentences)
{
    struct sentence sentence = { 0 };
    struct growth growth;

    ladder_grow(digest, scenario, last, &growth);
    if (growth.grown_count + growth.same_count + growth.unclear_count == 0)
        return;
    say(&sentence, "from %s to %s %s, %s", scenario->points[0].label, last->label,
        scenario->axis, noun_of(scenario->figures[0]));
    say_growth(&sentence, &growth, last);
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

            return digest_trusts(answer) && answer->spread.median > 0;
        }
    return false;
}

size_t findings_starving(const struct digest *digest, const struct scenario *scenario,
                         const struct point *point, const struct model *starving[MOST_MODELS])
{
    const struct roster *roster = &digest->choice->roster;
    size_t count = 0;

    for (size_t i = 0; i < roster->count; i++)
        if (starves(digest, scenario, point, &roster->list[i]))
            starving[count++] = &roster->list[i];
    return count;
}

static void say_heap(struct sentence *sentence, const char *words,
                     const struct model *const *models, size_t count)
{
    if (count == 0)
        return;
    say(sentence, ", the 99th percentile %s ", words);
    say_models(sentence, models, count);
}

static void say_from_first(struct sentence *sentence, const struct from_first *from_first)
{
    char ratio[NUMBER_TEXT];

    for (size_t i = 0; i < from_first->worse_count; i++)
        say(sentence, "%s %s times with %s", i == 0 ? ", the 99th percentile rises" : ",",
            number_ratio(from_first->ratios[i], ratio), from_first->worse[i]->name);
    say_heap(sentence, "falls with", from_first->better, from_first->better_count);
    say_heap(sentence, "stays the same with", from_first->same, from_first->same_count);
    if (from_first->too_few)
        say_heap(sentence, "has too few runs to tell of", from_first->unclear,
                 from_first->unclear_count);
    else
        say_heap(sentence, "shows no rise beyond its own scatter with", from_first->unclear,
                 from_first->unclear_count);
}

/* What a point does to each model, compared with the first point of the axis. */
static void tell_from_first(const struct digest *digest, const struct scenario *scenario,
                            const struct point *first, const struct point *point,
                            json_t *sentences)
{
    const struct model *starving[MOST_MODELS] = { 0 };
    size_t count = findings_starving(digest, scenario, point, starving);
    struct from_first from_first;
    struct sentence sentence = { 0 };

    ladder_from_first(digest, scenario, first, point, starving, count, &from_first);
    say_where(&sentence, scenario, point);
    if (count > 0) {
        say(&sentence, ", clients of ");
        say_models(&sentence, starving, count);
        say(&sentence, " starve");
    }
    say_from_first(&sentence, &from_first);
    if (count + from_first.worse_count + from_first.better_count + from_first.same_count +
            from_first.unclear_count >
        0)
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
        tell_growth(digest, scenario, last, sentences);
    return sentences;
}

const struct point *findings_headline(const struct digest *digest,
                                      const struct scenario *scenario)
{
    const struct point *headline = scenario_point(scenario, scenario->headline);

    if (!choice_includes(digest->choice, scenario, headline))
        headline = &scenario->points[0];
    for (const struct point *point = scenario->points; scenario->grows && point->label; point++)
        if (choice_includes(digest->choice, scenario, point))
            headline = point;
    return headline;
}

/* The sentence that a scenario is remembered by. */
static void tell_headline(const struct digest *digest, const struct scenario *scenario,
                          json_t *sentences)
{
    const struct point *point = findings_headline(digest, scenario);
    json_t *own = json_array();
    struct sentence sentence = { 0 };

    if (scenario->from_first)
        tell_from_first(digest, scenario, &scenario->points[0], point, own);
    else if (scenario->grows)
        tell_growth(digest, scenario, point, own);
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
