/* generator.c - echo-load, told what to do and asked at which moment it is. */
#include "generator.h"

#include "capture.h"
#include "clock.h"
#include "interrupt.h"
#include "words.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void write_order(const struct lab *lab, const struct generator_order *order, int control,
                        struct words *words)
{
    char path[PATH_MAX];
    const struct load *load = &order->load;

    words_add(words, "%s", lab_program(lab, "echo-load", path));
    words_add(words, "--connections=%d", load->connections);
    if (load->idle > 0)
        words_add(words, "--idle=%d", load->idle);
    if (load->churn > 0)
        words_add(words, "--churn=%d", load->churn);
    if (load->rate > 0)
        words_add(words, "--rate=%.0f", load->rate);
    if (load->stall)
        words_add(words, "--stall=%s", load->stall);
    if (load->task) {
        words_add(words, "--service=task");
        words_add(words, "--task=%s", load->task);
    }
    words_add(words, "--size=%d", load->size);
    words_add(words, "--threads=1");
    if (load->requests > 0) {
        words_add(words, "--requests=%d", load->requests);
    } else {
        words_add(words, "--warmup=%ums", order->warm_up_ms);
        words_add(words, "--duration=%ums", order->window_ms);
    }
    if (order->sources)
        words_add(words, "--sources=%s", order->sources);
    words_add(words, "--seed=%" PRIu64, order->seed);
    if (!order->unattended)
        words_add(words, "--control=%d", control);
    if (order->hlog)
        words_add(words, "--hlog=%s", order->hlog);
    words_add(words, "--json=-");
    words_add(words, "--quiet");
    words_add(words, "%s", order->address);
}

static bool start(const struct lab *lab, const struct generator_order *order, int control,
                  struct generator *generator, char reason[REASON_TEXT])
{
    struct words words = { 0 };

    write_order(lab, order, control, &words);

    int error = process_start(&(struct launch){ .arguments = words.list,
                                                .cpu = lab->placement.generator_cpu,
                                                .output = generator->result,
                                                .errors = generator->complaints,
                                                .lent = control },
                              &generator->process);

    words_release(&words);
    if (error)
        snprintf(reason, REASON_TEXT, "echo-load cannot be started: %s", strerror(error));
    return error == 0;
}

bool generator_start(const struct lab *lab, const struct generator_order *order,
                     struct generator *generator, char reason[REASON_TEXT])
{
    int ends[2] = { -1, -1 };

    *generator = (struct generator){ .process.watch = -1,
                                     .control = -1,
                                     .result = capture_open("result"),
                                     .complaints = capture_open("stderr") };
    if (generator->result < 0 || generator->complaints < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        snprintf(reason, REASON_TEXT, "no descriptors left to start echo-load with");
        generator_release(generator);
        return false;
    }
    generator->control = ends[0];

    bool started = start(lab, order, ends[1], generator, reason);

    close(ends[1]);
    if (!started)
        generator_release(generator);
    return started;
}

/* Reads one line, which echo-load writes in one piece. */
static bool hear(const struct generator *generator, const char *word)
{
    char heard[32];
    size_t length = 0;

    while (length < sizeof heard - 1 && recv(generator->control, heard + length, 1, 0) == 1 &&
           heard[length] != '\n')
        length++;
    heard[length] = '\0';
    return strcmp(heard, word) == 0;
}

static int left_ms(uint64_t deadline_ns)
{
    uint64_t now_ns = clock_now_ns();

    return now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / NS_PER_MS) + 1 : 0;
}

/* Waits for the first of all that can happen. A word that is there counts before anything else;
 * without a word to wait for, the control socket is left out. */
static enum news await(struct generator *generator, const struct candidate *candidate,
                       const char *word, int within_ms)
{
    uint64_t deadline_ns = clock_now_ns() + (uint64_t)within_ms * NS_PER_MS;
    struct pollfd watched[] = {
        { .fd = word ? generator->control : -1, .events = POLLIN },
        { .fd = generator->process.watch, .events = POLLIN },
        { .fd = candidate->process.watch, .events = POLLIN },
        { .fd = interrupt_fd(), .events = POLLIN },
    };

    for (;;) {
        int ready = poll(watched, sizeof watched / sizeof *watched, left_ms(deadline_ns));

        if (interrupt_asked())
            return NEWS_INTERRUPT;
        if (ready <= 0)
            return NEWS_LATE;
        if ((watched[0].revents & POLLIN) && hear(generator, word))
            return NEWS_WORD;
        if (watched[2].revents)
            return NEWS_SERVER_LEFT;
        if (watched[1].revents)
            return NEWS_END;
        /* A hang-up without a word: its end follows. */
        watched[0].fd = -1;
    }
}

enum news generator_await(struct generator *generator, const struct candidate *candidate,
                          const char *word, int within_ms)
{
    return await(generator, candidate, word, within_ms);
}

enum news generator_await_end(struct generator *generator, const struct candidate *candidate,
                              int within_ms)
{
    enum news news = await(generator, candidate, NULL, within_ms);

    if (news == NEWS_END)
        process_reap(&generator->process, &generator->ending);
    return news;
}

void generator_go_on(struct generator *generator)
{
    if (send(generator->control, "\n", 1, MSG_NOSIGNAL) < 0)
        return; /* It has ended, which the next wait will tell. */
}

json_t *generator_result(const struct generator *generator, char reason[REASON_TEXT])
{
    json_error_t error;
    char complaint[160];
    char how[ENDING_TEXT];
    char *text = capture_text(generator->result);
    json_t *result = text ? json_loads(text, 0, &error) : NULL;

    free(text);
    if (json_is_object(result))
        return result;
    json_decref(result);
    capture_last_line(generator->complaints, complaint, sizeof complaint);
    snprintf(reason, REASON_TEXT, "echo-load gave no result: %s%s%s",
             process_describe(&generator->ending, how), *complaint ? ": " : "", complaint);
    return NULL;
}

/* Why there is no end of it; `news` is what came instead. */
static void explain_news(enum news news, int within_ms, char reason[REASON_TEXT])
{
    if (news == NEWS_SERVER_LEFT)
        snprintf(reason, REASON_TEXT, "the server left while it was loaded");
    else if (news == NEWS_INTERRUPT)
        snprintf(reason, REASON_TEXT, "interrupted");
    else
        snprintf(reason, REASON_TEXT, "echo-load was not done within %d s", within_ms / 1000);
}

json_t *generator_run(const struct lab *lab, const struct generator_order *order,
                      const struct candidate *candidate, int within_ms, double *cpu_s,
                      char reason[REASON_TEXT])
{
    struct generator generator;
    json_t *result = NULL;

    if (!generator_start(lab, order, &generator, reason))
        return NULL;

    enum news news = generator_await_end(&generator, candidate, within_ms);

    if (news == NEWS_END)
        result = generator_result(&generator, reason);
    else
        explain_news(news, within_ms, reason);
    generator_release(&generator);
    *cpu_s += generator.ending.cpu_s;

    const char *failure = json_string_value(json_object_get(result, "failure"));

    if (!failure)
        return result;
    snprintf(reason, REASON_TEXT, "echo-load: %s", failure);
    json_decref(result);
    return NULL;
}

static void close_if_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

void generator_release(struct generator *generator)
{
    process_kill(&generator->process);
    close_if_open(generator->control);
    close_if_open(generator->result);
    close_if_open(generator->complaints);
}
