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
    mkdir -p "$dir/tree/tests/fuzz/corpus/some" "$dir/tree/build/fuzz/bin"
    cp "$root/tests/fuzz/run" "$dir/tree/tests/fuzz/run"
    printf '#!/bin/sh\necho "%s"\nexit %s\n' "$1" "$2" >"$dir/tree/build/fuzz/bin/fuzz-some"
    chmod +x "$dir/tree/build/fuzz/bin/fuzz-some"
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
    expect_wrong_use --full --soak
    expect_wrong_use --models=epoll
    expect_wrong_use --full=1h
}

run_refuses_what_is_no_time() {
    for time in '' 10 m 1.5h -1s 10x 99999999999s; do
        expect_wrong_use "--soak=$time"
        expect_wrong_use "--fuzz=$time"
    done
}

a_broken_fuzz_target_says_how_to_repeat_it() {
    make_target "claim broken: one\nTest unit written to build/fuzz/broken/some-crash-1" 77
    expect_status 1 sh -c "'$dir/tree/tests/fuzz/run' burst"
    expect_text "$dir/out" "claim broken: one"
    expect_text "$dir/out" "build/fuzz/bin/fuzz-some build/fuzz/broken/some-crash-1"
}

a_good_fuzz_target_is_told_with_its_inputs() {
    make_target "Done 5 runs in 1 second(s)" 0
    expect_status 0 sh -c "'$dir/tree/tests/fuzz/run' 1"
    expect_text "$dir/out" "some: 5 inputs in 1 second(s)"
}

run_case "$@"
