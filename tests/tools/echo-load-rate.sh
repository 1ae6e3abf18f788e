# echo-load-rate.sh - the open loop: messages are sent when they are due, and none is left out.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# Cases.

agrees_with_every_server_in_an_open_loop() {
    for server in $MODELS; do
        start_server "$server" tcp://127.0.0.1:0
        load 0 -c 4 -r 2k -n 600
        stop_server
        expect_result requests=600 due=600 unsent=0 total.bytes_sent=38400 arrivals=poisson
        expect_none_dropped
        expect_faults
        expect_agreement
    done
}

agrees_over_unix_in_an_open_loop() {
    start_server "$(any_model)" "unix:$dir/socket"
    load 0 -c 8 -t 2 -r 20k -n 20000
    stop_server
    expect_none_dropped
    expect_agreement
}

# Nothing can come back before something was due: a second passes between the connections.
times_the_first_byte_from_when_it_was_due() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 2 -r 4 --churn=1 -d 2.5 --warmup=0
    expect_more_than 2 first_byte_ns.count
    [ "$(json "$dir/result.json" first_byte_ns.max)" -lt 250000000 ] ||
        fail "expected the pause until a message is due not to count"
}

# Shares are of what was due: who had nothing due is not starved.
is_fair_where_little_is_due() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 200 -n 20 -r 200
    expect_result fairness.starved=0
    load 0 -c 0 --idle=2 -d 0.1 --warmup=0
    expect_result fairness.jain=null
}

replaces_connections_in_an_open_loop() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 4 -r 5k -n 2000 --churn=10
    send_one_more_client
    stop_server
    expect_more_than 199 total.connections
    expect_none_dropped
    expect_agreement 1
}

# Two thousand a second for half a second are a thousand: of uniform arrivals exactly.
offers_the_rate() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    for threads in 1 2; do
        load 0 -c 16 -t $threads -r 2k --arrivals=uniform -d 0.5
        expect_result due=1000
        expect_none_dropped
        load 0 -c 16 -t $threads -r 2k -d 0.5 --pacing=balanced
        expect_more_than 850 due
        expect_none_dropped
    done
}

draws_the_same_arrivals_for_the_same_seed() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    for seed in 7 7 8; do
        load 0 -c 4 -r 5k -n 500 --seed=$seed --sends="$dir/sends.$seed"
        cut -d, -f1 "$dir/sends.$seed" | sort -n >"$dir/due.$seed.new"
        [ ! -e "$dir/due.$seed" ] || cmp -s "$dir/due.$seed" "$dir/due.$seed.new" ||
            fail "expected the same arrivals for the same seed"
        mv "$dir/due.$seed.new" "$dir/due.$seed"
    done
    ! cmp -s "$dir/due.7" "$dir/due.8" || fail "expected other arrivals for another seed"
}

prints_both_figures() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    expect_status 0 "$bin/echo-load" -c 4 -r 2k -n 1000 "$where"
    expect_text "$dir/out" 'from due  uncorrected'
    expect_text "$dir/out" 'Pacing        poisson, precise: late by '
}

# More than any server answers: what was never sent counts with its age.
leaves_nothing_out_when_the_rate_is_too_high() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 4 -r 5M -d 0.3 --warmup=0 --arrivals=uniform
    expect_result due=1500000 verdict=SUSPECT
    expect_more_than 100000 unsent
    expect_none_dropped
    expect_text "$dir/result.json" '"rate_missed"'
    expect_text "$dir/out" 'SUSPECT: '
}

leaves_nothing_out_on_ctrl_c() {
    start_crooked_server silent 6400
    start_load -c 1 -r 1k
    await_the_wrong
    kill -INT "$load_pid"
    expect_end 130 "$load_pid"
    expect_result interrupted=true partial=true requests=100
    expect_none_dropped
}

counts_nothing_on_ctrl_c_before_the_window() {
    start_crooked_server nothing 6400
    start_load -c 2 -r 2k --warmup=60
    await_the_wrong
    kill -INT "$load_pid"
    expect_end 130 "$load_pid"
    expect_result interrupted=true due=0 unsent=0 latency_ns.count=0 requests=0
}

# Those that are refused want to send all the same: what was offered does not depend on the server.
offers_the_rate_to_those_who_are_left() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --max-clients=2
    load 1 -c 8 -r 2k --arrivals=uniform -d 0.5 --fail-if='errors>1k'
    expect_result due=1000 errors.connect=6
    [ "$(json "$dir/result.json" requests)" -lt 300 ] || fail "expected a quarter to be answered"
    expect_none_dropped
    load 3 -c 8 -r 2k -d 0.5 --fail-if='rate<0.9*offered'
}

ends_when_the_server_vanishes() {
    start_crooked_server vanish 6400
    load 1 -c 4 -r 1k --warmup=0 --duration=60
    expect_result partial=true errors.reset=4 errors.wrong=0 verdict=SUSPECT
    expect_text "$dir/out" 'PARTIAL RESULT'
    expect_none_dropped
}

# Two of its threads have to share one CPU with two that never rest.
says_that_it_was_starved() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    cpu=$(taskset -cp $$ | sed 's/.*[:, -]//')
    for busy in 1 2; do
        in_background busy$busy taskset -c "$cpu" sh -c 'while :; do :; done'
    done
    load 0 -c 8 -d 1 --cpus="$cpu"
    expect_result verdict=SUSPECT
    expect_text "$dir/result.json" '"generator_starved"'
}

writes_a_line_a_second() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 4 -t 2 -r 1k --arrivals=uniform -d 2.5 --csv="$dir/seconds.csv"
    ends=$(awk -F, 'NR > 1 { printf "%.0f ", $1 + $2 - 0.3 }' "$dir/seconds.csv")
    [ "$ends" = '1 2 2 ' ] || fail "expected three intervals, saw ends at '$ends'"
    answered=$(awk -F, 'NR > 1 { sum += $3 } END { print sum }' "$dir/seconds.csv")
    expect_result requests="$answered"
}

shows_a_second_at_a_terminal() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    export TERM=xterm CI=
    at_a_terminal 0 "$bin/echo-load" --warmup=0 --duration=2.5 "$where"
    ! grep -q 'ready to run and waited for a CPU' "$dir/out" ||
        skip "echo-load had no CPU, so that a second may have been empty"
    tr '\r' '\n' <"$dir/out" >"$dir/lines.out"
    grep -qE ' 2 s  [0-9,]+/s  p50 [0-9.]+ [mun]?s  p99 (-|[0-9.]+ [mun]?s)  errors 0  open 1' \
        "$dir/lines.out" || fail "expected a line with rate, percentiles, errors and connections"
}

names_the_conditions_that_are_true() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 3 -c 4 -r 2k -n 1000 --fail-if='p50>1ns' --fail-if='errors>0' --fail-if='rate<2*offered' \
        --fail-if='p99.99<1s'
    [ "$(wc -l <"$dir/err")" = 3 ] || fail "expected three conditions to be named"
    for condition in 'p50>1ns' 'rate<2*offered' 'p99.99<1s'; do
        expect_text "$dir/err" "$condition"
    done
    load 0 -c 4 -r 2k -n 1000 --fail-if='errors>0' --fail-if='p50 > 1h'
    load 0 -c 4 -n 1000 --fail-if='errors>0'
    load 3 -c 4 -n 1000 --fail-if='rate<offered'
    start_crooked_server flip 200
    load 3 -n 10 --fail-if='errors>0'
    expect_faults wrong=1
}

# Twenty of fifty a second take at least 0.38 s.
connects_at_a_rate() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    begun=$(date +%s%N)
    load 0 -c 20 --connect-rate=50 -n 20
    elapsed=$((($(date +%s%N) - begun) / 1000000))
    [ $elapsed -ge 380 ] || fail "expected at least 380 ms for 20 connections, saw $elapsed"
    expect_result total.connections=20
}

connects_from_many_addresses() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --trace
    load 0 -c 6 -n 60 --sources=127.0.0.2-127.0.0.4
    for source in 127.0.0.2 127.0.0.3 127.0.0.4; do
        seen=$(grep -oE "$source:[0-9]+" "$dir/server.err" | sort -u | wc -l)
        [ "$seen" = 2 ] || fail "expected two connections from $source, saw $seen"
    done
}

says_that_a_source_is_not_here() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 1 --sources=192.0.2.1 -n 10
    expect_text "$dir/err" 'no such source address'
    expect_status 1 "$bin/echo-load" --sources=::1 -n 10 "$where"
    expect_text "$dir/err" 'IPv6'
}

# Wrong use, and the value is named.
refuses_what_makes_no_open_loop() {
    for wrong in '-r 0' '-r x' '-r -1' '--arrivals=often' '--pacing=slow' '--sources=here' \
        '--sources=127.0.0.9-127.0.0.2' '--sources=127.0.0.1-::1' '--connect-rate=0' \
        '--fail-if=p99' '--fail-if=p101>1ms' '--fail-if=errors>1ms' '-r 5 --think=1' '-c 0 --idle=1 -r 5' \
        '--sends=x'; do
        expect_status 2 "$bin/echo-load" $wrong tcp://127.0.0.1:1
        expect_one_line_in "$dir/err"
        expect_nothing_in "$dir/out"
    done
    expect_status 2 "$bin/echo-load" --sources=127.0.0.2 "unix:$dir/socket"
    expect_text "$dir/err" "unix:$dir/socket"
}

run_case "$@"
