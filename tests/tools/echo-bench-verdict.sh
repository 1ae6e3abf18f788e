# echo-bench-verdict.sh - each reason to doubt a run, brought about.
. "$(dirname "$0")/lib.sh"

runs=results/runs.ndjson

# bench STATUS OPTION...: results go to $dir/results.
bench() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-bench" run --no-gate --quiet --runs=1 \
        --out="$dir/results" "$@"
}

ping() {
    bench 0 --quick --models="$(any_model)" --scenarios=ping "$@"
}

expect_doubt() {
    grep -q "\"code\":\"$1\"" "$dir/$runs" || fail "expected the doubt $1, saw $(doubts)"
}

expect_no_doubt() {
    ! grep -q "\"code\":\"$1\"" "$dir/$runs" || fail "expected no doubt $1"
}

doubts() {
    grep -o '"code":"[a-z_]*"' "$dir/$runs" | cut -d'"' -f4 | sort -u | paste -sd' '
}

needs_root() {
    [ "$(id -u)" = 0 ] || skip "only root may make a network of its own"
}

# The CPUs that we may use, as echo-bench chooses among them: the first is the server's.
first_cpu() {
    taskset -cp $$ | sed 's/.*: //; s/[-,].*//'
}

needs_two_cpus() {
    [ "$(nproc)" -ge 2 ] || skip "one CPU is all there is"
}

# occupy CPU: with something that has nothing to do with us.
occupy() {
    in_background busy taskset -c "$1" sh -c 'while :; do :; done'
}

# in_own_network COMMAND...: its counters begin at 0, and nobody else moves them.
in_own_network() {
    expect_status 0 unshare --net sh -ec "ip link set lo up; $1"
}

bench_words() {
    echo "'$bin/echo-bench' run --quick --no-gate --quiet --runs=1 --models='$(any_model)' \
        --scenarios=ping --out='$dir/results'"
}

# stand_in COMMAND: the server's place is taken by this one.
stand_in() {
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$bin/echo-load" "$dir/bin"
    printf '#!/bin/sh\n%s\n' "$1" >"$dir/bin/echo-$(any_model)"
    chmod +x "$dir/bin/echo-$(any_model)"
}

# Cases.

doubts_a_run_whose_generator_starves() {
    needs_two_cpus
    bench 0 --quick --models="$(any_model)" --scenarios=ping
    other=$("$bin/json-get" "$dir/results/run.json" environment.cpu.generator_cpu)
    rm -r "$dir/results"
    occupy "$other"
    ping
    expect_doubt generator_starved
}

doubts_a_rate_that_cannot_be_reached() {
    needs_model epoll
    bench 0 --models=epoll --scenarios=task
    grep '"point":"block 1 ms"' "$dir/$runs" | grep -q '"code":"rate_missed"' ||
        fail "expected rate_missed where a loop blocks, saw $(doubts)"
    grep '"code":"rate_missed"' "$dir/$runs" | grep -q '"detail":"' || fail "expected details"
}

doubts_a_cpu_that_both_share() {
    ping
    [ "$(nproc)" = 1 ] || expect_no_doubt shared_cpu
    rm -r "$dir/results"
    expect_status 0 taskset -c "$(first_cpu)" "$bin/echo-bench" run --no-gate --quiet --runs=1 \
        --quick --models="$(any_model)" --scenarios=ping --out="$dir/results"
    expect_doubt shared_cpu
}

doubts_a_run_beside_foreign_load() {
    occupy "$(first_cpu)"
    ping
    expect_doubt foreign_load
}

does_not_doubt_a_backlog_that_never_was_full() {
    needs_root
    in_own_network "$(bench_words)"
    expect_no_doubt listen_overflow
    expect_no_doubt ports_short
}

# Somebody in the same network turns clients away all the time.
doubts_a_run_while_a_backlog_overflows() {
    needs_root
    needs_model iterative
    in_own_network "'$bin/echo-iterative' --backlog=1 tcp://127.0.0.1:7 >'$dir/server.out' &
        server=\$!
        trap 'kill \$server' EXIT
        until grep -q listening '$dir/server.out'; do sleep 0.01; done
        while :; do
            timeout 0.3 '$bin/echo-load' -c 8 -d 100ms --quiet tcp://127.0.0.1:7 || :
        done >/dev/null 2>&1 & clients=\$!
        trap 'kill \$clients \$server' EXIT
        $(bench_words)"
    expect_doubt listen_overflow
}

doubts_a_run_when_ports_are_short() {
    needs_root
    in_own_network "echo '40000 40099' >/proc/sys/net/ipv4/ip_local_port_range
        $(bench_words)"
    expect_doubt ports_short
}

# Its ready line names the process that we have started, so that one is killed.
doubts_a_server_that_is_killed() {
    stand_in "(sleep 0.1; kill -KILL \$\$) &
exec '$bin/echo-$(any_model)' \"\$@\""
    expect_status 1 "$dir/bin/echo-bench" run --quick --no-gate --quiet --runs=1 \
        --models="$(any_model)" --scenarios=ping --out="$dir/results"
    expect_doubt server_left
    json "$dir/$runs" outcome | grep -q failed || fail "expected that it does not count"
}

doubts_wrong_echoes() {
    stand_in "exec '$bin/crooked-server' flip 32 0 $(any_model)"
    expect_status 1 "$dir/bin/echo-bench" run --quick --no-gate --quiet --runs=1 \
        --models="$(any_model)" --scenarios=ping --out="$dir/results"
    expect_doubt wrong_echoes
}

# 256 datagrams of a client may be under way: the more is offered, the less of it can be sent, and
# of the window's nothing in the end.
loses_all_to_a_server_that_never_answers() {
    stand_in "exec '$bin/crooked-datagrams' silent 0 0 $(any_model)"
    expect_status 1 "$dir/bin/echo-bench" run --no-gate --quiet --runs=1 --full \
        --models="$(any_model)" --scenarios=udp --out="$dir/results"
    lost=$(json "$dir/$runs" readings.lost_share.value)
    [ "$lost" = '1.0 1.0 null null' ] || fail "expected all that was sent to be lost, saw $lost"
    grep '"point":"50,000"' "$dir/$runs" | grep -q '"code":"held_back"' ||
        fail "expected held_back, saw $(doubts)"
}

run_case "$@"
