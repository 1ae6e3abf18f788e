/* cases_faults.c - section N, our own: calls that fail, or do less than they could.
 *
 * N1 to N8 are A1 to A8 again, N9 is E2 and N10 is K5, in a server whose calls on sockets are
 * interrupted, find nothing ready after all, and move fewer bytes than they were given. Clients
 * must not notice. */
#include "cases.h"
#include "fault_shim.h"
#include "verbs.h"

enum { ONE_IN = 6, LEAST_FAULTS = 10, MANY = 100 };

/* A case in which nothing went wrong has shown nothing. */
static void try_with_faults(struct trial *trial, void (*run)(struct trial *trial))
{
    struct faults *faults = faults_begin(trial);

    faults->one_in = ONE_IN;
    faults->shorten = 1;
    run(trial);
    check_between("calls that failed", LEAST_FAULTS, UINT64_MAX, faults->failed);
    if (trial->transport & STREAMS)
        check_between("calls that were given less to do", 1, UINT64_MAX, faults->shortened);
    faults->one_in = 0;
}

void case_n1(struct trial *trial)
{
    try_with_faults(trial, case_a1);
}

void case_n2(struct trial *trial)
{
    try_with_faults(trial, case_a2);
}

void case_n3(struct trial *trial)
{
    try_with_faults(trial, case_a3);
}

void case_n4(struct trial *trial)
{
    try_with_faults(trial, case_a4);
}

void case_n5(struct trial *trial)
{
    try_with_faults(trial, case_a5);
}

void case_n6(struct trial *trial)
{
    /* Where calls move little, a server does not take as much as the rest of A6 says ahead. */
    try_with_faults(trial, half_close_every_size);
}

static void half_close_many(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < MANY; i++) {
        struct peer *peer = connect_client(server);

        half_close(peer);
        expect_end_as(peer, LEFT, 1000);
    }
}

void case_n7(struct trial *trial)
{
    try_with_faults(trial, half_close_many);
}

void case_n8(struct trial *trial)
{
    try_with_faults(trial, case_a8);
}

void case_n9(struct trial *trial)
{
    try_with_faults(trial, case_e2);
}

void case_n10(struct trial *trial)
{
    try_with_faults(trial, case_k5);
}

static void answer_many(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < MANY; i++)
        ping(server);
}

void case_n11(struct trial *trial)
{
    try_with_faults(trial, answer_many);
}
