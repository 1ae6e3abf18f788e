# echo-load-truth.sh - echo-load tells what has happened, no more and no less.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# load_through WRONG EVERY OPTION...: a load that suffers the WRONG again and again; then
# $dir/tally.json says what was done to it.
load_through() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    start_proxy "$1" "$2"
    shift 2
    load 1 "$@"
    stop_proxy
    expect_json "$dir/tally.json" failed=0 bytes="$(json "$dir/result.json" total.bytes_received)"
}

# counting REQUESTS OPTION...: what echo-load calls in so many; $dir/counts.json.
counting() {
    [ -e "$bin/counting.so" ] || skip "sanitizers have an allocator of their own"
    [ -s "$dir/server.out" ] || start_server "$(any_model)" tcp://127.0.0.1:0
    requests=$1
    shift
    expect_status 0 env LD_PRELOAD="$bin/counting.so" COUNTING_FILE="$dir/counts.json" \
        "$bin/echo-load" -n "$requests" --json="$dir/result.json" "$@" "$where"
    expect_result requests="$requests"
}

# Cases.

# Forty megabytes.
finds_every_flipped_bit() {
    load_through flip 1000000 -c 8 -s 16KiB -n 2560
    expect_committed 200 flipped
    expect_faults wrong=$committed
}

finds_every_dropped_byte() {
    load_through drop 100000 -c 8 -s 16KiB -n 2560
    expect_committed 1000 dropped
    expect_faults missing=$committed
}

finds_every_doubled_byte() {
    load_through double 100000 -c 8 -s 16KiB -n 2560
    expect_committed 1000 doubled
    expect_faults extra=$committed
}

finds_every_swapped_pair() {
    load_through swap 100000 -c 8 -s 16KiB -n 2560
    expect_committed 200 swapped
    expect_faults wrong=$((2 * committed))
}

# Many are at the end of what comes at once.
finds_bytes_dropped_from_small_messages() {
    load_through drop 4096 -c 8 -p 8 -n 100000
    expect_committed 5000 dropped
    expect_faults missing=$committed
    expect_result requests=100000
}

finds_bytes_doubled_in_small_messages() {
    load_through double 4096 -c 8 -p 8 -n 100000
    expect_committed 5000 doubled
    expect_faults extra=$committed
    expect_result requests=100000
}

# Until no connection is left.
finds_every_truncated_answer() {
    load_through truncate 20000 -c 8 -s 1KiB -n 100000
    expect_committed 8 truncated
    expect_faults reset=8 missing="$(json "$dir/tally.json" withheld)"
    expect_result total.connections=8
}

# The result is longer when there are samples for the last percentiles, as there are here.
allocates_nothing_for_a_message() {
    counting 101000 -c 8
    few=$(json "$dir/counts.json" allocations)
    counting 201000 -c 8
    expect_json "$dir/counts.json" allocations="$few"
    [ "$few" -gt 0 ] || fail "expected some allocations to be counted"
}

# Also when all that can happen to a message does.
allocates_nothing_for_a_connection() {
    counting 101000 -c 8 -p 4 -s 1-1000 --churn=100 --think=1us
    few=$(json "$dir/counts.json" allocations)
    counting 201000 -c 8 -p 4 -s 1-1000 --churn=100 --think=1us
    expect_json "$dir/counts.json" allocations="$few"
}

# The stamp of a reply is also that of the next message. The phases have some for themselves,
# and there are ticks, a few a second.
looks_at_the_clock_once_a_message() {
    counting 1000 -c 8
    few=$(json "$dir/counts.json" clocks)
    counting 101000 -c 8
    more=$(($(json "$dir/counts.json" clocks) - few))
    [ $more -ge 99900 ] && [ $more -le 100100 ] ||
        fail "expected about 100000 looks at the clock for 100000 more messages, saw $more"
}

# It looks for timeouts every 500 ms, and must not wait for that to notice that it has finished:
# whoever times it as a program would count half seconds. One try of ten is enough.
ends_with_its_last_reply() {
    [ "$T_MULT" = 1 ] || skip "this build takes half a second to start"
    start_server "$(any_model)" tcp://127.0.0.1:0
    for try in 1 2 3 4 5 6 7 8 9 10; do
        began_ms=$(date +%s%3N)
        load 0 -c 2 -n 10
        took_ms=$(($(date +%s%3N) - began_ms))
        [ $took_ms -ge 450 ] || return 0
    done
    fail "expected ten messages to take less than 450 ms, saw $took_ms ms in try $try"
}

run_case "$@"
