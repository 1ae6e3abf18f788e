# lecture.sh - every command of docs/lecture.md is run, and what the class should see is looked for.
#
# A block of ```sh is played line by line: what is marked "# first terminal" is a server that runs
# until the next one or the end of the block; "# status N" says how a line ends, if not with 0. The
# block of ```text behind it has lines that have to appear, with "..." for anything. Loads are
# shorter here than in front of a class, and benchmarks have one run.
. "$(dirname "$0")/lib.sh"
root=$(cd "$(dirname "$0")/../.." && pwd)

# A terminal's shell has nothing open but the terminal, so that a server's first descriptor is 3.
exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&-

# In a network of our own nobody else has the port that people type.
if [ "$1" != --list ] && [ -z "${ECHOLAB_STAGE-}" ]; then
    unshare -rn true 2>/dev/null || skip "there is no network of our own to be had"
    exec env ECHOLAB_STAGE=yes unshare -rn sh "$0" "$@"
fi

# Splits the lecture: $dir/N.sh, and N.see with what is to be seen.
split_lecture() {
    awk -v dir="$dir" '
        /^```sh$/ { n++; out = dir "/" n ".sh"; next }
        /^```text$/ { out = dir "/" n ".see"; next }
        /^```$/ { out = ""; next }
        out { print >out }' "$root/docs/lecture.md"
    blocks=$(ls "$dir" | grep -c '\.sh$')
}

# As typed, but for where things are and how long they take.
adapt() {
    sed -E "s|/tmp/|$dir/|g; s|build/release/bin|$bin|g; s/--duration=[0-9](\s|\$)/--duration=0.5 --warmup=0\1/
        s|(echo-bench run --quick)|\1 --runs=1 --no-gate --quiet|
        /echo-bench run/{/--out=/!s|\$| --out=$dir/results|;}" "$1"
}

end_server() {
    [ -n "$server" ] || return 0
    kill -TERM "$server_pid"
    await "the end of $server" has_ended "$server_pid"
    cat "$dir/server.out" "$dir/server.err" >>"$dir/seen"
    server=
}

# What somebody would see in both terminals goes to $dir/seen.
play_line() {
    case $1 in
    *'# first terminal')
        end_server
        server=${1%%#*}
        launch $server
        ;;
    *)
        wanted=0
        case $1 in *'# status '*) wanted=${1##*# status } ;; esac
        typed=$(printf '%s\n' "${1%%# status *}" | sed -E "s/\\$\(pgrep -n [a-z-]+\)/${server_pid-}/")
        run "$dir/out" bash -c "$typed"
        cat "$dir/out" "$dir/err" >>"$dir/seen"
        [ "$status" = "$wanted" ] || fail "expected status $wanted, saw $status: $1"
        ;;
    esac
}

expect_seen() {
    while IFS= read -r line; do
        pattern=$(printf '%s\n' "$line" | sed -E "s|/tmp/|$dir/|g"'; s/[][\\.*^$()+?{}|]/\\&/g; s/\\\.\\\.\\\./.*/g')
        grep -qE -e "^$pattern\$" "$dir/seen" || { cat "$dir/seen" && fail "expected to see '$line'"; }
    done <"$1"
}

# play N: one block of the lecture. Models that this build cannot run have their blocks elsewhere.
play() {
    ip link set lo up
    split_lecture
    for model in iterative forking threaded select poll epoll libuv; do
        ! grep -q "echo-$model" "$dir/$1.sh" || needs_model $model
    done
    server= server_pid=
    : >"$dir/seen"
    adapt "$dir/$1.sh" >"$dir/$1.adapted"
    while IFS= read -r line <&9; do
        play_line "$line" 9<&-
    done 9<"$dir/$1.adapted"
    # Those who were sent to the background in brackets have their say, and go.
    end_server
    await "the end of everything that was started" none_marked
    expect_seen "$dir/$1.see"
}

# Cases.

a_load_on_a_loop() {
    play 1
}

iterative_step_by_step() {
    play 2
}

iterative_starves_the_second() {
    play 3
}

iterative_has_a_backlog_that_ends() {
    play 4
}

forking_has_a_process_each() {
    play 5
}

forking_lets_nobody_wait() {
    play 6
}

forking_leaves_no_zombies() {
    play 7
}

a_new_client_has_its_price() {
    play 8
}

threaded_has_a_thread_each() {
    play 9
}

a_client_has_its_weight() {
    play 10
}

threaded_has_a_crowd() {
    play 11
}

select_takes_turns() {
    play 12
}

select_ends_at_fd_setsize() {
    play 13
}

poll_and_epoll_have_thousands_of_idle_clients() {
    play 14
}

idle_clients_have_their_price() {
    play 15
}

a_blocking_task_stops_a_loop() {
    play 16
}

bad_clients_harm_nobody() {
    play 17
}

libuv_is_a_loop() {
    play 18
}

a_run_of_ones_own_has_a_page() {
    [ -e "$bin/../share/echolab/report-template.html" ] || skip "this build has no page of reports"
    play 19
}

every_block_is_played() {
    split_lecture
    [ "$blocks" = 19 ] || fail "expected 19 blocks, as many as there are cases, saw $blocks"
}

run_case "$@"
