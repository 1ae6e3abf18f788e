/* csv.c - the results as comma-separated values. */
#include "csv.h"

#include <string.h>

/* In quotes where the text would fall apart otherwise. */
static void write_text(FILE *stream, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fprintf(stream, "%s", text);
        return;
    }
    fprintf(stream, "\"");
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            fprintf(stream, "\"");
        fprintf(stream, "%c", *at);
    }
    fprintf(stream, "\"");
}

static const char *verdict_word(const struct answer *answer)
{
    if (!answer->known)
        return "n/a";
    return answer->suspect ? "SUSPECT" : "VALID";
}

static void write_line(FILE *stream, const struct question *question,
                       const struct answer *answer)
{
    const struct spread *spread = &answer->spread;

    fprintf(stream, "%s,", question->scenario->name);
    write_text(stream, question->scenario->axis);
    fprintf(stream, ",");
    write_text(stream, question->point->label);
    fprintf(stream, ",%.10g,", question->point->value);
    write_text(stream, question->model->name);
    fprintf(stream, ",%s,%s,%zu,", question->figure->name, question->figure->unit,
            spread->count);
    if (answer->known)
        fprintf(stream, "%.6g", spread->median);
    if (answer->known && spread->count > 1)
        fprintf(stream, ",%.6g,%.6g", spread->low, spread->high);
    else
        fprintf(stream, ",,");
    fprintf(stream, ",%s,", verdict_word(answer));
    write_text(stream, answer->note);
    fprintf(stream, "\n");
}

void csv_write(FILE *stream, const struct digest *digest)
{
    fprintf(stream,
            "scenario,axis,point,value,model,figure,unit,runs,median,low,high,verdict,note\n");
    for (size_t i = 0; i < digest->count; i++)
        write_line(stream, &digest->cells[i].question, &digest->cells[i].answer);
}
