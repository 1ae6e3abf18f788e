/* answer.c - an echo, a refusal, or the end. */
#include "answer.h"

#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum answer look(const struct peer *peer)
{
    char bytes[16] = "";
    ssize_t n = recv(peer->fd, bytes, sizeof bytes - 1, MSG_PEEK | MSG_DONTWAIT);

    if (n < 0 && errno == EAGAIN)
        return ANSWER_NONE;
    if (n <= 0)
        return ANSWER_END;
    return strcmp(bytes, "ERR busy\n") == 0 ? ANSWER_REFUSAL : ANSWER_ECHO;
}

enum answer await_answer(const struct peer *peer)
{
    check(peer_wait(peer, POLLIN, OPERATION_MS),
          "client %u: expected an echo or a refusal, saw silence", peer->number);
    return look(peer);
}

struct peer *get_the_free_place(struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    for (;;) {
        struct peer *peer = connect_client(server);

        say(peer, 10);
        if (await_answer(peer) != ANSWER_REFUSAL) {
            expect(peer, 10);
            return peer;
        }
        expect_refusal(peer);
        check(remaining_ms(deadline) > 0, "expected a free place after somebody left");
    }
}
