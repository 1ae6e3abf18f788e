# echo-load-datagrams.sh - echo-load tells what has happened to datagrams.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# load_through WRONG EVERY: 20,000 messages which suffer the WRONG again and again; then
# $dir/tally.json says what was done to them.
load_through() {
    case $(any_model) in
    threaded | forking) skip "$(any_model) answers datagrams in any order" ;;
    esac
    start_server "$(any_model)" udp://127.0.0.1:0
    start_proxy "$1" "$2"
    load 1 --timeout=$((200 * T_MULT))ms -c 4 -n 20000 -p 8
    stop_proxy
    expect_json "$dir/tally.json" failed=0
}

# expect_wrongs KIND=N...: messages; all kinds that are not named are 0.
expect_wrongs() {
    for kind in lost duplicate reordered corrupt; do
        expected=0
        for wrong; do
            [ "${wrong%%=*}" != "$kind" ] || expected=${wrong#*=}
        done
        expect_result errors.$kind="$expected"
    done
    expect_result errors.reset=0 errors.connect=0 errors.wrong=0 errors.missing=0 errors.extra=0
}

# Cases.

# A message whose echo is wrong has come back: it is not lost as well.
counts_datagrams_with_a_flipped_bit() {
    load_through flip 100000
    expect_committed 50 flipped
    expect_wrongs corrupt=$committed
}

counts_datagrams_lost() {
    load_through drop 500
    expect_committed 20 dropped
    expect_wrongs lost=$committed
}

counts_datagrams_doubled() {
    load_through double 200
    expect_committed 50 doubled
    expect_wrongs duplicate=$committed
}

counts_datagrams_overtaken() {
    load_through swap 200
    expect_committed 50 swapped
    expect_wrongs reordered=$committed
}

counts_datagrams_cut_short() {
    load_through truncate 200
    expect_committed 50 truncated
    expect_wrongs corrupt=$committed
}

run_case "$@"
