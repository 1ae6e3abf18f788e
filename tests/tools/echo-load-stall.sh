# echo-load-stall.sh - what echo-load promises of clients that behave badly: they are there, and
# the good ones are measured as if they were not.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# Those that serve a second client while the first one stays.
many_at_once() {
    for server in $MODELS; do
        [ "$server" = iterative ] || echo "$server"
    done
}

# stand KIND OPTION...: 4 bad clients of a kind beside 3 good ones.
stand() {
    bad=$1
    shift
    load 0 -c 3 --stall=4:"$bad" "$@"
    expect_faults
    expect_result exit_status=0 failure=null total.connections=3 connect_ns.count=3 \
        fairness.starved=0 stall."$bad"=4
}

# expect_both_kinds [N]: the server has been stopped, and has seen the good ones, the bad ones, and
# N more.
expect_both_kinds() {
    set -- "${1:-0}" $(json "$dir/result.json" total.connections stall.connections)
    expect_json "$dir/counters.json" accepted=$(($1 + $2 + $3))
}

expect_at_most() {
    found=$(json "$dir/result.json" "$2")
    [ "$found" -le "$1" ] || fail "expected at most $1 $2, saw $found"
}

# Every server, and 2000 messages of its good clients, which are counted exactly.
stand_beside_every_server() {
    for server in $(many_at_once); do
        start_server "$server" "$2"
        stand "$1" -n 2000
        expect_result requests=2000 total.requests=2000 total.bytes_sent=128000 \
            total.bytes_received=128000 latency_ns.count=2000
        expect_more_than 3 stall.connections
        send_one_more_client
        stop_server
        expect_both_kinds 1
    done
}

# refuse VALUE OPTION...: wrong use, and the value is named.
refuse() {
    value=$1
    shift
    expect_status 2 "$bin/echo-load" "$@"
    expect_text "$dir/err" "$value"
    expect_nothing_in "$dir/out"
}

# Cases.

readers_stand_beside_every_server() {
    stand_beside_every_server reader tcp://127.0.0.1:0
}

writers_stand_beside_every_server() {
    stand_beside_every_server writer tcp://127.0.0.1:0
}

mute_clients_stand_beside_every_server() {
    stand_beside_every_server mute tcp://127.0.0.1:0
}

resetting_clients_stand_beside_every_server() {
    stand_beside_every_server reset tcp://127.0.0.1:0
}

all_kinds_stand_beside_a_server_over_unix() {
    MODELS=$(any_model)
    for any in reader writer mute reset; do
        stand_beside_every_server $any "unix:$dir/socket"
    done
}

all_kinds_stand_together_and_over_two_threads() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -t 2 -c 4 --idle=2 -n 2000 --stall=3:reader --stall=1:writer --stall=5:mute \
        --stall=2:reset
    expect_faults
    expect_result requests=2000 total.connections=6 stall.reader=3 stall.writer=1 stall.mute=5 \
        stall.reset=2
    expect_more_than 10 stall.connections
    send_one_more_client
    stop_server
    expect_both_kinds 1
}

# What they send is proper for every service, so that they are not just thrown out.
bad_clients_are_served_by_every_service() {
    for service in upper task; do
        start_server "$(any_model)" tcp://127.0.0.1:0 --service=$service
        load 0 -c 0 --idle=1 --warmup=0 -d 300ms --stall=2:writer --stall=2:reader --stall=1:reset
        expect_faults
        expect_result stall.ended_by_server=0 total.bytes_sent=0
        expect_more_than 9 stall.bytes_sent
        expect_more_than 5 stall.connections
        stop_server
    done
}

# The server stops reading from who does not read; its buffers, and their own, are small here.
readers_are_not_read_from_for_ever() {
    for server in $(many_at_once); do
        start_server "$server" tcp://127.0.0.1:0 --rcvbuf=16384 --sndbuf=16384
        stand reader --warmup=0 -d 500ms
        expect_result stall.connections=4 stall.ended_by_server=0
        expect_more_than 65536 stall.bytes_sent
        expect_at_most 2000000 stall.bytes_sent
        stop_server
    done
}

writers_send_a_byte_a_second() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 --stall=1:writer --warmup=0 -d 2.5
    expect_result stall.connections=1
    expect_more_than 0 stall.bytes_sent
    expect_at_most 4 stall.bytes_sent
}

# Each sends 4080 bytes a time, and reads at most half of the answer.
resetting_clients_come_again_and_again() {
    for server in $(many_at_once); do
        start_server "$server" tcp://127.0.0.1:0
        stand reset --warmup=0 -d 500ms
        expect_more_than 8 stall.connections
        expect_at_most 204 stall.connections
        expect_result stall.ended_by_server=0
        sent=$(json "$dir/result.json" stall.bytes_sent)
        [ $((sent % 4080)) = 0 ] || fail "expected whole messages, saw $sent bytes"
        stop_server
    done
}

who_is_thrown_out_for_silence_comes_again() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --idle-timeout=1
    stand mute --warmup=0 -d 2.5
    expect_more_than 3 stall.ended_by_server
    expect_more_than 7 stall.connections
    stop_server
    expect_both_kinds
}

# They come first: three take all places, and the fourth is turned away, as is the good one.
counts_who_is_told_busy_apart() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --max-clients=3
    load 1 -c 1 -n 100 --stall=4:mute
    expect_faults connect=1
    expect_result stall.ended_by_server=1
}

a_mute_client_takes_the_only_place() {
    needs_model iterative
    start_server iterative tcp://127.0.0.1:0
    load 1 -c 2 -n 100 --stall=1:mute --timeout=$((300 * T_MULT))ms
    expect_faults timeout=2 missing=128
    expect_result requests=0 stall.connections=1 stall.ended_by_server=0
}

ends_on_ctrl_c_beside_bad_clients() {
    start_crooked_server nothing 6400
    start_load -c 2 --stall=2:writer --stall=2:mute --stall=2:reset
    await_the_wrong
    kill -INT "$load_pid"
    expect_end 130 "$load_pid"
    expect_faults
}

fails_when_the_server_vanishes_from_good_and_bad() {
    start_crooked_server vanish 6400
    load 1 -c 2 --warmup=0 --duration=60 --stall=2:writer --stall=2:mute --stall=2:reset
    expect_result errors.connect=0 errors.reset=2 errors.timeout=0 errors.wrong=0
}

counts_bad_clients_among_the_descriptors() {
    where=tcp://127.0.0.1:1
    (
        ulimit -n 64
        load 1 -c 1 --stall=500:mute --stall=500:reader
    )
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" '1001 connections need'
}

refuses_what_is_no_plan() {
    for value in 8 8: :reader 8:nap reader '' 0:reader -1:mute x:reader 2M:reset 1.5:mute \
        99999999999999999999999999999999999999:mute; do
        refuse "--stall: '" --stall="$value" tcp://127.0.0.1:1
    done
    refuse "'8'" --stall=8 tcp://127.0.0.1:1
    refuse "'8:nap'" --stall=8:nap tcp://127.0.0.1:1
    refuse "'0'" --stall=0:reader tcp://127.0.0.1:1
    refuse "'3:mute'" --stall=8:mute --stall=3:mute tcp://127.0.0.1:1
    refuse 'connections=0' -c 0 --stall=3:mute tcp://127.0.0.1:1
    for address in udp://127.0.0.1:7 unixgram:/tmp/x; do
        refuse "$address" --stall=3:mute $address
    done
}

fails_when_the_server_is_gone_before_the_start() {
    where=tcp://127.0.0.1:1
    load 1 -c 2 --stall=2:reader --stall=2:mute
    expect_faults connect=2
    expect_result stall.connections=0 stall.ended_by_server=0
    expect_one_line_in "$dir/err"
}

says_what_became_of_the_bad_clients() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    expect_status 0 "$bin/echo-load" -c 2 -n 100 --stall=3:mute "$where"
    expect_text "$dir/out" '3 of the bad kind mute'
    expect_text "$dir/out" 'Bad clients   3 connections, 0 ended by the server, 0 B sent'
}

# Nobody lets them in, and the run must not wait for them for ever.
does_not_wait_for_bad_clients_that_cannot_connect() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --backlog=1 --max-clients=1
    load 1 -c 2 --stall=20:mute --connect-rate=40 -d 0.3 --timeout=500ms
    expect_more_than 0 stall.connections
}

run_case "$@"
