/* dataset_test.c - results from outside are read as they are. */
#include "dataset.h"
#include "plain.h"

#include "dataset_sample.h"

#include <limits.h>
#include <math.h>
#include <sys/stat.h>

static struct dataset read_good(struct folder *folder)
{
    json_t *json = parse(good);
    char *text = json_dumps(json, 0);
    struct dataset dataset;

    *folder = make_folder(text);
    if (!dataset_read(&dataset, folder->path))
        fail_msg("%s", dataset.fault);
    free(text);
    json_decref(json);
    return dataset;
}

/* --- Cases. */

static void reads_what_is_there(void **state)
{
    (void)state;
    struct folder folder;
    struct dataset dataset = read_good(&folder);
    const struct dataset_scenario *rate = dataset_scenario(&dataset, "rate");
    const struct dataset_figure *cost = dataset_figure(rate, "cost");
    const struct dataset_cell *cell =
        dataset_cell(&dataset, rate, 1, dataset_model(&dataset, "poll"), cost);

    assert_string_equal(dataset.title, "a day");
    assert_null(dataset.commit);
    assert_string_equal(dataset.models[1].gate, "pass");
    assert_int_equal(cost->better, BETTER_LOWER);
    assert_int_equal(cost->role, ROLE_MAIN);
    assert_true(cost->noise == 0.04);
    assert_true(dataset_figure(rate, "rate")->noise == 0);
    assert_int_equal(cell->count, 2);
    assert_true(cell->values[1] == 3 && cell->median == 2.5);
    assert_int_equal(cell->blocks[1], 4);
    assert_true(cell->suspect);
    assert_string_equal(cell->note, "hm");
    dataset_release(&dataset);
    remove_folder(&folder);
}

static void reads_the_file_itself_as_well(void **state)
{
    (void)state;
    struct folder folder;
    struct dataset dataset = read_good(&folder);
    struct dataset again;

    assert_true(dataset_read(&again, folder.file));
    assert_string_equal(again.path, folder.file);
    dataset_release(&again);
    dataset_release(&dataset);
    remove_folder(&folder);
}

static void knows_what_is_missing(void **state)
{
    (void)state;
    struct folder folder;
    struct dataset dataset = read_good(&folder);
    const struct dataset_scenario *rate = dataset_scenario(&dataset, "rate");
    const struct dataset_model *epoll = dataset_model(&dataset, "epoll");
    const struct dataset_cell *died =
        dataset_cell(&dataset, rate, 0, epoll, dataset_figure(rate, "rate"));

    assert_int_equal(died->count, 0);
    assert_true(isnan(died->median));
    assert_string_equal(died->note, "it died");
    assert_int_equal(
        dataset_cell(&dataset, rate, 0, epoll, dataset_figure(rate, "cost"))->count, 0);
    assert_null(dataset_scenario(&dataset, "idle"));
    assert_null(dataset_model(&dataset, "select"));
    assert_null(dataset_figure(rate, "p99"));
    assert_int_equal(dataset_point(rate, "90 %"), rate->point_count);
    dataset_release(&dataset);
    remove_folder(&folder);
}

static void refuses_what_is_no_file(void **state)
{
    (void)state;
    struct folder folder = make_folder(NULL);
    struct dataset dataset;
    size_t length = (size_t)2 * PATH_MAX;
    char *endless = malloc(length);

    assert_false(dataset_read(&dataset, folder.path));
    assert_non_null(strstr(dataset.fault, "summary.json: cannot be read: No such file"));
    dataset_release(&dataset);

    assert_int_equal(mkdir(folder.file, 0700), 0);
    assert_false(dataset_read(&dataset, folder.path));
    assert_non_null(strstr(dataset.fault, "summary.json: it is no ordinary file"));
    dataset_release(&dataset);
    assert_int_equal(rmdir(folder.file), 0);

    assert_int_equal(mkfifo(folder.file, 0600), 0);
    assert_false(dataset_read(&dataset, folder.path));
    assert_non_null(strstr(dataset.fault, "summary.json: it is no ordinary file"));
    dataset_release(&dataset);
    remove_folder(&folder);

    assert_non_null(endless);
    memset(endless, 'x', length - 1);
    endless[length - 1] = '\0';
    assert_false(dataset_read(&dataset, endless));
    assert_string_equal(dataset.fault, "the name of the folder is too long");
    dataset_release(&dataset);
    free(endless);
}

static void refuses_what_is_too_large(void **state)
{
    (void)state;
    struct folder folder = make_folder("{}");
    struct dataset dataset;

    assert_int_equal(truncate(folder.file, ((off_t)256 << 20) + 1), 0);
    assert_false(dataset_read(&dataset, folder.path));
    assert_non_null(strstr(dataset.fault, "summary.json: it is larger than 256 MiB"));
    dataset_release(&dataset);
    remove_folder(&folder);
}

static void shows_nothing_that_steers_a_terminal(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        { "plain \xc3\xa9", "plain \xc3\xa9" },
        { "\x1b[2J\n\t\x7f", "?[2J???" },
        { "a\xc2\x9b"
          "b",
          "a?b" },
        { "\xe2\x80\xaewater\xe2\x80\xac", "?water?" },
        { "\xe2\x81\xa6wine\xe2\x81\xa9", "?wine?" },
        { "\xe2\x80\x93 \xe2\x82\xac", "\xe2\x80\x93 \xe2\x82\xac" },
        { "\xe2", "?" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *plain = plain_text(texts[i][0]);

        assert_string_equal(plain, texts[i][1]);
        free(plain);
    }
    assert_int_equal(plain_width("\xc3\xa9\xe2\x82\xac!"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_there),
        cmocka_unit_test(reads_the_file_itself_as_well),
        cmocka_unit_test(knows_what_is_missing),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(refuses_what_is_too_large),
        cmocka_unit_test(shows_nothing_that_steers_a_terminal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
