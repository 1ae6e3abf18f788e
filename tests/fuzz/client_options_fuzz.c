/* client_options_fuzz.c - the command line of echo-client. */
#include "command_words.h"
#include "fuzz.h"

#include "arguments.h"

static void parse(int argc, char **argv)
{
    struct arguments arguments;

    arguments_parse(argc, argv, &arguments);
    claim(arguments.address.host[0] != '\0', "there is an address");
    claim(arguments.timeout_ns > 0, "somebody waits for a time");
    claim(!arguments.broadcast || arguments.address.transport == TRANSPORT_UDP,
          "a broadcast is UDP's");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    command_words_try(data, size, parse);
    return 0;
}
