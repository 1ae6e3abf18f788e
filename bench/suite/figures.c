/* figures.c - what the scenarios can show. */
#include "figures.h"

const struct figure requests_per_s = {
    .name = "requests_per_s",
    .title = "requests/s",
    .noun = "the rate",
    .unit = "1/s",
    .reading = "requests_per_s",
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure megabytes_per_s = {
    .name = "megabytes_per_s",
    .title = "MB/s",
    .noun = "the number of bytes a second",
    .unit = "MB/s",
    .reading = "megabytes_per_s",
    .digits = 1,
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure knee_per_s = {
    .name = "knee_per_s",
    .title = "requests/s within the promise",
    .noun = "the rate within the promise",
    .unit = "1/s",
    .reading = "knee_per_s",
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure answered_share = {
    .name = "answered_share",
    .title = "answered",
    .unit = "1",
    .reading = "answered_share",
    .digits = 4,
    .concern = CONCERN_COUNT,
    .better = BETTER_HIGHER,
};

const struct figure latency_p50 = {
    .name = "latency_p50_us",
    .title = "p50 us",
    .unit = "us",
    .reading = "latency_p50_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure latency_p99 = {
    .name = "latency_p99_us",
    .title = "p99 us",
    .noun = "the 99th percentile",
    .unit = "us",
    .reading = "latency_p99_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure latency_p99_9 = {
    .name = "latency_p99_9_us",
    .title = "p99.9 us",
    .unit = "us",
    .reading = "latency_p99_9_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure latency_p99_uncorrected = {
    .name = "uncorrected_p99_us",
    .title = "uncorrected p99 us",
    .unit = "us",
    .reading = "uncorrected_p99_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure latency_p99_short = {
    .name = "short_p99_us",
    .title = "p99 us of the short",
    .noun = "the 99th percentile of the short",
    .unit = "us",
    .reading = "short_p99_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure first_byte_p50 = {
    .name = "first_byte_p50_us",
    .title = "first answer p50 us",
    .unit = "us",
    .reading = "first_byte_p50_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure first_byte_max = {
    .name = "first_byte_max_us",
    .title = "first answer max us",
    .unit = "us",
    .reading = "first_byte_max_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

const struct figure cpu_per_request = {
    .name = "cpu_us_per_request",
    .title = "CPU us/request",
    .noun = "the CPU time of a request",
    .unit = "us",
    .reading = "cpu_us_per_request",
    .digits = 2,
    .concern = CONCERN_COST,
};

const struct figure cpu_user_per_request = {
    .name = "cpu_user_us_per_request",
    .title = "user us/request",
    .unit = "us",
    .reading = "cpu_user_us_per_request",
    .digits = 2,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure cpu_system_per_request = {
    .name = "cpu_system_us_per_request",
    .title = "system us/request",
    .unit = "us",
    .reading = "cpu_system_us_per_request",
    .digits = 2,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure cpu_s_per_gigabyte = {
    .name = "cpu_s_per_gigabyte",
    .title = "CPU s/GB",
    .noun = "the CPU time of a gigabyte",
    .unit = "s",
    .reading = "cpu_s_per_gigabyte",
    .digits = 2,
    .concern = CONCERN_COST,
};

const struct figure system_calls_per_request = {
    .name = "syscalls_per_request",
    .title = "system calls/request",
    .unit = "1",
    .reading = "syscalls_per_request",
    .digits = 2,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure switches_per_request = {
    .name = "switches_per_request",
    .title = "switches/request",
    .unit = "1",
    .reading = "switches_per_request",
    .digits = 3,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure faults_per_request = {
    .name = "faults_per_request",
    .title = "page faults/request",
    .unit = "1",
    .reading = "faults_per_request",
    .digits = 3,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure connections_per_s = {
    .name = "connections_per_s",
    .title = "connections/s",
    .unit = "1/s",
    .reading = "connections_per_s",
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure cpu_per_connection = {
    .name = "cpu_us_per_connection",
    .title = "CPU us/connection",
    .noun = "the CPU time of a connection",
    .unit = "us",
    .reading = "cpu_us_per_connection",
    .digits = 1,
    .concern = CONCERN_COST,
};

const struct figure cpu_above_iterative = {
    .name = "cpu_us_per_connection_above_iterative",
    .title = "above iterative",
    .noun = "the CPU time of a connection above the iterative server's",
    .unit = "us",
    .reading = "cpu_us_per_connection",
    .above = "iterative",
    .digits = 1,
    .concern = CONCERN_COST,
};

const struct figure system_calls_per_connection = {
    .name = "syscalls_per_connection",
    .title = "system calls/connection",
    .unit = "1",
    .reading = "syscalls_per_connection",
    .digits = 1,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure faults_per_connection = {
    .name = "faults_per_connection",
    .title = "page faults/connection",
    .unit = "1",
    .reading = "faults_per_connection",
    .digits = 1,
    .concern = CONCERN_COST,
    .mechanism = true,
};

const struct figure jain = {
    .name = "fairness_jain",
    .title = "Jain",
    .noun = "Jain's index",
    .unit = "1",
    .reading = "fairness_jain",
    .digits = 3,
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure min_share = {
    .name = "fairness_min_share",
    .title = "least share",
    .unit = "1",
    .reading = "fairness_min_share",
    .digits = 3,
    .concern = CONCERN_RATE,
    .better = BETTER_HIGHER,
};

const struct figure max_share = {
    .name = "fairness_max_share",
    .title = "largest share",
    .unit = "1",
    .reading = "fairness_max_share",
    .digits = 3,
    .concern = CONCERN_RATE,
    .better = BETTER_NEITHER,
};

const struct figure starved = {
    .name = "starved",
    .title = "starved",
    .unit = "1",
    .reading = "starved",
    .concern = CONCERN_COUNT,
};

const struct figure memory_per_connection = {
    .name = "pss_kib_per_connection",
    .title = "PSS KiB/connection",
    .noun = "the memory of a connection",
    .unit = "KiB",
    .reading = "pss_kib_per_connection",
    .digits = 2,
    .concern = CONCERN_MEMORY,
};

const struct figure kernel_memory_per_connection = {
    .name = "cgroup_kib_per_connection",
    .title = "with the kernel's KiB",
    .noun = "the memory of a connection, the kernel's included",
    .unit = "KiB",
    .reading = "cgroup_kib_per_connection",
    .digits = 1,
    .concern = CONCERN_MEMORY,
};

const struct figure processes = {
    .name = "processes",
    .title = "processes",
    .unit = "1",
    .reading = "processes",
    .concern = CONCERN_MEMORY,
    .better = BETTER_NEITHER,
    .mechanism = true,
};

const struct figure threads = {
    .name = "threads",
    .title = "threads",
    .unit = "1",
    .reading = "threads",
    .concern = CONCERN_MEMORY,
    .better = BETTER_NEITHER,
    .mechanism = true,
};

const struct figure lost_share = {
    .name = "lost_share",
    .title = "lost",
    .noun = "the share of lost datagrams",
    .unit = "1",
    .reading = "lost_share",
    .digits = 4,
    .concern = CONCERN_COUNT,
};

const struct figure wall_time = {
    .name = "wall_s",
    .title = "wall s",
    .noun = "the wall time of the job",
    .unit = "s",
    .reading = "wall_s",
    .digits = 3,
    .concern = CONCERN_RATE,
};

const struct figure client_cpu = {
    .name = "client_cpu_s",
    .title = "client CPU s",
    .unit = "s",
    .reading = "client_cpu_s",
    .digits = 3,
    .concern = CONCERN_COST,
    .better = BETTER_NEITHER,
    .pooled = true,
};

const struct figure server_cpu = {
    .name = "server_cpu_s",
    .title = "server CPU s",
    .unit = "s",
    .reading = "server_cpu_s",
    .digits = 3,
    .concern = CONCERN_COST,
    .pooled = true,
    .apart = true,
};
