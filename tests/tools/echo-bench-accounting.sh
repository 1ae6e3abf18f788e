# echo-bench-accounting.sh - what a server costs, layer by layer, and what is said of a layer that
# is not to be had.
. "$(dirname "$0")/lib.sh"

runs=results/runs.ndjson

needs_root() {
    [ "$(id -u)" = 0 ] || skip "only root may account for everything"
}

# A user without rights must at least be able to throw something away.
needs_null_device() {
    [ -c /dev/null ] || skip "/dev/null is no device here"
}

# bench OPTION...: results go to $dir/results.
bench() {
    expect_status 0 "$bin/echo-bench" run --quick --no-gate --quiet --runs=1 \
        --out="$dir/results" "$@"
}

# reading NAME [WHAT]: of each run, a line each; WHAT is its value, unless it is said.
reading() {
    "$bin/json-get" "$dir/$runs" "readings.$1.${2:-value}"
}

# Skips where the first run tells that it cannot be had.
needs_reading() {
    why=$(reading "$1" | head -n 1)
    [ "$why" != null ] || skip "$1 is not to be had here: $(reading "$1" reason | head -n 1)"
}

# expect_between LOW HIGH NUMBER...
expect_between() {
    low=$1 high=$2
    shift 2
    [ $# -gt 0 ] || fail "expected numbers"
    for number; do
        awk -v n="$number" -v l="$low" -v h="$high" \
            'BEGIN { exit !(n ~ /^-?[0-9]/ && n + 0 >= l && n + 0 <= h) }' ||
            fail "expected $number to be between $low and $high"
    done
}

# expect_differences SHARE: on stdin difference and life in turn; a server's time before it is in
# its cgroup, up to a millisecond, only wait4 knows.
expect_differences() {
    awk -v share="$1" '
        { for (i = 1; i <= NF; i++) word[++n] = $i }
        END {
            for (i = 1; i < n; i += 2) {
                apart = word[i] < 0 ? -word[i] : word[i] + 0
                if (apart * word[i + 1] > share * word[i + 1] + 0.001) exit 1
            }
            exit n < 2
        }' || fail "expected the layers to agree: $(paste -sd' ' "$dir/pairs")"
}

cgroups_of() {
    find /sys/fs/cgroup -maxdepth 8 -type d -name "echolab-$1-*"
}

no_cgroup_of() {
    [ -z "$(cgroups_of "$1")" ]
}

has_a_cgroup() {
    ! no_cgroup_of "$1"
}

# as_nobody [OPTION...]: runs `bench` without rights, but for those that setpriv is told to keep.
as_nobody() {
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$bin/echo-load" "$bin/echo-$(any_model)" "$dir/bin"
    chmod 755 "$dir" "$dir/bin"
    mkdir "$dir/home"
    chown 65534 "$dir/home"
    expect_status 0 setpriv --reuid=65534 --regid=65534 --clear-groups "$@" \
        "$dir/bin/echo-bench" run --quick --no-gate --runs=1 --models="$(any_model)" \
        --scenarios=ping,churn --out="$dir/home/results"
    runs=home/results/runs.ndjson
}

# with_mounts COMMAND: runs `bench` where mounts are other than ours.
with_mounts() {
    unshare --mount --propagation private true 2>/dev/null || skip "mounts cannot be changed here"
    expect_status 0 unshare --mount --propagation private sh -ec "$1
        exec '$bin/echo-bench' run --quick --no-gate --runs=1 --models='$(any_model)' \
            --scenarios=ping --out='$dir/results'"
}

# Cases.

counts_system_calls() {
    needs_root
    needs_model forking
    bench --models=forking --scenarios=ping
    needs_reading syscalls_per_request
    expect_between 1.6 2.4 $(reading syscalls_per_request)
    # With 64 connections what is under way at the edges of a short window counts, too.
    grep '"point":"1"' "$dir/$runs" >"$dir/one.ndjson"
    expect_between 1.9 2.3 $("$bin/json-get" "$dir/one.ndjson" readings.syscalls_per_request.value)
    expect_between 0 0.01 $(reading faults_per_request)
    reading syscalls_per_request source | grep -q perf_event_open || fail "expected the source"
}

counts_what_comes_and_goes() {
    needs_root
    needs_model threaded
    needs_model forking
    bench --models=threaded,forking --scenarios=churn
    needs_reading forks_per_connection
    expect_between 0.9 1.05 $(reading forks_per_connection)
    expect_between 8 30 $(reading syscalls_per_connection)
}

# wait4 is right where nobody ends but processes; what a thread spends on its way out it misses.
layers_agree() {
    needs_root
    needs_model forking
    bench --models=forking,"$(any_model)" --scenarios=ping,churn
    needs_reading accounting_difference
    "$bin/json-get" "$dir/$runs" readings.accounting_difference.value \
        readings.cgroup_cpu_life_s.value >"$dir/pairs"
    expect_differences 0.02 <"$dir/pairs"
    ! grep -q accounting_disagrees "$dir/$runs" || fail "expected no doubt"
}

knows_what_a_thread_spends_on_its_way_out() {
    needs_root
    needs_model threaded
    bench --models=threaded --scenarios=churn
    needs_reading cgroup_cpu_life_s
    reading cpu_us_per_connection source | grep -q cgroup || fail "expected it from the cgroup"
    expect_between 0 0.3 $(reading accounting_difference)
    ! grep -q accounting_disagrees "$dir/$runs" || fail "expected no doubt"
}

weighs_the_kernel_as_well() {
    needs_root
    needs_model threaded
    bench --models=threaded --scenarios=memory
    needs_reading cgroup_kib_per_connection
    expect_between "$(reading pss_kib_per_connection)" 500 \
        $(reading cgroup_kib_per_connection)
}

parts_user_and_system_time() {
    needs_root
    bench --models="$(any_model)" --scenarios=ping
    "$bin/json-get" "$dir/$runs" readings.cpu_user_us_per_request.value \
        readings.cpu_system_us_per_request.value readings.cpu_us_per_request.value |
        paste -sd' ' >"$dir/parts"
    awk '{ for (i = 1; i < NF; i += 3) if ($i != "null" &&
               ($i + $(i + 1) - $(i + 2)) ^ 2 > 1e-6) exit 1 }' "$dir/parts" ||
        fail "expected the parts to make the whole: $(cat "$dir/parts")"
}

leaves_no_cgroup() {
    needs_root
    in_background bench "$bin/echo-bench" run --quick --no-gate --runs=1 \
        --models="$(any_model)" --scenarios=ping --out="$dir/results"
    expect_end 0 "$started"
    no_cgroup_of "$started" || fail "expected no cgroup: $(cgroups_of "$started")"
}

leaves_no_cgroup_on_ctrl_c() {
    needs_root
    in_background bench "$bin/echo-bench" run --quick --no-gate --runs=50 \
        --models="$(any_model)" --scenarios=ping --out="$dir/results"
    await "the first run" file_says "$dir/bench.err" '^1/100 '
    kill -INT "$started"
    expect_end 130 "$started"
    no_cgroup_of "$started" || fail "expected no cgroup: $(cgroups_of "$started")"
}

removes_what_a_killed_runner_has_left() {
    needs_root
    in_background bench "$bin/echo-bench" run --quick --no-gate --runs=50 \
        --models="$(any_model)" --scenarios=ping --out="$dir/results"
    await "the first run" file_says "$dir/bench.err" '^1/100 '
    await "a cgroup" has_a_cgroup "$started"
    kill -KILL "$started"
    expect_end 137 "$started"
    await "the end of its processes" none_marked
    expect_status 0 "$bin/echo-bench" run --quick --no-gate --runs=1 --models="$(any_model)" \
        --scenarios=ping --out="$dir/again"
    no_cgroup_of "$started" || fail "expected no cgroup: $(cgroups_of "$started")"
}

uses_version_1_of_cgroups_where_version_2_is_not() {
    needs_root
    grep -q ' - cgroup2 ' /proc/self/mountinfo || skip "version 2 is not here anyway"
    grep -q ' - cgroup .*cpuacct' /proc/self/mountinfo || skip "version 1 is not here"
    with_mounts 'umount -a -t cgroup2'
    needs_reading cgroup_cpu_life_s
    expect_text "$dir/results/run.json" '"cgroup": "v1"'
    reading cgroup_cpu_life_s source | grep -q v1 || fail "expected version 1 as the source"
    "$bin/json-get" "$dir/$runs" readings.accounting_difference.value \
        readings.cgroup_cpu_life_s.value >"$dir/pairs"
    expect_differences 0.02 <"$dir/pairs"
}

says_that_cgroups_cannot_be_written() {
    needs_root
    with_mounts "for place in \$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \\([^ ]*\\) .* - cgroup2\\?  *.*/\\1/p' \
            /proc/self/mountinfo); do mount -o remount,bind,ro \$place; done"
    expect_text "$dir/out" 'no cgroup for CPU time can be made here: Read-only file system'
    reading cgroup_cpu_life_s reason | grep -q 'Read-only' || fail "expected the reason"
    expect_between 1 1000 $(reading cpu_us_per_request)
}

says_what_an_ordinary_user_lacks() {
    needs_root
    needs_null_device
    as_nobody
    expect_text "$dir/out" 'No counts of system calls, '
    expect_text "$dir/out" "No memory of the kernel's side: "
    [ "$("$bin/json-get" "$dir/home/results/run.json" notes)" -ge 3 ] ||
        fail "expected notes in run.json"
    [ "$("$bin/json-get" "$dir/home/results/summary.json" notes)" -ge 3 ] ||
        fail "expected notes in summary.json"
    reading syscalls_per_request reason | grep -q tracefs || fail "expected the reason"
    reading switches_per_request source | grep -q wait4 || fail "expected them from wait4"
    grep '"scenario":"churn"' "$dir/$runs" >"$dir/churn"
    runs=churn
    expect_between 1 10000 $(reading cpu_us_per_connection)
    reading cpu_us_per_connection source | grep -q wait4 || fail "expected it from wait4"
}

hands_counters_down_only_where_nobody_comes_and_goes() {
    needs_root
    needs_null_device
    as_nobody --inh-caps=+perfmon --ambient-caps=+perfmon
    reading switches_per_request source >"$dir/sources"
    head -n 1 "$dir/sources" | grep -q inherited || fail "expected inherited counters"
    tail -n 1 "$dir/sources" | grep -q wait4 || fail "expected none in churn"
}

run_case "$@"
