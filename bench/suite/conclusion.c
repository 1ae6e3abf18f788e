/* conclusion.c - what the runs say: the summary's files, the tables, and the answer. */
#include "conclusion.h"

#include "answer.h"
#include "calibration.h"
#include "csv.h"
#include "digest.h"
#include "findings.h"
#include "interrupt.h"
#include "report_page.h"
#include "spectrum.h"
#include "summary_file.h"
#include "table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 100 };

static int terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return USUAL_WIDTH;
}

static void write_files(const struct manifest *manifest, const struct store *store,
                        const struct runs *runs, const struct digest *digest)
{
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);

    assert(stream);
    csv_write(stream, digest);
    (void)fclose(stream);
    store_write(store, "summary.csv", text);
    free(text);

    const char *slash = strrchr(store->folder, '/');
    json_t *json =
        summary_file_json(slash ? slash + 1 : store->folder, store, manifest, digest, runs);

    store_write_json(store, "summary.json", json);
    json_decref(json);
}

static void print_answer(const struct digest *digest)
{
    json_t *sentences = findings_answer(digest);

    answer_print(stdout, digest, sentences, terminal_width(),
                 answer_knows_blocks(STDOUT_FILENO));
    json_decref(sentences);
}

/* The page is made from the files alone. Without it nothing is lost: the tables say the same.
 */
static void write_page(const struct store *store)
{
    char reason[REASON_TEXT];

    if (report_write(store->folder, reason))
        printf("Report:  %s/report.html\n", store->folder);
    else
        printf("No report: %s.\n", reason);
}

void conclude(const struct manifest *manifest, const struct store *store,
              const struct runs *runs)
{
    struct digest digest;

    digest_make(manifest->choice, runs, calibration_noise, &digest);
    write_files(manifest, store, runs, &digest);
    if (!interrupt_asked())
        spectrum_clean(store, runs);
    table_print(stdout, &digest, terminal_width());
    print_answer(&digest);
    printf("\nResults: %s\n", store->folder);
    write_page(store);
    (void)fflush(stdout);
    digest_release(&digest);
}
