# echo-bench-resume.sh - what was interrupted or has crashed goes on, and is whole afterwards.
. "$(dirname "$0")/lib.sh"

# As from a terminal: in a process group of its own, which Ctrl-C reaches as a whole.
start_bench() {
    in_background bench setsid "$bin/echo-bench" run --quick --models="$(any_model)" --runs=3 \
        --out="$dir/results" "$@"
    bench_pid=$started
}

lines() {
    [ "$(wc -l 2>/dev/null <"$dir/results/runs.ndjson.part" || echo 0)" -ge "$1" ]
}

# interrupt_after RUNS OPTION...
interrupt_after() {
    runs=$1
    shift
    start_bench "$@"
    await "$runs runs" lines "$runs"
    kill -INT "-$bench_pid"
    expect_end 130 "$bench_pid"
    expect_json "$dir/results/run.json" complete=true interrupted=true
}

crash_after() {
    runs=$1
    shift
    start_bench "$@"
    await "$runs runs" lines "$runs"
    kill -KILL "$bench_pid"
    expect_end 137 "$bench_pid"
    await "the end of all that it has started" none_marked
    expect_json "$dir/results/run.json" complete=false
}

resume() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-bench" run --resume="$dir/results" "$@"
}

# expect_orders LAST: each from 1 counts once.
expect_orders() {
    found=$("$bin/json-get" "$dir/results/runs.ndjson" repeated order | paste -d' ' - - |
        awk '$1 == "false" { print $2 }' | paste -sd' ')
    [ "$found" = "$(seq -s' ' "$1")" ] || fail "expected the orders 1 to $1 once, saw '$found'"
}

# The same files as of a run that was never stopped.
expect_whole() {
    expect_orders "$1"
    expect_json "$dir/results/run.json" complete=true interrupted=false resumed=1
    expect_json "$dir/results/summary.json" complete=true interrupted=false
    ! ls "$dir/results" | grep -q '\.part$' || fail "expected no .part in the results"
    [ "$(json "$dir/results/runs.ndjson" seed | tr ' ' '\n' | sort -u | wc -l)" = "$1" ] ||
        fail "expected each run to have a seed of its own"
}

# expect_refusal STATUS TEXT [OPTION...]: and nothing is changed.
expect_refusal() {
    wanted=$1 text=$2
    shift 2
    (cd "$dir/results" && md5sum -- *) >"$dir/before"
    resume "$wanted" "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    (cd "$dir/results" && md5sum -- *) | cmp -s "$dir/before" - ||
        fail "expected nothing to be changed"
}

# forge PATTERN REPLACEMENT: in run.json.
forge() {
    sed -i "s/$1/$2/" "$dir/results/run.json"
    grep -q "$2" "$dir/results/run.json" || fail "expected to find '$1' in run.json"
}

# Cases.

goes_on_after_ctrl_c() {
    interrupt_after 3 --scenarios=ping
    done_before=$(head -n 3 "$dir/results/runs.ndjson" | md5sum)
    resume 0
    expect_text "$dir/out" 'of which '
    expect_whole 6
    [ "$(head -n 3 "$dir/results/runs.ndjson" | md5sum)" = "$done_before" ] ||
        fail "expected the runs that were done to be kept as they were"
    file_says "$dir/out" "^$(any_model) " || fail "expected a table"
}

goes_on_after_a_crash() {
    crash_after 3 --scenarios=ping
    resume 0 --quiet
    expect_whole 6
}

drops_the_line_that_a_crash_has_cut() {
    crash_after 3 --scenarios=ping
    head -c 200 "$dir/results/runs.ndjson.part" >"$dir/piece"
    cat "$dir/piece" >>"$dir/results/runs.ndjson.part"
    resume 0
    expect_text "$dir/out" 'has cut the last line'
    expect_whole 6
}

goes_on_more_than_once() {
    interrupt_after 2 --scenarios=ping
    in_background bench setsid "$bin/echo-bench" run --resume="$dir/results"
    bench_pid=$started
    await "4 runs" lines 4
    kill -INT "-$bench_pid"
    expect_end 130 "$bench_pid"
    resume 0
    expect_orders 6
    expect_json "$dir/results/run.json" resumed=2
}

goes_on_with_what_was_asked_for() {
    interrupt_after 2 --scenarios=ping --runs=2 --seed=77 --transport=unix \
        --server="mine:unix=$bin/echo-$(any_model) {address}"
    resume 0
    expect_whole 8
    expect_json "$dir/results/run.json" seed=77 transport=unix
    expect_text "$dir/results/runs.ndjson" '"model":"mine"'
}

keeps_out_who_failed_the_gate() {
    start_bench --scenarios=ping --server="crooked=$bin/crooked-server flip 3000 0 crooked {port}"
    await "3 runs" lines 3
    kill -INT "-$bench_pid"
    expect_end 130 "$bench_pid"
    resume 1
    expect_whole 6
    expect_text "$dir/out" 'failed the gate: A1'
}

does_the_job_that_was_left() {
    command -v hyperfine >/dev/null || skip "hyperfine is not installed"
    interrupt_after 1 --scenarios=ping,job --runs=1
    resume 0
    found=$(json "$dir/results/runs.ndjson" scenario | tr ' ' '\n' | grep -c job)
    [ "$found" = 1 ] || fail "expected one job, saw $found"
    [ -e "$dir/results/hyperfine.json" ] || fail "expected what hyperfine says"
}

never_mixes_machines() {
    interrupt_after 2 --scenarios=ping
    forge '"host": "[^"]*"' '"host": "elsewhere"'
    expect_refusal 1 'system.host was "elsewhere" and is'
}

never_mixes_builds() {
    interrupt_after 2 --scenarios=ping
    forge '"commit": "[^"]*"' '"commit": "0000000"'
    expect_refusal 1 'build.commit was "0000000" and is'
}

never_mixes_plans() {
    interrupt_after 2 --scenarios=ping
    sed -i 's/"block":1/"block":2/' "$dir/results/runs.ndjson"
    expect_refusal 1 'none of the plan'
}

refuses_what_it_cannot_understand() {
    interrupt_after 2 --scenarios=ping
    sed -i '1s/,/,,/' "$dir/results/runs.ndjson"
    expect_refusal 1 'is damaged, and is not the last one'
    sed -i '1s/.*/{}/' "$dir/results/runs.ndjson"
    expect_refusal 1 'line 1 of the runs'
    echo '{' >"$dir/results/run.json"
    expect_refusal 1 'no run to resume'
    rm "$dir/results/run.json"
    expect_refusal 1 'no run to resume'
}

refuses_a_run_that_is_whole() {
    expect_status 0 "$bin/echo-bench" run --quick --models="$(any_model)" --scenarios=ping --runs=1 \
        --out="$dir/results"
    expect_refusal 1 'is complete: there is nothing left to do'
}

refuses_other_wishes() {
    interrupt_after 2 --scenarios=ping
    expect_refusal 2 '--resume: the run goes on as it was asked for' --runs=2
    expect_refusal 2 '--resume: the run goes on as it was asked for' --full
}

refuses_a_run_that_is_under_way() {
    start_bench --scenarios=ping
    await "a run" lines 1
    resume 1
    expect_text "$dir/err" 'another echo-bench writes into'
    kill -INT "-$bench_pid"
    expect_end 130 "$bench_pid"
}

run_case "$@"
