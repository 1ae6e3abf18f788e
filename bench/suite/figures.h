/* figures.h - what the scenarios can show, each described by data: scenario.h. */
#ifndef ECHOLAB_FIGURES_H
#define ECHOLAB_FIGURES_H

#include "scenario.h"

extern const struct figure requests_per_s, megabytes_per_s, knee_per_s, answered_share;
extern const struct figure latency_p50, latency_p99, latency_p99_9, latency_p99_uncorrected;
extern const struct figure latency_p99_short, first_byte_p50, first_byte_max;
extern const struct figure cpu_per_request, cpu_user_per_request, cpu_system_per_request;
extern const struct figure cpu_s_per_gigabyte;
extern const struct figure system_calls_per_request, switches_per_request, faults_per_request;
extern const struct figure connections_per_s, cpu_per_connection, cpu_above_iterative;
extern const struct figure system_calls_per_connection, faults_per_connection;
extern const struct figure jain, min_share, max_share, starved;
extern const struct figure memory_per_connection, kernel_memory_per_connection;
extern const struct figure processes, threads;
extern const struct figure lost_share;
extern const struct figure wall_time, client_cpu, server_cpu;

#endif
