/* server_options_fuzz.c - the command line that all servers share. */
#include "command_words.h"
#include "fuzz.h"

#include "options.h"

#include <limits.h>

static void parse(int argc, char **argv)
{
    struct options options;

    options_parse(argc, argv, "epoll", 0, &options);
    claim(options.address.host[0] != '\0' && options.address.count == 0, "there is an address");
    claim(options.service <= SERVICE_TASK, "there is a service");
    claim(options.backlog >= 1, "somebody may wait");
    claim(options.send_buffer >= 0 && options.receive_buffer >= 0, "buffers have a size");
    claim(options.max_task_us <= 60000000, "work takes a minute at most");
    claim(options.socket_mode <= 0777, "permissions are nothing else");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    command_words_try(data, size, parse);
    return 0;
}
