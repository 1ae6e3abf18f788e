#!/bin/sh
# tiers.sh - tests/run and what it calls: what is wrong use, and what a broken fuzz target says.
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)

expect_wrong_use() {
    expect_status 2 sh "$root/tests/run" "$@"
    expect_nothing_in "$dir/out"
    expect_one_line_in "$dir/err"
}

# make_target SAYS STATUS: a folder in which tests/fuzz/run finds one target that ends like that.
make_target() {
    mkdir -p "$dir/tree/tests/fuzz/corpus/some" "$dir/tree/build/asan/bin"
    cp "$root/tests/fuzz/run" "$dir/tree/tests/fuzz/run"
    printf '#!/bin/sh\necho "%s"\nexit %s\n' "$1" "$2" >"$dir/tree/build/asan/bin/fuzz-some"
    chmod +x "$dir/tree/build/asan/bin/fuzz-some"
}

# make_list SAYS STATUS: a folder in which tests/valgrind/run finds such a list of cases.
make_list() {
    mkdir -p "$dir/tree/tests/valgrind" "$dir/tree/build/release/bin"
    cp "$root/tests/valgrind/run" "$dir/tree/tests/valgrind/run"
    printf '#!/bin/sh\nprintf "%s"\nexit %s\n' "$1" "$2" >"$dir/tree/build/release/bin/echo-conformance"
    chmod +x "$dir/tree/build/release/bin/echo-conformance"
}

# make_mutants LIST SCRIPT: a folder with one mutant, and a build whose echo-conformance does that.
make_mutants() {
    mkdir -p "$dir/mutants" "$dir/build/bin" "$dir/build/mutants/M01"
    cp "$root/tests/mutants/run" "$dir/mutants/run"
    : >"$dir/mutants/not-applicable"
    printf 'Wrong: all\nCaught by: A1 epoll tcp\nFails with: wrong\n\n--- a/a.c\n' >"$dir/mutants/M01-all.patch"
    printf "$1" >"$dir/build/mutants/list"
    echo "$dir/build/bin/echo-conformance" >"$dir/build/mutants/judge"
    echo 'ECHOLAB_SANITIZE:STRING=' >"$dir/build/CMakeCache.txt"
    printf '#!/bin/sh\n%s\n' "$2" >"$dir/build/bin/echo-conformance"
    cp "$dir/build/bin/echo-conformance" "$dir/build/mutants/M01/echo-epoll"
    chmod +x "$dir/build/bin/echo-conformance" "$dir/build/mutants/M01/echo-epoll"
}

# make_project: tests/run in a folder where all that it calls does nothing, but tells. A call fails
# whose words match $BREAKS, or whose preset the project has not; one that matches $HANGS stays, and
# what fails then fails after that.
make_project() {
    tree=$dir/tree
    for folder in common iterative forking threaded select epoll libuv build/release/bin \
        tests/fuzz/corpus/some tests/spin tests/valgrind tests/mutants; do
        mkdir -p "$tree/$folder"
    done
    for folder in bench/report tests/oracle tests/report; do
        mkdir -p "$tree/$folder"
        touch "$tree/$folder/package.json" "$tree/$folder/package-lock.json"
    done
    cp "$root/tests/run" "$root/tests/lane" "$tree/tests/"
    cp "$root/bench/prepare.sh" "$tree/bench/"
    cp "$root/CMakeLists.txt" "$root/CMakePresets.json" "$tree/"
    : >"$tree/bench/packages"
    mkdir "$dir/tools"
    cat >"$dir/tools/tool" <<'TOOL'
#!/bin/sh
name=${0##*/}
echo "called: $0 $*"
if echo "$0 $*" | grep -qE -- "${BREAKS:-never}"; then
    while [ -n "${HANGS:-}" ] && [ ! -e "$TMPDIR/../hangs" ]; do sleep 0.01; done
    exit 1
fi
! echo "$0 $*" | grep -qE -- "${HANGS:-never}" || { : >"$TMPDIR/../hangs" && exec sleep 60; }
preset=$(echo "$*" | sed -n 's/.*--preset \([^ ]*\).*/\1/p')
[ -n "$preset" ] || exit 0
PATH=${PATH#*:}
case $* in --build*) "$name" --build --list-presets ;; *) "$name" --list-presets ;; esac |
    grep -q "\"$preset\""
TOOL
    chmod +x "$dir/tools/tool"
    for name in cmake ctest clang-format clang-tidy npm; do
        ln -s tool "$dir/tools/$name"
    done
    for name in tests/fuzz/run tests/spin/run tests/valgrind/run tests/mutants/run \
        build/release/bin/echo-conformance build/release/bin/echo-soak; do
        ln -s "$dir/tools/tool" "$tree/$name"
    done
}

# expect_run STATUS OPTION...: tests/run ends with that, in such a folder.
expect_run() {
    status=$1
    shift
    expect_status "$status" env PATH="$dir/tools:$PATH" BREAKS="${BREAKS:-}" "$tree/tests/run" "$@"
}

# leaves_nothing SIGNAL COMMAND...: no temporary file, when the signal comes to all of it while
# something hangs that it has called.
leaves_nothing() {
    signal=$1
    shift
    mkdir -p "$dir/tmp"
    in_background cut env TMPDIR="$dir/tmp" PATH="$dir/tools:$PATH" BREAKS="${BREAKS:-}" \
        HANGS="${HANGS:-}" setsid "$@"
    await "something that hangs" test -e "$dir/hangs"
    [ "$signal" = none ] || kill -"$signal" "-$started"
    await "the end of all that $* has started" none_marked
    left=$(ls -A "$dir/tmp")
    [ -z "$left" ] || fail "expected no temporary file to be left, saw '$left'"
}

# Cases.

run_explains_itself() {
    expect_status 0 sh "$root/tests/run" --help
    for word in --full --fuzz --soak --models TIME; do
        expect_text "$dir/out" "$word"
    done
}

run_refuses_what_it_does_not_know() {
    expect_wrong_use --quick
    expect_text "$dir/err" "'--quick'"
    expect_wrong_use --models=epoll
    expect_wrong_use --full --models=epoll
    expect_wrong_use --full=1h
}

run_refuses_what_is_no_time() {
    for time in '' 10 m 1.5h -1s 10x 99999999999s; do
        expect_wrong_use "--soak=$time"
        expect_wrong_use "--fuzz=$time"
    done
}

run_says_its_time_and_gets_to_its_end() {
    make_project
    for options in '' --full '--fuzz=10s' '--soak=20s' '--full --fuzz=10s --soak=20s'; do
        expect_run 0 $options
        sed -n 1p "$dir/out" | grep -q '^tests/run[^:]*: some [0-9]* minutes on 2 CPUs$' ||
            fail "'$options' does not begin with its time"
        tail -n 1 "$dir/out" | grep -q 'all is well$' || fail "'$options' does not get to its end"
    done
}

full_goes_on_and_names_in_the_end_what_failed() {
    make_project
    BREAKS='spin/run|ctest .*--preset tsan' expect_run 1 --full
    expect_text "$dir/out" 'echo-soak --time=600s'
    tail -n 1 "$dir/out" | grep -q 'not well: tests of preset tsan, spin$' ||
        fail "it does not name what failed"
}

run_ends_with_the_first_failure() {
    make_project
    BREAKS=mutants/run expect_run 1
    tail -n 1 "$dir/out" | grep -q '^called: tests/mutants/run' || fail "it goes on"
}

run_tries_once_more_what_failed_among_many() {
    make_project
    BREAKS='ctest -j [0-9]+ --preset release' expect_run 0
    expect_text "$dir/out" 'ctest --preset release --rerun-failed'
    BREAKS='ctest .*--preset release' expect_run 1
}

run_leaves_nothing_when_it_fails() {
    make_project
    BREAKS='ctest .*--preset release' HANGS='cmake --preset asan' \
        leaves_nothing none "$tree/tests/run"
}

run_leaves_nothing_on_ctrl_c() {
    make_project
    HANGS='ctest .*--preset release' leaves_nothing INT "$tree/tests/run"
    rm "$dir/hangs"
    HANGS='cmake --preset release' leaves_nothing INT "$tree/tests/run"
}

# As `tests/run | head`: whoever writes then is ended by a signal.
run_leaves_nothing_when_nobody_reads_it() {
    make_project
    HANGS='ctest .*--preset release' leaves_nothing PIPE env --default-signal=PIPE "$tree/tests/run"
}

what_run_calls_leaves_nothing_when_it_is_ended() {
    hangs=": >'$dir/hangs'; exec sleep 60"
    make_mutants 'M01 echo-epoll\n' "$hangs"
    leaves_nothing TERM sh "$dir/mutants/run" "$dir/build"
    rm "$dir/hangs"
    make_list "" 0
    # A case that does not fit leaves one that hangs.
    printf '#!/bin/sh\ncase $* in
        --list*forking) echo x --case=A1 ;;
        --list*) echo x --case=L9 ;;
        *) %s ;; esac\n' "$hangs" \
        >"$dir/tree/build/release/bin/echo-conformance"
    leaves_nothing TERM sh "$dir/tree/tests/valgrind/run"
    rm "$dir/hangs"
    make_target x 0
    printf '#!/bin/sh\n%s\n' "$hangs" >"$dir/tree/build/asan/bin/fuzz-some"
    leaves_nothing TERM sh "$dir/tree/tests/fuzz/run" burst
    rm "$dir/hangs"
    mkdir "$dir/tools"
    cp "$dir/tree/build/asan/bin/fuzz-some" "$dir/tools/spin"
    leaves_nothing TERM sh "$root/tests/spin/run"
}

a_broken_fuzz_target_says_how_to_repeat_it() {
    make_target "claim broken: one\nTest unit written to build/fuzz/broken/some-crash-1" 77
    expect_status 1 sh -c "'$dir/tree/tests/fuzz/run' burst"
    expect_text "$dir/out" "claim broken: one"
    expect_text "$dir/out" "build/asan/bin/fuzz-some build/fuzz/broken/some-crash-1"
}

a_good_fuzz_target_is_told_with_its_inputs() {
    make_target "Done 5 runs in 1 second(s)" 0
    expect_status 0 sh -c "'$dir/tree/tests/fuzz/run' 1"
    expect_text "$dir/out" "some: 5 inputs in 1 second(s)"
}

a_fuzz_target_that_says_nothing_known_is_quoted() {
    make_target "out of luck" 3
    expect_status 1 sh -c "'$dir/tree/tests/fuzz/run' burst"
    expect_text "$dir/out" "out of luck"
}

run_is_found_by_a_relative_name() {
    make_target "Done 5 runs in 1 second(s)" 0
    cd "$dir/tree/build"
    expect_status 0 sh -c "../tests/fuzz/run 1"
    expect_text "$dir/out" "some: 5 inputs in 1 second(s)"
}

fuzzing_without_a_target_fails() {
    make_target "never" 0
    rmdir "$dir/tree/tests/fuzz/corpus/some"
    expect_status 1 sh -c "'$dir/tree/tests/fuzz/run' burst"
    expect_one_line_in "$dir/err"
}

valgrind_without_a_list_of_cases_fails() {
    make_list "" 0
    expect_status 1 sh -c "'$dir/tree/tests/valgrind/run'"
    expect_text "$dir/err" "the list of cases is empty"
    make_list "forking.some A --model=forking --case=A1\\n" 1
    expect_status 1 sh -c "'$dir/tree/tests/valgrind/run'"
    expect_text "$dir/err" "there is no list of cases"
    make_list "forking.some A --model=forking --case=A1\\n" 0
    expect_status 1 sh -c "'$dir/tree/tests/valgrind/run' Z9"
    expect_text "$dir/err" "there is nothing to try"
}

a_mutant_is_caught() {
    make_mutants 'M01 echo-epoll\n' 'case $* in *M01*) echo wrong; exit 1 ;; esac'
    expect_status 0 sh "$dir/mutants/run" "$dir/build"
    expect_text "$dir/out" "1 caught"
}

mutants_that_were_not_tried_are_not_caught() {
    make_mutants '' 'exit 0'
    expect_status 2 sh "$dir/mutants/run" "$dir/build"
    make_mutants 'M02 echo-epoll\n' 'exit 0'
    expect_status 1 sh "$dir/mutants/run" "$dir/build"
    expect_text "$dir/out" "not in this build"
    expect_text "$dir/out" "1 not as foretold"
}

a_judge_that_dies_has_caught_nothing() {
    make_mutants 'M01 echo-epoll\n' 'kill -KILL $PPID'
    expect_status 1 sh "$dir/mutants/run" "$dir/build"
    expect_text "$dir/out" "DIED"
}

run_case "$@"
