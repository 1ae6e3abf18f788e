# load.sh - the verbs of the tests of echo-load.

# load STATUS OPTION...: loads the server at $where.
load() {
    wanted=$1
    shift
    rm -f "$dir/result.json"
    expect_status "$wanted" "$bin/echo-load" --json="$dir/result.json" "$@" "$where"
}

# start_load OPTION...: for a minute, if nobody ends it; its pid is $load_pid.
start_load() {
    rm -f "$dir/result.json"
    in_background load "$bin/echo-load" --warmup=0 --duration=60 --json="$dir/result.json" \
        "$@" "$where"
    load_pid=$started
}

expect_result() {
    expect_json "$dir/result.json" "$@"
}

fault_kinds='connect wrong missing extra lost late duplicate reordered corrupt reset timeout'

# expect_faults KIND=N...: all kinds that are not named are 0.
expect_faults() {
    expected=
    total=0
    for kind in $fault_kinds; do
        count=0
        for fault; do
            [ "${fault%%=*}" != "$kind" ] || count=${fault#*=}
        done
        expected="$expected$kind $count, "
        total=$((total + count))
    done
    set -- $(json "$dir/result.json" $(printf 'errors.%s ' $fault_kinds total))
    found=
    for kind in $fault_kinds; do
        found="$found$kind $1, "
        shift
    done
    [ "$found$1" = "$expected$total" ] ||
        fail "expected ${expected}total $total, saw ${found}total $1"
}

# Connections that have sent nothing may still wait to be accepted when the load is over. One more
# client, with a message of 64 bytes, comes after all of them.
send_one_more_client() {
    expect_status 0 "$bin/echo-load" -n 1 "$where"
}

# expect_agreement [N]: the server has been stopped, and both ends have counted the same; the
# server N more clients.
expect_agreement() {
    more=${1:-0}
    set -- $(json "$dir/result.json" total.bytes_sent total.bytes_received total.connections)
    expect_json "$dir/counters.json" bytes_in=$(($1 + more * 64)) bytes_out=$(($2 + more * 64)) \
        accepted=$(($3 + more))
}

# expect_datagrams_to_agree: likewise, over udp and unixgram.
expect_datagrams_to_agree() {
    set -- $(json "$dir/result.json" total.datagrams_sent total.datagrams_received)
    expect_json "$dir/counters.json" datagrams_in="$1" datagrams_out="$2" datagrams_dropped=0
}

# expect_more_than N PATH
expect_more_than() {
    found=$(json "$dir/result.json" "$2")
    [ "$found" -gt "$1" ] || fail "expected more than $1 $2, saw $found"
}

# start_delaying_server stall STALL_MS PERIOD_MS | list DELAYS [SIZE [FILE]]: see
# delaying-server.c. stop_server ends it, and then FILE has the delays that it made.
start_delaying_server() {
    launch "$bin/delaying-server" "$@"
}

proxy_is_ready() {
    file_says "$dir/proxy.out" ' listening on ' && return 0
    ! has_ended "$proxy_pid" || fail "the proxy has ended instead of getting ready"
    return 1
}

# start_proxy WRONG EVERY: stands between $where and whoever is told $where from now on.
start_proxy() {
    in_background proxy "$bin/crooked-proxy" "$@" "$where" "$dir/tally.json"
    proxy_pid=$started
    await "the ready line of the proxy" proxy_is_ready
    read -r where <"$dir/proxy.out"
    where=${where##* listening on }
}

# Then $dir/tally.json says what it has done.
stop_proxy() {
    kill -TERM "$proxy_pid"
    expect_end 0 "$proxy_pid"
    expect_nothing_in "$dir/proxy.err"
}

# expect_committed MIN KIND: the proxy has done at least so many wrongs of a kind; they are $committed.
expect_committed() {
    committed=$(json "$dir/tally.json" "$2")
    [ "$committed" -ge "$1" ] || fail "expected at least $1 $2, saw $committed"
}

# Every message that was due in the window is in the latency, and all but those which were never
# sent are in the uncorrected figure.
expect_none_dropped() {
    set -- $(json "$dir/result.json" due unsent latency_ns.count uncorrected_ns.count \
        lateness_ns.count)
    [ "$3" = "$1" ] && [ "$4" = $(($1 - $2)) ] && [ "$5" = "$1" ] ||
        fail "expected latencies of $1 messages, $2 of them unsent, saw $3 and $4; lateness of $5"
}
