# echo-load-figures.sh - figures that are known beforehand, and what echo-load says they are. These
# cases run alone: what else runs on the machine would be part of the figure.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# expect_about VALUE PERCENT PATH: so many percent more or less.
expect_about() {
    found=$(json "$dir/result.json" "$3")
    awk -v found="$found" -v wanted="$1" -v percent="$2" 'BEGIN {
        exit !(found >= wanted * (1 - percent / 100) && found <= wanted * (1 + percent / 100)) }' ||
        fail "expected $3 to be $1 within $2 %, saw $found"
}

# expect_delays SLACK_US NAME...: these percentiles of latency are those of the delays that the
# server made, but for 1/1000, which is what the histogram rounds, and for what the machine adds.
expect_delays() {
    slack=$(($1 * 1000))
    shift
    for name; do
        told=$(json "$dir/result.json" latency_ns.$name)
        made=$(json "$dir/delays.json" $name)
        [ "$told" -ge $((made - made / 1000)) ] &&
            [ "$told" -le $((made + made / 1000 + slack)) ] ||
            fail "expected $name to be $made ns and at most $slack ns more, saw $told"
    done
}

needs_a_quick_build() {
    [ "$T_MULT" = 1 ] || skip "sanitizers are too slow for figures"
}

# was_undisturbed LATENESS_MS: true if echo-load had the CPU when it needed it, by its own lateness
# ($steadiness says which figure of it), or, in a closed loop, by the time that it waited for a CPU.
steadiness=p99
was_undisturbed() {
    if [ "$(json "$dir/result.json" lateness_ns)" = null ]; then
        awk -v share="$(json "$dir/result.json" generator.starved_share)" \
            'BEGIN { exit !(share < 0.05) }'
    else
        [ "$(json "$dir/result.json" lateness_ns.$steadiness)" -lt $(($1 * 1000000)) ]
    fi
}

# load_undisturbed LATENESS_MS OPTION...: a machine that is too busy twice has no figure to offer.
load_undisturbed() {
    allowed_ms=$1
    shift
    for try in 1 2; do
        load 0 "$@"
        ! was_undisturbed "$allowed_ms" || return 0
    done
    skip "this machine is too busy for figures"
}

# Cases.

tells_the_percentiles_of_known_delays() {
    needs_a_quick_build
    start_delaying_server list uniform:10:90:500 64 "$dir/delays.json"
    load 0 -c 64 -n 2000
    stop_server
    was_undisturbed 3 || skip "this machine is too busy for figures"
    expect_json "$dir/delays.json" count=2000
    expect_delays 2000 p50 p75 p90 p99
}

# The message that meets the stall waits through it, and all that would have been sent meanwhile
# are never missed.
hides_a_stall_in_a_closed_loop() {
    start_delaying_server stall 100 1000
    load 0 --warmup=0 --duration=2.2
    stop_server
    expect_more_than 90000000 latency_ns.max
    [ "$(json "$dir/result.json" latency_ns.p99)" -lt 50000000 ] ||
        fail "expected a closed loop not to see the stall in the 99th percentile"
}

# The first tenth of each second is stalled. A message that is due in it waits for its end, so
# the one in a hundred that waits longest has 90 ms before it, the one in a thousand 99 ms. Who
# counts from sending sees only the few that were under way.
tells_of_a_stall_what_arithmetic_does() {
    needs_a_quick_build
    start_delaying_server stall 100 1000
    steadiness=p99_9
    load_undisturbed 3 -c 4 -r 2k -d 10
    stop_server
    expect_none_dropped
    expect_about 90000000 5 latency_ns.p99
    expect_about 99000000 5 latency_ns.p99_9
    [ "$(json "$dir/result.json" uncorrected_ns.p99)" -lt 45000000 ] ||
        fail "expected the uncorrected figure to miss the stall"
}

# The tests at 1 % are of one seed, so that they pass or fail for good: of when messages were due, and
# of when they were sent as long as the machine let them. One pause of 40 ms moves 800 of the 100,000,
# more than a test at 1 % forgives, so no message may have been later than the length of a block.
sends_as_a_poisson_process_does() {
    needs_a_quick_build
    start_server "$(any_model)" tcp://127.0.0.1:0
    steadiness=max
    load_undisturbed 5 -c 16 -r 20k --seed=2 -n 100000 --sends="$dir/sends.csv"
    expect_status 0 "$bin/arrivals-check" 20000 "$dir/sends.csv"
    load 0 -c 16 -r 20k --seed=2 -n 20000 --arrivals=uniform --sends="$dir/sends.csv"
    expect_status 0 "$bin/arrivals-check" --uniform 20000 "$dir/sends.csv"
    expect_status 1 "$bin/arrivals-check" 20000 "$dir/sends.csv"
}

run_case "$@"
