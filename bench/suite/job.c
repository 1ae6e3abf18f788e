/* job.c - the fixed piece of work, timed by hyperfine. */
#include "job.h"

#include "address.h"
#include "capture.h"
#include "interrupt.h"
#include "job_result.h"
#include "plan.h"
#include "process.h"
#include "scratch.h"
#include "servers.h"
#include "words.h"

#include <assert.h>
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    VERSION_WITHIN_MS = 5 * 1000,
    LEAVES_WITHIN_MS = 2 * 1000,
    JOB_WITHIN_MS = 60 * 1000 /* one of them */
};

static const char export_name[] = "hyperfine.json";
static const char export_part[] = "hyperfine.json.part";
static const char markdown_name[] = "hyperfine.md";
static const char markdown_part[] = "hyperfine.md.part";
static const char ledger_name[] = "servers.part";

/* All that one job of one model has to know. */
struct job {
    const struct lab *lab;
    const struct choice *choice;
    char export[PATH_MAX];
    char markdown[PATH_MAX];
    char ledger[PATH_MAX];
    char address[ADDRESS_TEXT];
    int port; /* a socket that holds it; -1: nothing does */
};

void job_find_hyperfine(char *version, size_t room)
{
    char path[PATH_MAX];
    char line[64] = "";
    struct process process;
    struct ending ending;
    int output = capture_open("version");
    const char *words[] = { path, "--version", NULL };

    *version = '\0';
    if (output >= 0 && lab_search("hyperfine", path) &&
        process_start(
            &(struct launch){
                .arguments = words, .cpu = -1, .output = output, .errors = -1, .lent = -1 },
            &process) == 0) {
        if (!process_ends_within(&process, VERSION_WITHIN_MS))
            process_signal(&process, SIGKILL);
        process_reap(&process, &ending);
        capture_last_line(output, line, sizeof line);
        if (ending.status == 0)
            snprintf(version, room, "%s",
                     strncmp(line, "hyperfine ", 10) == 0 ? line + 10 : line);
    }
    if (output >= 0)
        close(output);
}

static bool any_foreign(const struct choice *choice)
{
    for (size_t i = 0; i < choice->roster.count; i++)
        if (choice->roster.list[i].foreign)
            return true;
    return false;
}

/* A bound socket that does not listen keeps a port from everybody but those who, like our
 * servers, bind with SO_REUSEADDR as well. */
static int hold_port(char address[ADDRESS_TEXT])
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    struct endpoint endpoint = { .length = sizeof endpoint.socket.v4 };

    endpoint.socket.v4 = (struct sockaddr_in){ .sin_family = AF_INET,
                                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        bind(fd, &endpoint.socket.any, endpoint.length) < 0 ||
        getsockname(fd, &endpoint.socket.any, &endpoint.length) < 0)
        err(1, "cannot hold a port of 127.0.0.1 for the job");
    address_format(TRANSPORT_TCP, &endpoint, address);
    return fd;
}

static bool takes_part(const struct model *model)
{
    return !plan_objection(model, scenario_job(), &scenario_job()->points[0]);
}

static bool anybody_takes_part(const struct choice *choice)
{
    for (size_t i = 0; i < choice->roster.count; i++)
        if (takes_part(&choice->roster.list[i]))
            return true;
    return false;
}

static void add_model_list(const struct choice *choice, struct words *words)
{
    char list[MOST_MODELS * (SERVER_NAME + 1)] = "";
    size_t length = 0;

    for (size_t i = 0; i < choice->roster.count && length < sizeof list; i++)
        if (takes_part(&choice->roster.list[i]))
            length += (size_t)snprintf(list + length, sizeof list - length, "%s%s",
                                       *list ? "," : "", choice->roster.list[i].name);
    words_add(words, "--parameter-list");
    words_add(words, "model");
    words_add(words, "%s", list);
}

static void write_program(const struct job *job, const char *name, FILE *command)
{
    char path[PATH_MAX];

    words_quote(command, lab_program(job->lab, name, path));
}

/* What start-server has to be told of those that it does not know: job_server.h. */
static void write_foreign(const struct model *model, FILE *command)
{
    const char *words[] = { model->name, model->command, model->folder ? model->folder : "" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        (void)fputc(' ', command);
        words_quote(command, words[i]);
    }
}

static void write_setup(const struct job *job, FILE *command)
{
    const struct roster *roster = &job->choice->roster;

    write_program(job, "echo-bench", command);
    fprintf(command, " start-server {model} ");
    words_quote(command, job->ledger);
    fprintf(command, " %s %d ", job->address, job->lab->placement.server_cpu);
    words_quote(command, job->lab->scratch);
    for (size_t i = 0; i < roster->count; i++)
        if (roster->list[i].foreign && takes_part(&roster->list[i]))
            write_foreign(&roster->list[i], command);
}

static void write_cleanup(const struct job *job, FILE *command)
{
    write_program(job, "echo-bench", command);
    fprintf(command, " stop-server ");
    words_quote(command, job->ledger);
}

static void write_work(const struct job *job, FILE *command)
{
    const struct load *load = &scenario_job()->load;

    write_program(job, "echo-load", command);
    fprintf(command,
            " --quiet --connections=%d --churn=%d --pipeline=%d --requests=%d --size=64 %s",
            load->connections, load->churn, load->pipeline, load->requests, job->address);
}

/* hyperfine's own words are split again by itself: what comes from outside is quoted in them.
 */
static void add_command(const struct job *job, void (*write)(const struct job *, FILE *),
                        struct words *words)
{
    char *text = NULL;
    size_t length;
    FILE *command = open_memstream(&text, &length);

    assert(command);
    write(job, command);
    (void)fclose(command);
    words_add(words, "%s", text);
    free(text);
}

static void write_order(const struct job *job, const char *hyperfine, bool shown,
                        struct words *words)
{
    words_add(words, "%s", hyperfine);
    words_add(words, "-N");
    words_add(words, "--style=%s", shown ? "basic" : "none");
    /* A model that fails must not keep the others from their turn; its exit codes tell. */
    words_add(words, "--ignore-failure");
    words_add(words, "--runs=%u", job->choice->effort.job_runs);
    words_add(words, "--export-json=%s", job->export);
    words_add(words, "--export-markdown=%s", job->markdown);
    words_add(words, "--command-name={model}");
    add_model_list(job->choice, words);
    words_add(words, "--setup");
    add_command(job, write_setup, words);
    words_add(words, "--cleanup");
    add_command(job, write_cleanup, words);
    add_command(job, write_work, words);
}

/* Waits for its end; an interrupt or an endless job ends it, too. */
static void await(const struct job *job, struct process *process, struct ending *ending)
{
    struct pollfd watched[] = {
        { .fd = process->watch, .events = POLLIN },
        { .fd = interrupt_fd(), .events = POLLIN },
    };
    int jobs = (int)(job->choice->roster.count * job->choice->effort.job_runs);
    int ready = poll(watched, 2, jobs * JOB_WITHIN_MS);

    if (ready <= 0 || interrupt_asked()) {
        process_signal(process, SIGTERM);
        if (!process_ends_within(process, LEAVES_WITHIN_MS))
            process_signal(process, SIGKILL);
    }
    process_reap(process, ending);
}

/* Says in `reason` what went wrong, if something did. */
static bool judge(int error, const struct ending *ending, int complaints,
                  char reason[REASON_TEXT])
{
    char how[ENDING_TEXT];
    char line[160] = "";

    if (!error && ending->status == 0)
        return true;
    if (complaints >= 0)
        capture_last_line(complaints, line, sizeof line);
    if (error)
        snprintf(reason, REASON_TEXT, "hyperfine cannot be started: %s", strerror(error));
    else
        snprintf(reason, REASON_TEXT, "hyperfine ended with %s%s%s",
                 process_describe(ending, how), *line ? ": " : "", line);
    return false;
}

/* On a terminal hyperfine speaks for itself; otherwise only its last complaint is kept. */
static bool run_hyperfine(const struct job *job, const char *path, double *cpu_s,
                          char reason[REASON_TEXT])
{
    bool shown = !job->choice->quiet && isatty(STDOUT_FILENO);
    int complaints = shown ? -1 : capture_open("stderr");
    struct words words = { 0 };
    struct process process;
    struct ending ending = { 0 };

    write_order(job, path, shown, &words);

    const struct launch launch = { .arguments = words.list,
                                   .cpu = job->lab->placement.generator_cpu,
                                   .output = shown ? STDOUT_FILENO : -1,
                                   .errors = shown ? STDERR_FILENO : complaints,
                                   .lent = -1,
                                   .foreground = true };
    int error = process_start(&launch, &process);

    words_release(&words);
    if (!error)
        await(job, &process, &ending);

    bool well = judge(error, &ending, complaints, reason);

    *cpu_s = ending.cpu_s;
    if (complaints >= 0)
        close(complaints);
    return well;
}

/* hyperfine writes its exports piece by piece, so they get their names when they are whole. */
static void keep_export(const char *part, const struct store *store, const char *name,
                        bool whole)
{
    char path[PATH_MAX];

    if (!whole)
        unlink(part);
    else if (rename(part, store_path(store, name, path)) < 0)
        err(1, "cannot rename %s", part);
}

/* Somebody else's server may do without SO_REUSEADDR: then nobody holds the port. */
static void take_port(struct job *job)
{
    job->port = hold_port(job->address);
    if (any_foreign(job->choice)) {
        close(job->port);
        job->port = -1;
    }
}

static void clear_away(const struct job *job)
{
    if (job->port >= 0)
        close(job->port);
    if (*job->lab->scratch)
        scratch_remove(job->lab->scratch);
    unlink(job->ledger);
}

static bool is_possible(const struct choice *choice, char hyperfine[PATH_MAX],
                        char reason[REASON_TEXT])
{
    if (!anybody_takes_part(choice))
        snprintf(reason, REASON_TEXT, "no model can take part");
    else if (!lab_search("hyperfine", hyperfine))
        snprintf(reason, REASON_TEXT, "hyperfine is not in PATH (package hyperfine)");
    else
        return true;
    return false;
}

bool job_run(const struct lab *lab, const struct choice *choice, const struct store *store,
             struct runs *runs, char reason[REASON_TEXT])
{
    struct job job = { .lab = lab, .choice = choice };
    char path[PATH_MAX];

    if (!is_possible(choice, path, reason))
        return false;
    store_path(store, export_part, job.export);
    store_path(store, markdown_part, job.markdown);
    store_path(store, ledger_name, job.ledger);

    struct job_traces traces = { .export = job.export,
                                 .ledger = job.ledger,
                                 .placement = &lab->placement,
                                 .before = machine_moment(&lab->placement),
                                 .own_before_s = machine_own_cpu_s() };

    take_port(&job);
    clock_gettime(CLOCK_REALTIME, &traces.started);

    bool well = run_hyperfine(&job, path, &traces.hyperfine_cpu_s, reason);

    job_result_add(&traces, choice, well ? runs : NULL);
    clear_away(&job);
    keep_export(job.export, store, export_name, well);
    keep_export(job.markdown, store, markdown_name, well);
    return well;
}
