# echo-load.sh - what echo-load promises: exact counts, whatever the server does.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

agree_with_every_server() {
    for server in $MODELS; do
        start_server "$server" "$1"
        load 0 -c 4 -n 2000
        stop_server
        expect_result exit_status=0 failure=null interrupted=false requests=2000 \
            total.requests=2000 bytes=128000 total.bytes_sent=128000 total.connections=4
        expect_faults
        expect_agreement
    done
}

# agree OPTION...: a good run over $address, with a server of any model.
address=tcp://127.0.0.1:0
agree() {
    start_server "$(any_model)" "$address"
    load 0 "$@"
    stop_server
    expect_faults
    expect_agreement
}

# load_crooked WRONG BYTE OPTION...: ten messages of 64 bytes, so that BYTE is below 640.
load_crooked() {
    start_crooked_server "$1" "$2"
    shift 2
    load 1 -n 10 "$@"
    expect_result exit_status=1 interrupted=false
}

# Cases.

agrees_with_every_server_over_tcp() {
    agree_with_every_server tcp://127.0.0.1:0
}

agrees_with_every_server_over_tcp6() {
    needs_ipv6
    agree_with_every_server 'tcp://[::1]:0'
}

agrees_with_every_server_over_unix() {
    agree_with_every_server "unix:$dir/socket"
}

checks_capitals() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=upper
    load 0 --service=upper -n 500
    stop_server
    expect_result service=upper
    expect_agreement
}

finds_capitals_wrong_where_an_echo_was_expected() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=upper
    load 1 -n 500
    expect_more_than 0 errors.wrong
    expect_faults wrong="$(json "$dir/result.json" errors.wrong)"
}

replaces_connections() {
    for server in $MODELS; do
        start_server "$server" tcp://127.0.0.1:0
        load 0 -c 4 --churn=10 -n 2000
        send_one_more_client
        stop_server
        expect_faults
        expect_result requests=2000 total.bytes_sent=128000
        expect_more_than 199 total.connections
        expect_agreement 1
    done
}

# Those that are made before the window do not count where others are made within.
times_only_the_connections_of_the_window() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 20 -n 200
    expect_result connections_opened=0 connect_ns.count=20 first_byte_ns.count=20
    load 0 -c 20 -n 200 --churn=5
    set -- $(json "$dir/result.json" connect_ns.count first_byte_ns.count total.connections)
    [ $(($1 + 20)) -le "$3" ] || fail "expected $3 connections less 20 to be timed, saw $1"
    [ "$2" -le "$1" ] || fail "expected first bytes of at most $1 connections, saw $2"
}

# Nobody may keep the only place: whoever has nothing left to send has to hang up.

finishes_with_a_server_of_one_client_at_a_time() {
    needs_model iterative
    start_server iterative tcp://127.0.0.1:0
    load 0 -c 4 -n 100
    expect_result requests=100 total.connections=4
    load 0 -c 8 --churn=100 -n 5000
    expect_result requests=5000
    expect_faults
    stop_server
}

keeps_many_messages_under_way() {
    agree -c 2 --pipeline=64 -n 5000
    expect_result pipeline=64 requests=5000 total.bytes_sent=320000
}

# More than the kernel takes at once.
sends_messages_of_a_mebibyte() {
    for address in tcp://127.0.0.1:0 "unix:$dir/socket"; do
        agree -s 1MiB --pipeline=8 -n 20
        expect_result total.bytes_received=20971520
    done
}

draws_sizes_from_a_range() {
    agree -s 10-20 -n 1000
    expect_result size_min=10 size_max=20 requests=1000
    expect_more_than 10000 total.bytes_sent
    [ "$found" -lt 20000 ] || fail "expected sizes of 10 to 20 bytes, saw $found in 1000"
}

sends_the_same_for_the_same_seed() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -s 1-1000 -n 300 --seed=7
    first=$(json "$dir/result.json" total.bytes_sent)
    load 0 -s 1-1000 -n 300 --seed=7
    expect_result total.bytes_sent="$first"
    load 0 -s 1-1000 -n 300 --seed=8
    [ "$(json "$dir/result.json" total.bytes_sent)" != "$first" ] ||
        fail "expected other sizes for another seed"
}

keeps_idle_connections_open() {
    start_server "$(any_model)" "$address"
    load 0 -c 2 --idle=30 -n 500
    send_one_more_client
    stop_server
    expect_faults
    expect_result idle=30 total.connections=32 fairness.starved=0
    expect_agreement 1
}

shares_the_load_between_threads() {
    agree -t 2 -c 8 -n 4000
    expect_result threads=2 requests=4000 total.connections=8
}

measures_for_a_duration() {
    agree -c 2 --warmup=50ms --duration=200ms
    expect_more_than 0 requests
}

# Of a pause no window can hold more than its length allows, however long it has become.
pauses_for_as_long_as_it_was_told() {
    start_server "$(any_model)" "$address"
    load 0 -c 1 --warmup=0 --duration=500ms --think=100ms
    requests=$(json "$dir/result.json" requests)
    most=$(json "$dir/result.json" window_s | awk '{ print int($1 / 0.1) + 1 }')
    [ "$requests" -ge 1 ] && [ "$requests" -le "$most" ] ||
        fail "expected 1 to $most messages, saw $requests"
}

reports_rising_percentiles() {
    agree -c 4 -n 20000
    expect_result latency_ns.count=20000 latency_ns.overflow=0 latency_ns.p99_99=null
    previous=0
    for name in min p50 p75 p90 p99 p99_9 max; do
        value=$(json "$dir/result.json" latency_ns.$name)
        [ "$value" -ge $previous ] || fail "expected $name to be at least $previous, saw $value"
        previous=$value
    done
}

counts_a_changed_bit() {
    load_crooked flip 200
    expect_faults wrong=1
    expect_text "$dir/err" 'byte 200'
}

counts_swapped_bytes() {
    load_crooked swap 200
    expect_faults wrong=2
}

counts_a_missing_byte() {
    load_crooked drop 200
    expect_faults missing=1
}

counts_a_doubled_byte() {
    load_crooked double 200
    expect_faults extra=1
}

counts_inserted_bytes() {
    load_crooked insert 200
    expect_faults extra=7
}

counts_what_comes_after_the_last_reply() {
    load_crooked double 639
    expect_faults extra=1
}

counts_a_reply_without_its_last_byte() {
    load_crooked drop 255 --timeout=$((200 * T_MULT))ms
    expect_faults missing=1 timeout=1
}

# The wrong happens once, on one of eight connections; all others go on.

counts_one_wrong_byte_among_many_connections() {
    start_crooked_server flip 200
    load 1 -c 8 -t 2 --pipeline=4 -n 2000
    expect_result requests=2000 total.bytes_received=128000
    expect_faults wrong=1
}

notices_a_server_that_hangs_up() {
    load_crooked truncate 200
    expect_faults reset=1 missing=56
    expect_result requests=3 total.bytes_received=200
}

notices_a_server_that_resets() {
    load_crooked reset 192
    expect_faults reset=1 missing=64
}

notices_a_server_that_falls_silent() {
    load_crooked silent 192 --timeout=$((200 * T_MULT))ms
    expect_faults timeout=1 missing=64
}

gives_up_on_a_late_answer() {
    start_crooked_server late 192 2000
    load 1 -n 10 --timeout=$((200 * T_MULT))ms
    expect_faults timeout=1 missing=64
}

waits_for_an_answer_in_time() {
    start_crooked_server late 192 300
    load 0 -n 10
    expect_faults
}

notices_a_server_that_vanishes() {
    start_crooked_server vanish 6400
    load 1 -c 4 --warmup=0 --duration=60
    expect_result errors.connect=0 errors.reset=4 errors.timeout=0 errors.wrong=0
    expect_more_than 99 total.requests
}

# Who is in stays for two seconds: the others are to find no place that has become free.
counts_connections_that_a_full_server_refuses() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --max-clients=2
    load 1 -c 5 -n 40 --think=100ms
    expect_faults connect=3
    expect_text "$dir/err" 'ERR busy'
}

ends_when_the_server_is_killed() {
    start_crooked_server nothing 6400
    start_load -c 4
    await_the_wrong
    kill -KILL "$server_pid"
    expect_end 1 "$load_pid"
    expect_result interrupted=false exit_status=1 errors.reset=4 errors.wrong=0
    expect_more_than 99 requests
    expect_text "$dir/load.err" "$where"
}

run_case "$@"
