# echo-load-use.sh - how echo-load takes its orders, ends, and leaves its result.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# refuse VALUE OPTION...: wrong use, in one line that names the value.
refuse() {
    value=$1
    shift
    expect_status 2 "$bin/echo-load" --json="$dir/result.json" "$@" tcp://127.0.0.1:1
    expect_text "$dir/err" "$value"
    expect_one_line_in "$dir/err"
    expect_nothing_in "$dir/out"
    [ ! -e "$dir/result.json" ] || fail "expected no result of what was not done"
}

# True if the process waits for somebody to open the other end of a fifo.
waits_in_open() {
    grep -qs -e wait_for_partner -e fifo_open "/proc/$1/wchan"
}

# Cases.

names_the_address_where_nobody_listens() {
    for where in tcp://127.0.0.1:1 "unix:$dir/nobody"; do
        load 1 -c 3
        expect_one_line_in "$dir/err"
        expect_text "$dir/err" "$where"
        expect_faults connect=3
        expect_result requests=0 requests_per_s=null
    done
}

a_name_does_not_steer_the_terminal() {
    expect_status 1 "$bin/echo-load" "unix:$dir/$(printf 'red\033[31m')"
    expect_text "$dir/out" 'red\x1b[31m'
    expect_plain "$dir/out" "$dir/err"
}

says_that_a_name_is_unknown() {
    expect_status 1 "$bin/echo-load" tcp://a..b:7007
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "'a..b'"
}

ends_on_ctrl_c_with_a_partial_result() {
    for signal in INT TERM; do
        start_crooked_server nothing 6400
        start_load -c 2
        await_the_wrong
        kill -$signal "$load_pid"
        expect_end 130 "$load_pid"
        expect_result interrupted=true exit_status=130 failure=null
        expect_faults
        expect_more_than 99 requests
    done
}

ends_on_ctrl_c_while_nothing_comes_back() {
    start_crooked_server silent 6400
    start_load -c 1
    await_the_wrong
    kill -INT "$load_pid"
    expect_end 130 "$load_pid"
    expect_result interrupted=true exit_status=130 requests=100
}

refuses_bad_counts() {
    refuse 'connections=0' -c 0
    for option in --connections --idle --pipeline --churn --requests --threads --seed; do
        for value in -1 1e99 x 1.5 '' 99999999999999999999; do
            refuse "$option: '$value'" $option="$value"
        done
    done
    for option in --pipeline --churn --requests --threads; do
        refuse "$option: '0'" $option=0
    done
}

# As JSON has it, and whoever reads JSON.
writes_the_seed_that_it_was_given() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -n 1 --seed=9007199254740991
    expect_result seed=9007199254740991
    rm "$dir/result.json"
    for seed in 9007199254740992 18446744073709551615; do
        refuse "--seed: '$seed'" --seed=$seed
    done
}

refuses_bad_sizes() {
    for value in 0 2MiB 1048577 -1 x 10-x x-10 10- 0-10 10-2MiB 1-2-3; do
        refuse '--size: ' -s $value
    done
    refuse "'2MiB'" -s 2MiB
    refuse "'100-10'" -s 100-10
}

refuses_bad_times() {
    for option in --duration --timeout; do
        refuse "$option: '0'" $option=0
    done
    for option in --duration --timeout --warmup --think; do
        for value in -1 1e99 x 5parsecs 1.2.3 ''; do
            refuse "$option: '$value'" $option=$value
        done
    done
}

refuses_what_it_does_not_know() {
    refuse "'--colour'" --colour
    refuse "'tcp://127.0.0.1:1'" tcp://127.0.0.1:2
    refuse "'fast'" --service=fast
    refuse "'0-'" --cpus=0-
    refuse 77 --control=77
}

refuses_what_excludes_each_other() {
    refuse '--requests' -d 5 -n 100
    refuse '--warmup' -w 1 -n 100
    refuse '(3)' -t 3 -c 2
}

refuses_files_that_cannot_be() {
    refuse 'two files' --csv="$dir/x" --hlog="$dir/x"
    for option in --csv --hlog --hgrm; do
        refuse "'-'" $option=-
    done
    mkfifo "$dir/fifo"
    refuse 'reading and writing' --control=1
}

refuses_bad_addresses() {
    for address in nonsense tcp://127.0.0.1 tcp://127.0.0.1:65536 unix: udp://127.0.0.1 unixgram:; do
        expect_status 2 "$bin/echo-load" $address
        expect_text "$dir/err" "$address"
        expect_one_line_in "$dir/err"
    done
    expect_status 2 "$bin/echo-load"
    expect_text "$dir/err" 'ADDRESS'
    expect_one_line_in "$dir/err"
}

says_how_many_descriptors_are_missing() {
    where=tcp://127.0.0.1:1
    (
        ulimit -n 64
        load 1 -c 1000
    )
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" 'the limit is 64, '
    expect_text "$dir/err" ' too few'
    expect_text "$dir/err" 'ulimit -n 10'
}

writes_json_alone_to_stdout() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    expect_status 0 "$bin/echo-load" -n 100 --json=- "$where"
    expect_json "$dir/out" schema=echolab-load-1 requests=100
    expect_nothing_in "$dir/err"
}

leaves_no_json_when_it_is_killed() {
    mkdir "$dir/results"
    start_crooked_server nothing 6400
    start_load --json="$dir/results/result.json"
    await_the_wrong
    kill -KILL "$load_pid"
    expect_end 137 "$load_pid"
    expect_files "$dir/results"
}

# A file of 512 bytes is too short for a result.
keeps_the_old_json_when_it_cannot_write_the_new() {
    mkdir "$dir/results"
    echo '{"old": true}' >"$dir/results/result.json"
    start_server "$(any_model)" tcp://127.0.0.1:0
    (
        trap '' XFSZ
        ulimit -f 1
        load 1 -n 100 --quiet --json="$dir/results/result.json"
    )
    expect_text "$dir/err" "$dir/results/result.json"
    expect_files "$dir/results" result.json
    expect_json "$dir/results/result.json" old=true
}

writes_through_a_link() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    echo '{"old": true}' >"$dir/real.json"
    ln -s real.json "$dir/link.json"
    expect_status 0 "$bin/echo-load" -n 10 --quiet --json="$dir/link.json" "$where"
    [ -L "$dir/link.json" ] || fail "expected the link to stay"
    expect_json "$dir/real.json" requests=10
}

# A fifo that nobody reads cannot be opened.
ends_on_ctrl_c_while_it_writes() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    mkfifo "$dir/fifo"
    for option in --csv --json; do
        in_background load "$bin/echo-load" -n 10 --quiet $option="$dir/fifo" "$where"
        await "it to wait for a reader" waits_in_open "$started"
        kill -INT "$started"
        expect_end 130 "$started"
    done
}

fails_when_its_result_cannot_be_written() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 1 -n 100 --json="$dir/no/folder/result.json"
    expect_text "$dir/err" "$dir/no/folder/result.json"
    load 1 -n 100 --json=/dev/full
    expect_text "$dir/err" /dev/full
}

# It has to run for longer than a second, after which progress would be shown.
is_plain_without_a_terminal() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    export TERM=xterm CI=
    load 0 --warmup=0 --duration=1.1
    expect_plain "$dir/out" "$dir/err"
}

is_plain_at_a_terminal_under_ci() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    export TERM=xterm CI=true
    at_a_terminal 0 "$bin/echo-load" --warmup=0 --duration=1.1 "$where"
    expect_text "$dir/out" 'Latency'
    expect_plain "$dir/out"
}

helps() {
    expect_status 0 "$bin/echo-load" --help
    expect_text "$dir/out" '--connections=N'
    expect_status 0 "$bin/echo-load" --version
    expect_text "$dir/out" 'echolab '
}

run_case "$@"
