/* report_pairs.c - two runs compared, figure by figure, as the page takes it. */
#include "report_pairs.h"

#include "contrast.h"
#include "json.h"

#include <stdio.h>

static json_t *line_json(const struct contrast_line *line, const struct comparison *comparison)
{
    json_t *pair = json_object();

    json_object_set_new(pair, "scenario", json_text(line->scenario->name));
    json_object_set_new(pair, "point", json_text(line->point));
    json_object_set_new(pair, "model", json_text(line->b_model));
    json_object_set_new(pair, "figure", json_text(line->figure->name));
    json_object_set_new(pair, "ratio", json_known(comparison->ratio));
    json_object_set_new(pair, "low", json_known(comparison->low));
    json_object_set_new(pair, "high", json_known(comparison->high));
    json_object_set_new(pair, "p_holm", json_known(comparison->p_holm));
    json_object_set_new(pair, "verdict", json_text(relation_word(comparison->relation)));
    json_object_set_new(pair, "why", json_text(comparison->why));
    return pair;
}

static json_t *contrast_pairs(const struct dataset *earlier, const struct dataset *later)
{
    const struct selection everything = { 0 };
    const struct contrast_question question = { .a.dataset = earlier,
                                                .b.dataset = later,
                                                .selection = &everything };
    struct contrast contrast = contrast_of(&question);
    json_t *lines = json_array();
    json_t *notes = json_array();

    for (size_t i = 0; i < contrast.count; i++)
        if (!contrast.lines[i].gone)
            json_array_append_new(lines,
                                  line_json(&contrast.lines[i], &contrast.comparisons[i]));
    for (size_t i = 0; i < contrast.note_count; i++)
        json_array_append_new(notes, json_text(contrast.notes[i]));
    contrast_release(&contrast);
    return json_pack("{s:o, s:o}", "comparisons", lines, "notes", notes);
}

json_t *report_pairs(const char *earlier, const char *later, char reason[REASON_TEXT])
{
    struct dataset before = { 0 };
    struct dataset after = { 0 };
    json_t *pairs = NULL;

    if (!dataset_read(&before, earlier))
        snprintf(reason, REASON_TEXT, "%.300s", before.fault);
    else if (!dataset_read(&after, later))
        snprintf(reason, REASON_TEXT, "%.300s", after.fault);
    else
        pairs = contrast_pairs(&before, &after);
    dataset_release(&before);
    dataset_release(&after);
    return pairs;
}
