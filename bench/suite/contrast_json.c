/* contrast_json.c - a contrast for programs: schema echolab-compare-1. */
#include "contrast_json.h"

#include "json.h"

#include <math.h>

static json_t *text(const char *value)
{
    return value ? json_text(value) : json_null();
}

static json_t *side_json(const struct side *side)
{
    json_t *object = json_object();

    json_object_set_new(object, "file", text(side->dataset->path));
    json_object_set_new(object, "title", text(side->dataset->title));
    json_object_set_new(object, "commit", text(side->dataset->commit));
    json_object_set_new(object, "effort", text(side->dataset->effort));
    json_object_set_new(object, "model", text(side->model));
    return object;
}

static json_t *notes_json(const struct contrast *contrast)
{
    json_t *notes = json_array();

    for (size_t i = 0; i < contrast->note_count; i++)
        json_array_append_new(notes, text(contrast->notes[i]));
    return notes;
}

static void add_comparison(json_t *object, const struct comparison *comparison)
{
    json_object_set_new(object, "ratio", json_known(comparison->ratio));
    json_object_set_new(object, "low", json_known(comparison->low));
    json_object_set_new(object, "high", json_known(comparison->high));
    json_object_set_new(object, "paired", json_boolean(comparison->paired));
    json_object_set_new(object, "p", json_known(comparison->p));
    json_object_set_new(object, "p_holm", json_known(comparison->p_holm));
    json_object_set_new(object, "a12", json_known(comparison->a12));
    json_object_set_new(object, "noise", json_known(comparison->manner.noise));
    json_object_set_new(object, "chance", json_known(comparison->manner.chance));
    json_object_set_new(object, "verdict", text(relation_word(comparison->relation)));
    json_object_set_new(object, "why", text(comparison->why));
}

static json_t *cell_json(const struct dataset_cell *cell)
{
    json_t *object = json_object();

    json_object_set_new(object, "runs", json_integer((json_int_t)cell->count));
    json_object_set_new(object, "median", json_known(cell->count > 0 ? cell->median : NAN));
    json_object_set_new(object, "suspect", json_boolean(cell->suspect));
    return object;
}

static json_t *line_json(const struct contrast *contrast, size_t i, double limit)
{
    const struct contrast_line *line = &contrast->lines[i];
    json_t *object = json_object();

    json_object_set_new(object, "scenario", text(line->scenario->name));
    json_object_set_new(object, "point", text(line->point));
    json_object_set_new(object, "figure", text(line->figure->name));
    json_object_set_new(object, "unit", text(line->figure->unit));
    json_object_set_new(object, "a_model", text(line->a_model));
    json_object_set_new(object, "b_model", text(line->b_model));
    json_object_set_new(object, "a", cell_json(line->a));
    json_object_set_new(object, "b", cell_json(line->b));
    add_comparison(object, &contrast->comparisons[i]);
    json_object_set_new(object, "gone", json_boolean(line->gone));
    json_object_set_new(object, "failed", json_boolean(contrast_is_lost(contrast, i, limit)));
    return object;
}

json_t *contrast_json(const struct contrast_question *question, const struct contrast *contrast,
                      double limit)
{
    json_t *object = json_object();
    json_t *lines = json_array();

    for (size_t i = 0; i < contrast->count; i++)
        json_array_append_new(lines, line_json(contrast, i, limit));
    json_object_set_new(object, "schema", json_string("echolab-compare-1"));
    json_object_set_new(object, "a", side_json(&question->a));
    json_object_set_new(object, "b", side_json(&question->b));
    json_object_set_new(object, "fail_on", json_known(limit));
    json_object_set_new(object, "notes", notes_json(contrast));
    json_object_set_new(object, "comparisons", lines);
    return object;
}
