# echo-bench-calibrate.sh - what calibrate writes down, and what a run makes of it. The figures are
# this machine's; only their shape is looked at.
. "$(dirname "$0")/lib.sh"

calibrate() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-bench" calibrate "$@"
}

# quick_run OPTION...: in the folder where the case is, so that it looks for results there.
quick_run() {
    expect_status 0 "$bin/echo-bench" run --quick --runs=1 --models="$(any_model)" \
        --scenarios=ping --no-gate "$@"
}

# forge PATTERN REPLACEMENT: in the calibration of this machine.
forge() {
    sed -i "s/$1/$2/" "$dir"/results/calibration-*.json
    grep -q "$2" "$dir"/results/calibration-*.json || fail "expected to find '$1' in it"
}

expect_number() {
    found=$(json "$1" "$2")
    awk -v found="$found" 'BEGIN { exit !(found + 0 > 0) }' ||
        fail "expected $2 to be above 0, saw '$found'"
}

# Cases.

finds_what_can_be_told_here() {
    calibrate 0 --pairs=1 --out="$dir/found.json"
    expect_json "$dir/found.json" schema=echolab-calibration-1 noise.pairs=1 noise.blocks=6
    for path in clock.read_ns clock.step_ns generator.cpu_us_per_message generator.ceiling_per_s \
        round_trips.0.median_us round_trips.2.median_us noise.figures.requests_per_s.relative \
        noise.figures.cpu_us_per_request.relative environment.cpu.online; do
        expect_number "$dir/found.json" "$path"
    done
    # A pair is too little to tell the noise from.
    expect_json "$dir/found.json" noise.figures.requests_per_s.suspect=true
    for text in 'Clock: ' 'Round trip' 'Generator: ' 'Noise, ' 'suspect' "$dir/found.json"; do
        expect_text "$dir/out" "$text"
    done
    none_marked || fail "expected no process to be left"
}

calibrates_for_the_runs_of_this_machine() {
    calibrate 0 --pairs=1 --quiet
    expect_nothing_in "$dir/err"
    forge '"suspect": true' '"suspect": false'
    forge '"relative": [0-9.e-]*' '"relative": 0.75'
    quick_run
    expect_text "$dir/results/"*/calibration.json echolab-calibration-1
    expect_json "$dir/results/"*/summary.json noise.requests_per_s=0.75
    ! grep -q 'noise of this machine is not known' "$dir/out" || fail "expected it to be known"
}

takes_no_calibration_from_another_machine() {
    quick_run
    expect_text "$dir/out" 'The noise of this machine is not known: echo-bench calibrate has not'
    rm -r "$dir/results"
    calibrate 0 --pairs=1 --quiet
    forge '"kernel": "[^"]*"' '"kernel": "another"'
    quick_run
    expect_text "$dir/out" 'is of another machine: the kernel has changed'
    [ ! -e "$dir/results/"*/calibration.json ] || fail "expected no copy of it"
    expect_json "$dir/results/"*/summary.json noise=null
    for damaged in '' '{' '[]' '{"schema": "echolab-calibration-1"}'; do
        printf '%s' "$damaged" >"$(echo "$dir"/results/calibration-*.json)"
        quick_run --out="$dir/more"
        expect_text "$dir/out" 'The noise of this machine is not known'
        rm -r "$dir/more"
    done
}

writes_no_calibration_when_interrupted() {
    in_background calibrate setsid "$bin/echo-bench" calibrate --out="$dir/found.json"
    await "the first words" file_says "$dir/calibrate.err" Calibrating
    kill -INT "-$started"
    expect_end 130 "$started"
    [ ! -e "$dir/found.json" ] || fail "expected nothing to be written"
    none_marked || fail "expected no process to be left"
}

refuses_wrong_use_of_calibrate() {
    for value in 0 101 x ''; do
        calibrate 2 --pairs="$value"
        expect_text "$dir/err" "--pairs: '$value'"
        expect_one_line_in "$dir/err"
    done
    calibrate 2 --out=
    expect_text "$dir/err" '--out'
    calibrate 2 epoll
    expect_one_line_in "$dir/err"
}

run_case "$@"
