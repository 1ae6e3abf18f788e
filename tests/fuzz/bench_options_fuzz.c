/* bench_options_fuzz.c - the command line of `echo-bench run`. */
#include "command_words.h"
#include "fuzz.h"

#include "choice.h"

/* Wrong use leaves parse() in its middle. */
static struct choice choice;

static void parse(int argc, char **argv)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];

    choice_parse(argc, argv, &choice);
    claim(choice.resume || choice.roster.count > 0, "some model is chosen");
    claim(choice.resume || choice_scenarios(&choice, chosen) > 0, "some scenario is chosen");
    claim(choice.effort.runs >= 1 && choice.effort.runs <= 1000, "something is run");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    command_words_try(data, size, parse);
    choice_release(&choice);
    return 0;
}
