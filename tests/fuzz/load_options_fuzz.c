/* load_options_fuzz.c - the command line of echo-load. */
#include "command_words.h"
#include "fuzz.h"

#include "options.h"

static void parse(int argc, char **argv)
{
    struct options options;

    options_parse(argc, argv, &options);
    claim(options.address.host[0] != '\0', "there is an address");
    claim(options.size_min >= 1 && options.size_min <= options.size_max &&
              options.size_max <= MESSAGE_MAX,
          "sizes from %u to %u", options.size_min, options.size_max);
    claim(options.threads >= 1 && options.pipeline >= 1, "somebody sends something");
    claim(options.connections > 0 || options.idle > 0 || stall_clients(&options.stall) > 0,
          "there is a client");
    claim((options.duration_ns > 0) != (options.requests > 0), "there is one end");
    claim(options.warmup_ns != UINT64_MAX, "the warm-up is known");
    claim(options.rate >= 0, "the rate is a number");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    command_words_try(data, size, parse);
    return 0;
}
