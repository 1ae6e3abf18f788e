# echo-bench-compare.sh - what `echo-bench compare` and `echo-bench export` promise.
#
# The results are invented: results-maker.c.
. "$(dirname "$0")/lib.sh"

# make NAME [KEY=VALUE...]: a folder of results.
make() {
    made=$1
    shift
    "$bin/results-maker" "$dir/$made" "$@" || fail "expected results-maker to make $made"
}

# compare STATUS OPERAND...: from inside $dir.
compare() {
    wanted=$1
    shift
    (cd "$dir" && expect_status "$wanted" "$bin/echo-bench" compare "$@") || exit 1
}

export_as() {
    wanted=$1
    shift
    (cd "$dir" && expect_status "$wanted" "$bin/echo-bench" export "$@") || exit 1
}

# refuse STATUS TEXT OPERAND...: in one line, and nothing on stdout.
refuse() {
    wanted=$1
    text=$2
    shift 2
    compare "$wanted" "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    expect_nothing_in "$dir/out"
    expect_plain_lines "$dir/err"
}

expect_plain_lines() {
    ! tr -d '\n' <"$1" | grep -q '[[:cntrl:]]' || fail "expected no control characters"
}

expect_no_text() {
    ! grep -qF -e "$2" "$1" || fail "expected no '$2' in ${1##*/}"
}

verdicts() {
    count=$(json "$dir/$1" comparisons)
    i=0
    while [ "$i" -lt "$count" ]; do
        json "$dir/$1" "comparisons.$i.verdict"
        i=$((i + 1))
    done | sort | uniq -c | awk '{ print $2, $1 }' | paste -sd,
}

# spoil FROM TO EXPRESSION: a copy whose summary.json sed has changed.
spoil() {
    mkdir "$dir/$2"
    sed "$3" "$dir/$1/summary.json" >"$dir/$2/summary.json"
    ! cmp -s "$dir/$1/summary.json" "$dir/$2/summary.json" || fail "expected sed to change it"
}

# Cases.

finds_nothing_between_equals() {
    make a seed=1
    make b seed=2
    compare 0 --fail-on=0% --json=c.json a b
    expect_text "$dir/out" 'No difference that the data can carry in 30 of 30 figures'
    expect_text "$dir/out" 'Nothing is worse by more than 0 % for certain.'
    case $(verdicts c.json) in
    'inconclusive '*',same '* | 'inconclusive 30') ;;
    *) fail "expected same and inconclusive only, saw $(verdicts c.json)" ;;
    esac
}

calls_a_result_the_same_as_itself() {
    make a
    compare 0 --fail-on=0% --json=c.json a a
    [ "$(verdicts c.json)" = 'same 30' ] || fail "expected all to be the same"
    expect_no_text "$dir/out" 'side by side'
}

fails_on_what_got_slower_and_names_it() {
    make a seed=1
    make b seed=2 slow=poll times=1.3 at='50 %'
    compare 3 --fail-on=5% --json=c.json a b
    expect_text "$dir/out" 'slower: rate at 50 %, poll: CPU us/request 1.'
    expect_text "$dir/out" 'slower: rate at 50 %, poll: requests/s 0.'
    expect_text "$dir/out" 'Worse by more than 5 % for certain, or gone:'
    expect_json "$dir/c.json" comparisons.7.point='50 %' comparisons.7.b_model=poll \
        comparisons.7.verdict=slower comparisons.7.failed=true comparisons.6.failed=false
    compare 0 --fail-on=50% a b
    compare 0 --fail-on=5% b a
    expect_text "$dir/out" 'faster: rate at 50 %, poll'
    compare 0 --fail-on=5% --models=epoll a b
    compare 0 --fail-on=5% --scenarios=idle a b
    compare 0 a b
}

does_not_fail_on_what_is_below_the_noise() {
    make a seed=1 floor=0.4
    make b seed=2 slow=poll times=1.3
    compare 0 --fail-on=5% --figures=cpu_us_per_request a b
    expect_text "$dir/out" "is below this machine's noise of 40 %"
}

fails_on_what_is_gone() {
    make a seed=1
    make b seed=2 gone=epoll
    compare 3 --fail-on=50% a b
    expect_text "$dir/out" 'gone: rate at 10 %, epoll: CPU us/request'
    expect_text "$dir/out" 'gone in B: it failed: the server died'
    expect_text "$dir/out" '10 more have runs on one side only.'
    compare 0 --fail-on=50% b a
    expect_text "$dir/out" 'only B has it: it failed: the server died'
}

does_not_fail_on_a_figure_that_is_missing() {
    make a seed=1
    make b seed=2 lacking=requests_per_s
    compare 0 --fail-on=5% a b
    expect_text "$dir/out" '15 more have runs on one side only.'
    expect_text "$dir/out" 'only A has it: it failed'
    expect_no_text "$dir/out" 'gone: '
}

judges_nothing_of_suspect_or_few_runs() {
    make a seed=1
    make suspect seed=2 slow=poll suspect=poll
    make few runs=4 slow=poll times=3
    compare 0 --fail-on=5% a suspect
    expect_text "$dir/out" 'the runs of B are suspect'
    compare 0 --fail-on=5% a few
    expect_text "$dir/out" 'too few runs: 4 and 7, and 5 are needed'
}

compares_two_models_block_by_block() {
    make a drift=0.3 noise=0.01
    compare 0 --json=c.json a:epoll a:forking
    expect_text "$dir/out" 'forking against epoll'
    expect_text "$dir/out" 'slower: rate at 10 %, forking: CPU us/request 2.0'
    expect_no_text "$dir/out" 'side by side'
    expect_json "$dir/c.json" comparisons.0.paired=true comparisons=10
    make b
    compare 0 --json=c.json a:epoll b:forking
    expect_json "$dir/c.json" comparisons.0.paired=false
}

# hyperfine has done with one model before the next has its turn.
does_not_pair_the_jobs_of_hyperfine() {
    make a drift=0.3 noise=0.01
    spoil a job 's/"name": "rate"/"name": "job"/'
    compare 0 --json=c.json --scenarios=job job:epoll job:forking
    expect_json "$dir/c.json" comparisons.0.scenario=job comparisons.0.paired=false
    compare 0 --json=c.json --scenarios=rate a:epoll a:forking
    expect_json "$dir/c.json" comparisons.0.scenario=rate comparisons.0.paired=true
}

# As files of before have the CPU times of the job, which all runs of a model share: without an
# interval, and as often as there were runs.
takes_a_number_of_all_jobs_for_one() {
    make a noise=0 drift=0
    spoil a job 's/"name": "rate"/"name": "job"/'
    compare 0 --json=c.json --scenarios=job job:epoll job:forking
    expect_json "$dir/c.json" comparisons.0.a.runs=1 comparisons.0.verdict=inconclusive \
        comparisons.0.why='too few runs: 1 and 1, and 5 are needed'
    compare 0 --json=c.json --scenarios=rate a:epoll a:forking
    expect_json "$dir/c.json" comparisons.0.a.runs=7 comparisons.0.verdict=slower
}

compares_all_models_with_a_baseline() {
    make a
    compare 0 --baseline=epoll --json=c.json a
    expect_text "$dir/out" 'poll against epoll'
    expect_text "$dir/out" 'forking against epoll'
    expect_no_text "$dir/out" 'epoll against epoll'
    expect_json "$dir/c.json" comparisons=20
}

chooses_figures() {
    make a
    make b seed=2
    compare 0 --figures=p99_us --scenarios=idle --models=poll --json=c.json a b
    expect_json "$dir/c.json" comparisons=2 comparisons.0.figure=p99_us
    compare 0 --figures=all --json=c.json a b
    expect_json "$dir/c.json" comparisons=45
}

says_where_the_sides_differ() {
    make a
    make b seed=2 cpu=other commit=def5678 effort=quick without=forking
    make c seed=3 without=idle
    compare 0 a b
    expect_text "$dir/out" 'commit def5678)'
    expect_text "$dir/out" 'Note: The processors differ: invented in A, other in B.'
    expect_text "$dir/out" 'Note: The commits differ: abc1234 in A, def5678 in B.'
    expect_text "$dir/out" 'Note: The efforts differ: default in A, quick in B.'
    expect_text "$dir/out" 'Note: A and B were not measured side by side'
    expect_text "$dir/out" 'Note: B has no model forking.'
    compare 0 a c
    expect_text "$dir/out" 'Note: B has no scenario idle.'
    spoil a axis 's/% of the weakest/& of all/'
    compare 0 a axis
    expect_text "$dir/out" 'Note: rate: the same label may not be the same load:'
    refuse 1 'have nothing in common that can be compared' --scenarios=idle a c
}

prints_json_instead() {
    make a
    make b seed=2
    compare 0 --json=- a b
    cp "$dir/out" "$dir/printed"
    compare 0 --json=c.json a b
    cmp -s "$dir/printed" "$dir/c.json" || fail "expected the same on stdout as in the file"
    expect_json "$dir/c.json" schema=echolab-compare-1 fail_on=null a.file=a/summary.json
    compare 1 --json=none/c.json a b
    expect_text "$dir/err" 'cannot write none/c.json'
}

refuses_wrong_use() {
    make a
    refuse 2 'two results are needed' a
    refuse 2 'two results are needed'
    refuse 2 'more than two operands' a a a
    refuse 2 'name a model of both results, or of none' a:epoll a
    refuse 2 'an operand is DIR or DIR:MODEL' a: a
    refuse 2 'there is one folder' --baseline=epoll a a
    refuse 2 'the models are named already' --models=poll a:epoll a:poll
    for share in x -5% 5%% 2000% nan 0x5 1e2 ''; do
        refuse 2 "'$share' is no share" --fail-on="$share" a a
    done
    refuse 2 'is no list of names' --scenarios=,rate a a
    refuse 1 "a/summary.json has no model 'select'" a:epoll a:select
    refuse 1 "a/summary.json has no model 'select'" --baseline=select a
    refuse 1 "a/summary.json has no scenario 'x\\x1b'" --scenarios="$(printf 'x\033')" a a
    refuse 1 "a/summary.json has no figure 'speed'" --figures=speed a a
}

refuses_what_is_no_result() {
    make a
    mkdir "$dir/empty"
    refuse 1 'none/summary.json: cannot be read: No such file or directory' a none
    refuse 1 'empty/summary.json: cannot be read: No such file or directory' empty a
    spoil a text 's/"median": [0-9.]*/"median": "NaN"/'
    refuse 1 'text/summary.json: scenarios[0].cells[0].median: a number was expected' a text
    spoil a huge 's/"runs": 7/"runs": 7, "values": 1e999/'
    refuse 1 'huge/summary.json: no JSON that can be read, in line' a huge
    spoil a role 's/"role": "main"/"role": "king"/'
    refuse 1 'role/summary.json: scenarios[0].figures[0].role: it is none of the words' a role
    spoil a old 's/echolab-summary-2/echolab-summary-1/'
    refuse 1 'old/summary.json: schema: echolab-summary-2 was expected' a old
    head -c 5000 "$dir/a/summary.json" >"$dir/empty/summary.json"
    refuse 1 'empty/summary.json: no JSON that can be read' a empty
}

shows_hostile_names_as_text() {
    make a
    spoil a evil 's/"poll"/"\\u001b[2Jp\\u202ell%s%n"/; s/idle clients/\\u0007bell/;
        s/what do sleeping/\\u009b what/'
    compare 0 --json=c.json evil evil
    expect_text "$dir/out" '?[2Jp?ll%s%n'
    expect_plain_lines "$dir/out"
    ! grep -q "$(printf '\342\200\256')" "$dir/out" || fail "expected no turned text"
    "$bin/json-get" "$dir/c.json" comparisons >/dev/null || fail "expected JSON"
}

exports_what_hyperfines_tools_read() {
    make a
    export_as 0 --hyperfine=h.json a
    expect_json "$dir/h.json" results=30 results.0.parameters.model=forking \
        results.0.parameters.point='10 %' results.0.times=7 results.0.exit_codes=7 \
        results.0.exit_codes.0=0 results.0.command='forking: rate at 10 %, cpu_us_per_request'
    for key in mean stddev median min max user system; do
        case $(json "$dir/h.json" "results.0.$key") in
        [0-9]*) ;;
        *) fail "expected $key to be a number" ;;
        esac
    done
    case $(json "$dir/h.json" results.0.times.0) in
    *e-6 | 0.00000*) ;;
    *) fail "expected seconds" ;;
    esac
    export_as 0 --hyperfine=- --scenarios=idle --models=epoll --figures=p99_us a
    "$bin/json-get" "$dir/out" results >"$dir/count"
    [ "$(cat "$dir/count")" = 2 ] || fail "expected two results"
}

exports_what_google_benchmark_writes() {
    make a
    make one runs=1
    export_as 0 --google-benchmark=g.json a
    expect_json "$dir/g.json" benchmarks=330 context.executable=echo-bench \
        benchmarks.0.name='rate/10 %/forking/cpu_us_per_request' benchmarks.0.run_type=iteration \
        benchmarks.0.repetitions=7 benchmarks.6.repetition_index=6 benchmarks.0.time_unit=us \
        benchmarks.7.run_type=aggregate benchmarks.7.aggregate_name=mean \
        benchmarks.7.name='rate/10 %/forking/cpu_us_per_request_mean' \
        benchmarks.7.run_name='rate/10 %/forking/cpu_us_per_request' \
        benchmarks.11.family_index=0 benchmarks.11.per_family_instance_index=1
    export_as 0 --google-benchmark=- one
    "$bin/json-get" "$dir/out" benchmarks >"$dir/count"
    [ "$(cat "$dir/count")" = 30 ] || fail "expected no mean of one run"
}

# A second opinion: Google Benchmark's own tool, which asks SciPy for the U test.
agrees_with_google_benchmarks_compare() {
    tool=/usr/share/benchmark/compare.py
    [ -e $tool ] && /usr/bin/python3 -c 'import scipy, numpy' 2>/dev/null ||
        skip "Google Benchmark's compare.py or SciPy is not here: apt-get install" \
            "libbenchmark-tools python3-scipy, which are 100 MB and needed for nothing else"
    make a seed=1
    make b seed=2 slow=poll
    for side in a b; do
        export_as 0 --google-benchmark=$side.json --figures=cpu_us_per_request $side
    done
    compare 0 --json=c.json --figures=cpu_us_per_request a b
    expect_status 0 /usr/bin/python3 $tool --no-color -d "$dir/theirs" benchmarks "$dir/a.json" \
        "$dir/b.json"
    # Of 15 comparisons each, the same p, in the order of points and models.
    /usr/bin/python3 - "$dir/theirs" "$dir/c.json" >"$dir/differ" <<'END' || fail "cannot compare"
import json, sys
theirs = {b["name"]: b["utest"]["time_pvalue"] for b in json.load(open(sys.argv[1]))
          if b.get("utest") and b.get("run_type") != "aggregate"}
ours = {"/".join([c["scenario"], c["point"], c["b_model"], c["figure"]]): c["p"]
        for c in json.load(open(sys.argv[2]))["comparisons"]}
print(len(ours), [n for n in ours if abs(ours[n] - theirs[n]) > 1e-9])
END
    [ "$(cat "$dir/differ")" = '15 []' ] || fail "expected the same p, saw $(cat "$dir/differ")"
}

refuses_to_export_nothing() {
    make a
    export_as 2 a
    expect_text "$dir/err" 'say what to write'
    export_as 2 --hyperfine=x
    expect_text "$dir/err" 'the folder of the results is missing'
    export_as 2 --hyperfine=x a a
    expect_text "$dir/err" 'more than one folder'
    export_as 1 --hyperfine=x none
    expect_text "$dir/err" 'none/summary.json: cannot be read'
    [ ! -e "$dir/x" ] || fail "expected no file"
    export_as 1 --hyperfine=none/x a
    expect_text "$dir/err" 'cannot write none/x'
}

run_case "$@"
