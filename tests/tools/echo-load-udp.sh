# echo-load-udp.sh - what echo-load promises of datagrams: exact counts, and no waiting for what
# is lost.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

agree_with_every_server() {
    for server in $MODELS; do
        start_server "$server" "$1"
        load 0 -c 4 -n 2000
        stop_server
        expect_result exit_status=0 failure=null interrupted=false requests=2000 \
            total.requests=2000 bytes=128000 total.bytes_sent=128000 total.connections=4 \
            total.datagrams_sent=2000 total.datagrams_received=2000 generator.dropped=0
        expect_faults
        expect_datagrams_to_agree
    done
}

# agree OPTION...: a good run over $address, with a server of any model.
address=udp://127.0.0.1:0
agree() {
    start_server "$(any_model)" "$address"
    load 0 "$@"
    stop_server
    expect_faults
    expect_datagrams_to_agree
}

# With one thread and one process answers come in the order of their questions.
agree_in_order() {
    needs_model epoll
    start_server epoll "$address"
    load 0 "$@"
    stop_server
    expect_faults
    expect_datagrams_to_agree
}

# Longer than any answer takes that comes at all, even in a slow build.
patience=$((300 * T_MULT))

# load_crooked WRONG NUMBER DETAIL OPTION...: a hundred datagrams of 64 bytes.
load_crooked() {
    launch "$bin/crooked-datagrams" "$1" "$2" "$3"
    shift 3
    load 1 -n 100 --timeout=${patience}ms "$@"
    expect_result exit_status=1 interrupted=false total.datagrams_sent=100
}

# refuse_size SIZE LIMIT: wrong use, and what would be right is named.
refuse_size() {
    for where in udp://127.0.0.1:1 "unixgram:$dir/nobody"; do
        expect_status 2 "$bin/echo-load" --size="$1" "$where"
        expect_text "$dir/err" "--size: "
        expect_text "$dir/err" "$2"
    done
}

# Cases.

agrees_with_every_server_over_udp() {
    agree_with_every_server udp://127.0.0.1:0
}

agrees_with_every_server_over_udp6() {
    needs_ipv6
    agree_with_every_server 'udp://[::1]:0'
}

agrees_with_every_server_over_unixgram() {
    agree_with_every_server "unixgram:$dir/socket"
}

checks_datagrams_in_capitals() {
    start_server "$(any_model)" udp://127.0.0.1:0 --service=upper
    load 0 --service=upper -s 16-1000 -n 500
    expect_faults
    load 1 -s 1000 -n 50
    expect_faults corrupt=50
    expect_result requests=0
    stop_server
}

offers_datagrams_at_a_rate() {
    for address in udp://127.0.0.1:0 "unixgram:$dir/socket"; do
        agree_in_order -c 4 --pipeline=8 --rate=2000 --warmup=0 --duration=500ms
        expect_more_than 500 requests
    done
}

# Those which were due before the window are not its own. In order, as in agree_in_order.
parts_what_was_due_before_the_window() {
    needs_model epoll
    start_server epoll udp://127.0.0.1:0
    load 0 --rate=2000 --warmup=100ms --duration=200ms
    stop_server
    set -- $(json "$dir/result.json" due unsent answered)
    [ $(($1 - $2)) = "$3" ] || fail "expected that $1 - $2 were answered, saw $3"
}

counts_what_it_has_lost_at_a_rate() {
    launch "$bin/crooked-datagrams" silent 300
    load 1 --rate=2000 --warmup=0 --duration=500ms --timeout=${patience}ms
    expect_result answered=300
    expect_more_than 300 due
}

lets_many_datagrams_be_under_way_at_a_rate() {
    agree_in_order --rate=100 -n 10
    expect_result pipeline=256 requests=10
}

keeps_many_datagrams_under_way() {
    for address in udp://127.0.0.1:0 "unixgram:$dir/socket"; do
        agree_in_order -c 2 --pipeline=32 -n 5000
        expect_result pipeline=32 requests=5000 total.bytes_sent=320000
    done
}

sends_datagrams_of_every_size() {
    for address in udp://127.0.0.1:0 "unixgram:$dir/socket"; do
        agree -s 16 -n 100
        agree -s 65507 -n 100
        expect_result total.bytes_received=6550700
        agree -s 16-65507 -n 200
        expect_more_than 3200 total.bytes_sent
    done
}

refuses_what_no_datagram_carries() {
    refuse_size 15 16
    refuse_size 1-64 16
    refuse_size 65508 65507
    refuse_size 64-1MiB 65507
}

sends_the_same_datagrams_for_the_same_seed() {
    start_server "$(any_model)" udp://127.0.0.1:0
    load 0 -s 16-1000 -n 300 --seed=7
    first=$(json "$dir/result.json" total.bytes_sent)
    load 0 -s 16-1000 -n 300 --seed=7
    expect_result total.bytes_sent="$first"
    load 0 -s 16-1000 -n 300 --seed=8
    [ "$(json "$dir/result.json" total.bytes_sent)" != "$first" ] ||
        fail "expected other sizes for another seed"
}

replaces_sockets() {
    agree -c 4 --churn=10 -n 2000
    expect_more_than 199 total.connections
}

keeps_idle_sockets_open() {
    agree -t 2 -c 2 --idle=30 -n 500
    expect_result idle=30 total.connections=32 threads=2
}

counts_a_lost_datagram() {
    load_crooked drop 50 0
    expect_faults lost=1
    expect_result requests=99 latency_ns.count=100
    expect_more_than $((patience * 1000000)) latency_ns.max
    expect_text "$dir/err" '1 datagram lost'
}

# The last one is awaited as well.
counts_the_last_datagram_when_it_is_lost() {
    load_crooked drop 99 0
    expect_faults lost=1
}

does_not_wait_for_a_lost_datagram() {
    load_crooked drop 10 0 --pipeline=4
    expect_faults lost=1
    expect_result requests=99
}

does_not_send_a_due_datagram_late_for_a_lost_one() {
    load_crooked drop 10 0 --rate=1000
    expect_faults lost=1
    median=$(json "$dir/result.json" latency_ns.p50)
    [ "$median" -lt $((patience * 500000)) ] || fail "expected no waiting, saw $median ns"
}

# Not of the last one: it would have to come within the millisecond in which it is looked for.
counts_a_doubled_datagram() {
    for number in 0 50 90; do
        load_crooked double $number 0
        expect_faults duplicate=1
        expect_result requests=100 total.datagrams_received=101
    done
}

counts_reordered_datagrams() {
    load_crooked swap 50 0 --pipeline=8
    expect_faults reordered=1
    expect_result requests=100
}

# Wherever it is: in the header, at its end, in the body and at the end of that.
counts_a_changed_bit_as_one_corrupt_datagram() {
    for byte in 0 7 8 10 11 15 16 40 63; do
        for depth in 1 8; do
            load_crooked flip 50 $byte --pipeline=$depth
            expect_faults corrupt=1
            expect_result requests=99
            expect_text "$dir/err" "changed at byte $byte;"
        done
    done
}

counts_a_changed_bit_in_the_shortest_datagram() {
    for byte in 0 7 10 15; do
        load_crooked flip 50 $byte --pipeline=8 --size=16
        expect_faults corrupt=1
    done
}

counts_a_datagram_of_another_length() {
    for length in 0 1 15 16 63; do
        load_crooked cut 50 $length
        expect_faults corrupt=1
        expect_text "$dir/err" "with a length of $length;"
    done
    load_crooked lengthen 50 0 --pipeline=8
    expect_faults corrupt=1
    expect_text "$dir/err" 'with a length of 65;'
}

counts_a_datagram_that_answers_nothing() {
    load_crooked stray 50 0 --pipeline=8
    expect_faults corrupt=1
    expect_result requests=100 total.datagrams_received=101
    expect_text "$dir/err" 'answers nothing'
}

# It comes twice as late as is allowed, while others go back and forth.
tells_a_late_datagram_from_a_lost_one() {
    launch "$bin/crooked-datagrams" delay 10 $((patience * 2))
    load 1 -c 1 --pipeline=4 --think=1ms --warmup=0 --duration=$((patience * 4))ms \
        --timeout=${patience}ms
    expect_faults late=1
}

ends_when_all_datagrams_are_lost() {
    load_crooked silent 0 0 -c 10 --pipeline=10
    expect_faults lost=100
    expect_result requests=0
}

names_the_address_where_nobody_takes_datagrams() {
    for where in udp://127.0.0.1:1 "unixgram:$dir/nobody"; do
        load 1 -c 3
        expect_one_line_in "$dir/err"
        expect_text "$dir/err" "cannot connect to $where"
        expect_faults connect=3
        expect_result requests=0
    done
}

ends_when_the_server_of_datagrams_vanishes() {
    launch "$bin/crooked-datagrams" vanish 1000
    load 1 -c 4 --pipeline=2 --warmup=0 --duration=60 --timeout=${patience}ms
    expect_result errors.reset=4 errors.corrupt=0 interrupted=false
    expect_more_than 900 requests
    expect_text "$dir/err" "Connection refused"
}

ends_when_the_server_of_datagrams_is_killed() {
    for address in udp://127.0.0.1:0 "unixgram:$dir/socket"; do
        rm -f "$dir/socket" "$dir/seconds.csv"
        start_server "$(any_model)" "$address"
        start_load -c 4 --timeout=${patience}ms --csv="$dir/seconds.csv"
        await "some seconds of load" file_says "$dir/seconds.csv" '^[1-9]'
        kill -KILL "$server_pid"
        expect_end 1 "$load_pid"
        expect_result errors.reset=4 errors.corrupt=0 interrupted=false
        expect_more_than 99 requests
        expect_text "$dir/load.err" "$where"
    done
}

ends_on_ctrl_c_among_datagrams() {
    for wrong in nothing silent; do
        launch "$bin/crooked-datagrams" $wrong 1000
        start_load -c 1 --timeout=60
        await_the_wrong
        kill -INT "$load_pid"
        expect_end 130 "$load_pid"
        expect_result interrupted=true exit_status=130 failure=null
        expect_faults
        expect_more_than 999 requests
    done
}

run_case "$@"
