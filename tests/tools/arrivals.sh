# arrivals.sh - arrivals-check knows a Poisson process from what only looks like one.
. "$(dirname "$0")/lib.sh"

# make PROCESS RATE: 100,000 messages in $dir/sends.csv.
make() {
    "$bin/arrivals-check" --make="$1" "$2" 100000 >"$dir/sends.csv"
}

# check STATUS ARGUMENT...
check() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/arrivals-check" "$@" "$dir/sends.csv"
}

# expect_outcome OUTCOME BEGINNING: of every test whose line begins so.
expect_outcome() {
    expect_text "$dir/out" "$2"
    ! grep -e "^$2" "$dir/out" | grep -qv " $1\$" || fail "expected '$2' to be $1"
}

# Cases.

passes_a_poisson_process() {
    for rate in 500 20000 400000; do
        make poisson $rate
        check 0 $rate
        expect_outcome passed ''
    done
}

passes_it_in_any_order() {
    make poisson 20000
    { head -n 1 "$dir/sends.csv" && tail -n +2 "$dir/sends.csv" | sort -t, -k2r; } >"$dir/mixed"
    mv "$dir/mixed" "$dir/sends.csv"
    check 0 20000
}

fails_evenly_spaced_messages() {
    make uniform 20000
    check 1 20000
    expect_outcome failed 'due: gaps'
    expect_outcome failed 'sent: 100 gaps'
}

fails_gaps_that_vary_too_little() {
    make gamma2 20000
    check 1 20000
    expect_outcome failed 'due: gaps'
    expect_outcome failed 'sent: 100 gaps'
}

fails_another_rate() {
    make poisson 20000
    check 1 20600
    expect_outcome failed 'due: gaps'
    expect_outcome failed 'sent: 100 gaps'
}

# The second half comes at three times the rate of the first.
fails_a_rate_that_changes() {
    make poisson 20000
    awk -F, -v OFS=, 'NR == 1 { print; next } NR == 2 { from = $1 } NR == 50000 { half = $1 }
        NR < 50000 { $1 = from + ($1 - from) * 1.5; $2 = from + ($2 - from) * 1.5 }
        NR >= 50000 { $1 = from + (half - from) * 1.5 + ($1 - half) * 0.5
                      $2 = from + (half - from) * 1.5 + ($2 - half) * 0.5 }
        { printf "%.0f,%.0f\n", $1, $2 }' "$dir/sends.csv" >"$dir/changed"
    mv "$dir/changed" "$dir/sends.csv"
    check 1 20000
    expect_outcome failed 'sent: spread'
}

# What is due at random may still be sent by the clock.
fails_messages_that_are_sent_in_bursts() {
    make poisson 20000
    awk -F, 'NR == 1 { print; next } { printf "%.0f,%.0f\n", $1, $2 - $2 % 20000000 + 20000000 }' \
        "$dir/sends.csv" >"$dir/bursts"
    mv "$dir/bursts" "$dir/sends.csv"
    check 1 20000
    expect_outcome passed 'due: gaps'
    expect_outcome failed 'sent: 100 gaps'
}

knows_evenly_spaced_messages() {
    for rate in 20000 30000; do
        make uniform $rate
        check 0 --uniform $rate
    done
    make poisson 20000
    check 1 --uniform 20000
    make uniform 20000
    check 1 --uniform 20001
}

refuses_what_is_no_list_of_sends() {
    check 2 20000
    printf 'due_ns,sent_ns\n1,2\nthree,4\n' >"$dir/sends.csv"
    check 2 20000
    expect_text "$dir/err" 'after 1 messages'
    printf 'due_ns,sent_ns\n1,2\n' >"$dir/sends.csv"
    check 2 20000
    make poisson 20000
    check 2 -5
    expect_text "$dir/err" "'-5'"
}

run_case "$@"
