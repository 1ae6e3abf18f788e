# echo-load-task.sh - what echo-load promises of messages that ask the server for work.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# agree N OPTION...: N tasks for every server, none is lost, and both ends count the same.
agree() {
    tasks=$1
    shift
    for server in $MODELS; do
        start_server "$server" tcp://127.0.0.1:0 --service=task --max-task=1000000
        load 0 -n "$tasks" --service=task "$@"
        send_a_task
        stop_server
        expect_faults
        expect_result service=task exit_status=0 requests="$tasks" total.requests="$tasks" \
            latency_ns.count="$tasks"
        expect_agreement 1
    done
}

# What send_one_more_client() is for; it is 64 bytes as well.
send_a_task() {
    expect_status 0 "$bin/echo-load" --service=task -n 1 "$where"
}

expect_at_least() {
    found=$(json "$dir/result.json" "$2")
    [ "$found" -ge "$1" ] || fail "expected at least $1 $2, saw $found"
}

# refuse VALUE OPTION...: wrong use, and the value is named.
refuse() {
    value=$1
    shift
    expect_status 2 "$bin/echo-load" "$@"
    expect_text "$dir/err" "$value"
    expect_nothing_in "$dir/out"
}

# load_crooked WRONG BYTE: ten tasks of 64 bytes. This server knows no work, only echoes.
load_crooked() {
    start_crooked_server "$1" "$2"
    load 1 -n 10 --service=task --task=spin:100us
}

# Cases.

every_server_answers_tasks_without_work() {
    agree 2000 -c 4
    expect_result task=null total.bytes_sent=128000 classes=1 \
        classes.0.name=all classes.0.latency_ns.count=2000
}

every_server_answers_tasks_of_all_sizes() {
    agree 100 -c 2 -s 12-64KiB --pipeline=4 --task=spin:10us
    expect_result classes.0.latency_ns.count=100
    agree 2000 -c 2 -s 12 --pipeline=32 --task=spin:1us
    expect_result total.bytes_sent=24000 total.bytes_received=24000
}

every_server_works_for_those_who_come_again() {
    agree 500 -c 4 --churn=7 --task=block:10us
    expect_more_than 70 total.connections
}

tasks_go_over_unix_sockets() {
    start_server "$(any_model)" "unix:$dir/socket" --service=task --max-task=1000
    load 0 -c 2 -n 500 -s 12-20k --service=task --task=exp:20us
    stop_server
    expect_faults
    expect_agreement
}

# That is no matter of speed: nothing can be answered earlier.
no_answer_comes_before_its_work_is_done() {
    for server in $MODELS; do
        start_server "$server" tcp://127.0.0.1:0 --service=task --max-task=1000000
        for work in spin:1ms block:1ms; do
            load 0 -c 3 -n 60 --service=task --task=$work
            expect_at_least 1000000 latency_ns.min
            expect_at_least 1000000 classes.0.latency_ns.min
            expect_result task=$work requests=60
        done
        stop_server
    done
}

# Of 600 tasks 120 are long, with a standard deviation of 10; which they are, the seed says.
two_kinds_of_tasks_are_told_apart() {
    long=
    for server in $MODELS; do
        start_server "$server" tcp://127.0.0.1:0 --service=task --max-task=1000000
        load 0 -c 1 -n 600 --service=task --task=bimodal:10us,1ms,0.2 --seed=3
        set -- $(json "$dir/result.json" classes classes.0.name classes.1.name \
            classes.0.latency_ns.count classes.1.latency_ns.count)
        [ "$1 $2 $3" = '2 short long' ] || fail "expected short and long tasks, saw '$*'"
        [ $(($4 + $5)) = 600 ] || fail "expected a class of each of 600 tasks, saw $4 and $5"
        [ "$5" -ge 80 ] && [ "$5" -le 160 ] || fail "expected 80 to 160 long tasks, saw $5"
        [ "${long:-$5}" = "$5" ] || fail "expected $long long tasks for this seed again, saw $5"
        long=$5
        expect_at_least 10000 classes.0.latency_ns.min
        expect_at_least 1000000 classes.1.latency_ns.min
        stop_server
    done
}

another_seed_draws_other_tasks() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=task --max-task=1000
    load 0 -n 2000 --service=task --task=exp:2us --seed=1
    first=$(json "$dir/result.json" classes.1.latency_ns.count)
    load 0 -n 2000 --service=task --task=exp:2us --seed=2
    [ "$(json "$dir/result.json" classes.1.latency_ns.count)" != "$first" ] ||
        fail "expected another number of long tasks for another seed"
}

# 1/e of all exponential times are above their mean.
exponential_tasks_are_parted_at_their_mean() {
    agree 2000 -c 4 --task=exp:20us
    set -- $(json "$dir/result.json" classes.0.latency_ns.count classes.1.latency_ns.count)
    [ $(($1 + $2)) = 2000 ] || fail "expected a class of each of 2000 tasks, saw $1 and $2"
    [ "$2" -ge 640 ] && [ "$2" -le 830 ] || fail "expected 640 to 830 long tasks, saw $2"
    expect_at_least 20000 classes.1.latency_ns.min
}

tasks_come_at_a_rate_too() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=task --max-task=1000000
    load 0 -c 4 -n 500 --rate=5000 --service=task --task=bimodal:10us,1ms,0.02
    expect_faults
    expect_result requests=500
    set -- $(json "$dir/result.json" classes.0.latency_ns.count classes.1.latency_ns.count)
    [ $(($1 + $2)) = 500 ] || fail "expected a class of each of 500 tasks, saw $1 and $2"
    stop_server
    expect_agreement
}

tasks_are_shared_between_threads() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=task --max-task=1000000
    load 0 -t 2 -c 4 -n 1000 -s 12-300 --pipeline=3 --service=task --task=exp:5us
    expect_faults
    expect_result requests=1000
    stop_server
    expect_agreement
}

# The fourth message begins at byte 192, with its header of twelve bytes.

finds_a_changed_bit_in_a_header() {
    for byte in 192 197 203; do
        load_crooked flip $byte
        expect_faults wrong=1
        expect_text "$dir/err" "byte $byte of what came back is wrong"
    done
}

finds_a_changed_bit_in_a_payload() {
    for byte in 204 255; do
        load_crooked flip $byte
        expect_faults wrong=1
        expect_text "$dir/err" "byte $byte of what came back is wrong"
    done
}

finds_what_comes_after_the_last_task() {
    load_crooked double 639
    expect_faults extra=1
}

# Differences in tasks are counted position by position, so all that moved is wrong.
counts_what_is_out_of_place() {
    start_crooked_server double 200
    load 1 -n 10 --service=task
    expect_more_than 30 errors.wrong
    expect_result requests=10 errors.extra=1 errors.missing=0
}

finds_capitals_wrong_in_tasks() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=upper
    load 1 -n 100 --service=task
    expect_more_than 0 errors.wrong
    expect_faults wrong="$(json "$dir/result.json" errors.wrong)"
}

tells_of_a_server_that_refuses_work() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=task
    load 1 -c 2 -n 100 --service=task --task=spin:100us
    expect_faults reset=2 missing=128
    expect_text "$dir/err" 'the server hung up'
}

refuses_what_is_no_work() {
    for value in '' spin 100us spin: spin:5 sleep:1ms spin:1500ns spin:61s exp:2s bimodal:1us,2us \
        bimodal:2us,1us,0.5 bimodal:1us,2us,1.5; do
        refuse "--task: '" --service=task --task="$value" tcp://127.0.0.1:1
    done
    refuse "'61s'" --service=task --task=spin:61s tcp://127.0.0.1:1
}

refuses_what_does_not_go_with_tasks() {
    refuse '--task=spin:1ms goes with --service=task' --task=spin:1ms tcp://127.0.0.1:1
    refuse '--task=spin:1ms goes with --service=task' --task=spin:1ms -S echo tcp://127.0.0.1:1
    refuse '--size: ' -S task -s 11 tcp://127.0.0.1:1
    refuse '--size: ' -S task -s 1-100 tcp://127.0.0.1:1
    refuse '--size: ' -S task -s 65537 tcp://127.0.0.1:1
    refuse "'tasks'" -S tasks tcp://127.0.0.1:1
    for address in udp://127.0.0.1:7 unixgram:/tmp/x; do
        refuse "$address" --service=task $address
    done
}

says_what_tasks_took() {
    start_server "$(any_model)" tcp://127.0.0.1:0 --service=task --max-task=1000
    expect_status 0 "$bin/echo-load" -n 500 --service=task --task=exp:20us "$where"
    expect_text "$dir/out" '(task)'
    expect_text "$dir/out" 'work of exp:20us'
    expect_text "$dir/out" 'Tasks: short  50 %'
    expect_text "$dir/out" 'Tasks: long   50 %'
}

run_case "$@"
