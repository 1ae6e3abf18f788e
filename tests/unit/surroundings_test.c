/* surroundings_test.c - what else went on, read from texts such as the kernel writes. */
#include "machine.h"
#include "network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <unistd.h>

static const struct placement two = { .server_cpu = 0, .generator_cpu = 1 };

static FILE *open_text(const char *text)
{
    return fmemopen((char *)text, strlen(text), "r");
}

static struct moment moment_of(const char *text, uint64_t now_ns)
{
    struct moment moment = { .now_ns = now_ns };
    FILE *stat = open_text(text);

    machine_read_stat(stat, &two, &moment);
    (void)fclose(stat);
    return moment;
}

static void expect(const struct readings *readings, const char *name, double expected)
{
    double value = readings_value(readings, name, NAN);

    if (!(fabs(value - expected) < 1e-9))
        fail_msg("%s is %.12g instead of %.12g", name, value, expected);
}

static void put_shares(const char *before, const char *after, double ours_s,
                       struct readings *readings)
{
    struct moment first = moment_of(before, 0);
    struct moment last = moment_of(after, 1000000000);

    machine_put_shares(&two, &first, &last, ours_s, readings);
}

static void begin(void)
{
    if (sysconf(_SC_CLK_TCK) != 100)
        skip(); /* The texts below are in ticks of 10 ms. */
}

/* user nice system idle iowait irq softirq steal guest guest_nice */
static const char at_first[] = "cpu  100 0 100 1000 0 0 0 50 0 0\n"
                               "cpu0 50 0 50 500 0 0 0 20 0 0\n"
                               "cpu1 50 0 50 500 0 0 0 30 0 0\n"
                               "cpu2 7 7 7 7 7 7 7 7 7 7\n";

static void takes_what_the_hypervisor_took_apart_from_other_load(void **state)
{
    static const char later[] = "cpu  1 1 1 1 1 1 1 1 1 1\n"
                                "cpu0 90 0 60 530 0 0 0 40 0 0\n" /* 0.3 idle, 0.2 stolen */
                                "cpu1 90 0 60 550 0 0 0 30 0 0\n" /* 0.5 idle */
                                "cpu2 900 9 9 9 9 9 9 900 9 9\n";
    struct readings readings = { 0 };

    (void)state;
    begin();
    put_shares(at_first, later, 0.7, &readings);
    expect(&readings, "steal_share", 0.2);
    expect(&readings, "foreign_cpu_share", 2 - 0.8 - 0.2 - 0.7);
    expect(&readings, "foreign_cpu_grain", 0.01);
}

static void takes_waiting_for_a_disk_for_idle(void **state)
{
    static const char later[] = "cpu0 50 0 50 550 50 0 0 20 0 0\n"
                                "cpu1 50 0 50 500 100 0 0 30 0 0\n";
    struct readings readings = { 0 };

    (void)state;
    begin();
    put_shares(at_first, later, 0, &readings);
    expect(&readings, "foreign_cpu_share", 0);
    expect(&readings, "steal_share", 0);
}

static void lacks_what_the_kernel_does_not_tell(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    put_shares("intr 1 2 3\n", "intr 1 2 3\n", 0, &readings);
    assert_non_null(readings_find(&readings, "steal_share")->missing);
    assert_non_null(readings_find(&readings, "foreign_cpu_share")->missing);
}

static struct network network_of(const char *text)
{
    struct network network;
    FILE *netstat = open_text(text);

    network_read(netstat, &network);
    (void)fclose(netstat);
    return network;
}

static void finds_a_counter_by_its_name(void **state)
{
    struct network network = network_of("TcpExt: SyncookiesSent ListenOverflows ListenDrops X\n"
                                        "TcpExt: 1 22 333 4\n"
                                        "IpExt: ListenOverflows ListenDrops\n"
                                        "IpExt: 5 6\n");

    (void)state;
    assert_true(network.known);
    assert_true(network.overflows > 21.5 && network.overflows < 22.5);
    assert_true(network.drops > 332.5 && network.drops < 333.5);
}

static void knows_no_counter_that_is_not_there(void **state)
{
    (void)state;
    assert_false(network_of("TcpExt: SyncookiesSent\nTcpExt: 1\n").known);
    assert_false(network_of("TcpExt: ListenOverflows ListenDrops\nTcpExt: 1\n").known);
    assert_false(network_of("IpExt: ListenOverflows ListenDrops\nIpExt: 1 2\n").known);
}

/* 1B5F is port 7007, 06 is TIME_WAIT, 01 is open. */
static const char table[] =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n"
    "   0: 0100007F:1B5F 00000000:0000 0A 00000000:00000000 00:00000000 00000000\n"
    "   1: 0100007F:1B5F 0100007F:C001 06 00000000:00000000 03:00000176 00000000\n"
    "   2: 0100007F:C002 0100007F:1B5F 06 00000000:00000000 03:00000176 00000000\n"
    "   3: 0100007F:C003 0100007F:1B5F 01 00000000:00000000 00:00000000 00000000\n"
    "   4: 0200007F:C004 0100007F:1B5F 06 00000000:00000000 03:00000176 00000000\n"
    "   5: 0100007F:C005 0100007F:1B60 06 00000000:00000000 03:00000176 00000000\n";

static void counts_who_waits_between_two_addresses_and_one_port(void **state)
{
    double most = 0;
    FILE *connections = open_text(table);

    (void)state;
    network_count_waiting(connections, 7007, &most);
    (void)fclose(connections);
    assert_true(most > 1.5 && most < 2.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_the_hypervisor_took_apart_from_other_load),
        cmocka_unit_test(takes_waiting_for_a_disk_for_idle),
        cmocka_unit_test(lacks_what_the_kernel_does_not_tell),
        cmocka_unit_test(finds_a_counter_by_its_name),
        cmocka_unit_test(knows_no_counter_that_is_not_there),
        cmocka_unit_test(counts_who_waits_between_two_addresses_and_one_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
