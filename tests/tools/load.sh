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

# expect_faults KIND=N...: all kinds that are not named are 0.
expect_faults() {
    expected=
    total=0
    for kind in connect wrong missing extra reset timeout; do
        count=0
        for fault; do
            [ "${fault%%=*}" != "$kind" ] || count=${fault#*=}
        done
        expected="$expected$kind $count, "
        total=$((total + count))
    done
    counted=$(json "$dir/result.json" errors.connect errors.wrong errors.missing errors.extra \
        errors.reset errors.timeout errors.total)
    set -- $counted
    found="connect $1, wrong $2, missing $3, extra $4, reset $5, timeout $6, "
    [ "$found$7" = "$expected$total" ] ||
        fail "expected ${expected}total $total, saw ${found}total $7"
}

# The server has been stopped: both ends have counted the same.
expect_agreement() {
    said=$(json "$dir/counters.json" bytes_in bytes_out accepted)
    found=$(json "$dir/result.json" total.bytes_sent total.bytes_received total.connections)
    [ "$said" = "$found" ] ||
        fail "bytes in, bytes out, connections: $server counted '$said', echo-load '$found'"
}

# expect_more_than N PATH
expect_more_than() {
    found=$(json "$dir/result.json" "$2")
    [ "$found" -gt "$1" ] || fail "expected more than $1 $2, saw $found"
}
