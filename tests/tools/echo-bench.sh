# echo-bench.sh - what echo-bench promises: results that are whole, and nobody left behind.
#
# Runs are as short as they can be: a block, the two points of `ping --quick`, a model.
. "$(dirname "$0")/lib.sh"

plain_files='run.json runs.ndjson summary.csv summary.json'
# The page is built where node is.
results_files=$plain_files
[ ! -e "${1:-}/../share/echolab/report-template.html" ] || results_files="report.html $plain_files"

# bench STATUS OPTION...: results go to $dir/results.
bench() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-bench" run --quick --out="$dir/results" "$@"
}

# As from a terminal: in a process group of its own, which Ctrl-C reaches as a whole.
start_bench() {
    in_background bench setsid "$bin/echo-bench" run --quick --out="$dir/results" "$@"
    bench_pid=$started
}

press_ctrl_c() {
    kill -INT "-$bench_pid"
}

process_named() {
    for pid in $(marked_processes); do
        read -r name 2>/dev/null <"/proc/$pid/comm" || continue
        [ "$name" != "$1" ] || { echo "$pid" && return 0; }
    done
    return 1
}

is_under_load() {
    process_named echo-load && process_named "echo-$1"
} >/dev/null

# True once the generator stands still under load, and so cannot end before what is done next.
freeze_generator() {
    load_pid=$(process_named echo-load) && kill -STOP "$load_pid" 2>/dev/null &&
        read_state "$load_pid" && [ "$state" = T ]
}

expect_nobody() {
    none_marked || fail "expected no process to be left: $(marked_processes)"
}

# The files are there, they can be read, and there are no others.
expect_results() {
    expect_files "$dir/results" "$@"
    expect_json "$dir/results/run.json" schema=echolab-run-2
    "$bin/json-get" "$dir/results/runs.ndjson" order model verdict >"$dir/runs" ||
        fail "expected a run in each line of runs.ndjson"
    found=$(sed 's/"[^"]*"//g' "$dir/results/summary.csv" | awk -F, '{ print NF }' | sort -u)
    [ "$found" = 13 ] || fail "expected 13 fields in each line of summary.csv, saw '$found'"
}

expect_outcomes() {
    found=$(json "$dir/results/runs.ndjson" outcome)
    [ "$found" = "$*" ] || fail "expected the outcomes '$*', saw '$found'"
}

# Whichever run it was, the others were made all the same, some of them twice.
expect_one_failed() {
    found=$(json "$dir/results/runs.ndjson" outcome)
    [ "$(echo "$found" | tr ' ' '\n' | sort -u | tr '\n' ' ')" = 'failed measured ' ] &&
        [ "$(echo "$found" | tr ' ' '\n' | grep -c failed)" = 1 ] ||
        fail "expected one failed run among measured ones, saw '$found'"
}

# refuse TEXT OPTION...: wrong use, in one line with TEXT, before anything is made.
refuse() {
    text=$1
    shift
    bench 2 "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    [ ! -e "$dir/results" ] || fail "expected no folder of results"
}

# stand_in COMMAND: a folder of programs of its own, where this is the server; sets $model.
stand_in() {
    model=$(any_model)
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$bin/echo-load" "$dir/bin"
    printf '#!/bin/sh\n%s\n' "$1" >"$dir/bin/echo-$model"
    chmod +x "$dir/bin/echo-$model"
    expect_status 1 "$dir/bin/echo-bench" run --quick --models="$model" --scenarios=ping --runs=1 \
        --no-gate --out="$dir/results"
    expect_results $plain_files
    expect_outcomes failed failed
}

# Cases.

prints_seven_models() {
    expect_status 0 "$bin/echo-bench" models
    for model in iterative forking threaded select poll epoll libuv; do
        file_says "$dir/out" "^$model " || fail "expected the model $model"
    done
    [ "$(wc -l <"$dir/out")" = 7 ] || fail "expected seven models"
}

refuses_unknown_names() {
    refuse "'pool' is none of iterative, forking" --models=pool
    refuse "'pool' is none of" --models=epoll,pool
    refuse "'' is none of" --models=
    refuse "'ring' is none of rate, ping" --scenarios=ring
    refuse "'--colour'" --colour
    refuse "'epoll'" epoll
}

refuses_bad_numbers() {
    for value in 0 -1 1e99 x 1001 1.5 ''; do
        refuse "--runs: '$value'" --runs="$value"
    done
    for value in -1 1e99 x ''; do
        refuse "--seed: '$value'" --seed="$value"
    done
    refuse '--out' --out=
}

refuses_what_is_no_command() {
    expect_status 2 "$bin/echo-bench" walk
    expect_text "$dir/err" "'walk'"
    expect_one_line_in "$dir/err"
    expect_status 2 "$bin/echo-bench"
    expect_text "$dir/err" 'a command is missing'
    expect_one_line_in "$dir/err"
    expect_status 2 "$bin/echo-bench" models epoll
    expect_text "$dir/err" 'echo-bench models: Too many arguments'
    expect_one_line_in "$dir/err"
}

overwrites_nothing() {
    mkdir "$dir/results"
    echo mine >"$dir/results/run.json"
    bench 1 --models="$(any_model)" --scenarios=ping --runs=1
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "$dir/results"
    expect_text "$dir/results/run.json" mine
    expect_files "$dir/results" run.json
}

names_the_folder_that_it_cannot_make() {
    echo mine >"$dir/file"
    for folder in "$dir/file" "$dir/no/folder" /proc/results; do
        bench 1 --models="$(any_model)" --scenarios=ping --runs=1 --out="$folder"
        expect_one_line_in "$dir/err"
        expect_text "$dir/err" "$folder"
    done
}

names_the_program_that_is_missing() {
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$dir/bin"
    expect_status 1 "$dir/bin/echo-bench" run --out="$dir/results"
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "$dir/bin/echo-load"
    [ ! -e "$dir/results" ] || fail "expected no folder of results"
}

leaves_whole_results() {
    bench 0 --models="$(any_model)" --scenarios=ping --runs=1 --seed=5
    expect_results $results_files
    expect_outcomes measured measured
    expect_json "$dir/results/run.json" complete=true interrupted=false seed=5 blocks=1 \
        models=1 models.0.name="$(any_model)" not_applicable=0 job.skipped=null
    expect_text "$dir/out" "Results: $dir/results"
    expect_text "$dir/out" 'requests/s'
}

says_why_a_model_cannot_take_part() {
    needs_model iterative
    bench 0 --models=iterative --scenarios=ping --runs=1
    expect_results $results_files
    expect_outcomes measured
    expect_json "$dir/results/run.json" not_applicable=1 not_applicable.0.point=64 \
        not_applicable.0.model=iterative \
        not_applicable.0.reason='the next client waits for the first'
    file_says "$dir/out" 'n/a \[[12]\]' || fail "expected a note in the table"
    expect_text "$dir/out" 'the next client waits for the first'
    expect_text "$dir/results/summary.csv" 'ping,connections,64,64,iterative,'
}

# No model can hold a thousand connections with so few descriptors, so nothing is run at all.
says_how_many_descriptors_are_missing() {
    (
        ulimit -n 200
        bench 0 --models="$(any_model)" --scenarios=memory --runs=1
    )
    expect_results $results_files
    expect_text "$dir/out" 'descriptors are missing: the hard limit is 200'
    expect_json "$dir/results/run.json" not_applicable=1
}

announces_a_plan_without_runs() {
    bench 0 --models=iterative --scenarios=idle --runs=1
    expect_results $results_files
    ! file_says "$dir/out" '^:' || fail "expected a sentence that does not begin with a colon"
}

makes_a_folder_of_its_own_each_time() {
    mkdir "$dir/.git" "$dir/results"
    cd "$dir/.git" || fail "expected to get into a folder"
    for _ in first second; do
        expect_status 0 "$bin/echo-bench" run --quick --models=iterative --scenarios=idle --runs=1
    done
    set -- "$dir"/results/*-2
    expect_files "$1" $results_files
    expect_files "${1%-2}" $results_files
    expect_files "$dir/results" "$(basename "${1%-2}") $(basename "$1")"
}

names_a_server_that_does_not_start() {
    stand_in 'echo "no mood today" >&2; exit 3'
    expect_text "$dir/err" "$model failed in ping 1, run 1 and 1 more: "
    expect_text "$dir/err" 'no mood today'
}

names_a_server_that_says_nothing_proper() {
    stand_in 'echo hello; exec sleep 60'
    expect_text "$dir/err" "$model failed in ping 1, run 1 and 1 more: "
    expect_text "$dir/err" 'ready line'
}

names_a_server_whose_echo_is_wrong() {
    stand_in "exec '$bin/crooked-server' flip 32 0 $(any_model)"
    expect_text "$dir/err" "$model failed in ping 1, run 1 and 1 more: "
    expect_text "$dir/err" '1 wrong, 0 missing and 0 extra bytes'
}

names_a_server_that_is_killed_and_keeps_the_rest() {
    start_bench --models="$(any_model)" --scenarios=ping --runs=5
    await "a server under load" freeze_generator
    kill -KILL "$(process_named "echo-$(any_model)")"
    expect_end 1 "$bench_pid"
    expect_results $results_files
    expect_one_failed
    file_says "$dir/bench.err" "^echo-bench: $(any_model) failed in ping [0-9]*, run [0-9]*: .*signal 9" ||
        fail "expected the model, the run, and the signal"
    json "$dir/results/runs.ndjson" failure | grep -q 'signal 9' ||
        fail "expected the signal in runs.ndjson"
    expect_json "$dir/results/run.json" complete=true interrupted=false
    expect_nobody
}

names_a_generator_that_is_killed_and_keeps_the_rest() {
    start_bench --models="$(any_model)" --scenarios=ping --runs=5
    await "a server under load" freeze_generator
    kill -KILL "$load_pid"
    expect_end 1 "$bench_pid"
    expect_results $results_files
    expect_one_failed
    file_says "$dir/bench.err" "^echo-bench: $(any_model) failed in ping [0-9]*, run [0-9]*: .*echo-load" ||
        fail "expected the model, the run, and the generator"
    expect_nobody
}

keeps_what_was_done_on_ctrl_c() {
    start_bench --models="$(any_model)" --scenarios=ping --runs=50
    await "the first run" file_says "$dir/bench.err" '^1/100 '
    press_ctrl_c
    expect_end 130 "$bench_pid"
    expect_results $results_files
    expect_json "$dir/results/run.json" interrupted=true
    [ -s "$dir/runs" ] || fail "expected the run that was done"
    json "$dir/results/runs.ndjson" outcome | grep -qx 'measured\( measured\)*' ||
        fail "expected only whole runs"
    expect_text "$dir/bench.err" 'interrupted'
    expect_nobody
}

ends_hyperfine_and_its_server_on_ctrl_c() {
    command -v hyperfine >"$dir/out" || skip "hyperfine is not there"
    start_bench --models="$(any_model)" --scenarios=job --runs=50
    await "a server under load" is_under_load "$(any_model)"
    press_ctrl_c
    expect_end 130 "$bench_pid"
    expect_results $results_files
    expect_json "$dir/results/run.json" interrupted=true job.skipped=interrupted
    expect_nobody
}

takes_everybody_along_when_it_is_killed() {
    start_bench --models="$(any_model)" --scenarios=ping --runs=50
    await "a server under load" is_under_load "$(any_model)"
    kill -KILL "$bench_pid"
    expect_end 137 "$bench_pid"
    await "the end of its processes" none_marked
    expect_files "$dir/results" run.json runs.ndjson.part
    expect_json "$dir/results/run.json" complete=false
}

keeps_what_hyperfine_has_measured() {
    command -v hyperfine >"$dir/out" || skip "hyperfine is not there"
    [ "$T_MULT" = 1 ] || skip "a million messages take too long in this build"
    bench 0 --models="$(any_model)" --scenarios=job --runs=1
    expect_results hyperfine.json hyperfine.md $results_files
    expect_outcomes measured
    expect_json "$dir/results/hyperfine.json" results=1 \
        results.0.parameters.model="$(any_model)" results.0.exit_codes.0=0
    expect_nobody
}

leaves_the_job_out_without_hyperfine() {
    expect_status 0 env PATH=/nowhere "$bin/echo-bench" run --out="$dir/results" \
        --models="$(any_model)" --scenarios=job --runs=1
    expect_results $results_files
    expect_text "$dir/err" 'hyperfine'
    json "$dir/results/run.json" job.skipped | grep -q hyperfine || fail "expected the reason"
}

fails_when_its_tables_cannot_be_written() {
    expect_status 1 sh -c "'$bin/echo-bench' models >/dev/full"
    expect_text "$dir/err" 'No space left on device'
    expect_status 1 sh -c "'$bin/echo-bench' run --quick --models=iterative --scenarios=idle \
        --runs=1 --out='$dir/results' >/dev/full"
    expect_text "$dir/err" 'No space left on device'
    expect_results $results_files
}

is_plain_without_a_terminal() {
    export TERM=xterm CI=
    bench 0 --models="$(any_model)" --scenarios=ping --runs=1
    expect_plain "$dir/out" "$dir/err"
}

is_plain_at_a_terminal_under_ci() {
    export TERM=xterm CI=true
    at_a_terminal 0 "$bin/echo-bench" run --quick --models="$(any_model)" --scenarios=ping \
        --runs=1 --out="$dir/results"
    expect_text "$dir/out" 'requests/s'
    expect_plain "$dir/out"
}

is_quiet_when_told() {
    bench 0 --models="$(any_model)" --scenarios=ping --runs=1 --quiet
    expect_nothing_in "$dir/err"
    ! grep -q 'Seed' "$dir/out" || fail "expected no announcements"
}

helps() {
    expect_status 0 "$bin/echo-bench" --help
    expect_text "$dir/out" 'models'
    expect_status 0 "$bin/echo-bench" run --help
    expect_text "$dir/out" '--scenarios'
    expect_status 0 "$bin/echo-bench" --version
    expect_text "$dir/out" 'echolab '
}

run_case "$@"
