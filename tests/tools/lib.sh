# lib.sh - the verbs in which the tests of our tools are written. Each of their scripts begins
# with `. .../lib.sh` and ends with `run_case "$@"`:
#
#     sh echo-load.sh --list              prints the cases, a line each
#     sh echo-load.sh BIN_DIR CASE        runs one
#
# A case is a function below the line "# Cases." of its script. Exit status: 0 passed, 1 failed,
# 77 cannot be tried here. Environment: T_MULT (how much slower than usual this build is) and
# MODELS (the servers that this build can run).
#
# A case works in a folder of its own, $dir, which is gone when it is over, and so are all
# processes that it has started: they carry a mark, and a case that leaves one behind fails.
set -eu
export LC_ALL=C TERM=dumb
T_MULT=${T_MULT:-1}
MODELS=${MODELS:-iterative forking threaded select poll epoll libuv}
dir=
pids=

# --- Outcomes.

# Everything that was said is shown, since nobody can look at it later.
fail() {
    echo "FAILED: $*"
    for said in "$dir"/out "$dir"/err "$dir"/*.out "$dir"/*.err; do
        [ ! -s "$said" ] || { echo "--- $said:" && head -c 3000 "$said"; }
    done
    exit 1
}

skip() {
    echo "SKIPPED: $*"
    exit 77
}

needs_model() {
    case " $MODELS " in *" $1 "*) ;; *) skip "$1 cannot run in this build" ;; esac
}

needs_ipv6() {
    grep -q . /proc/net/if_inet6 2>/dev/null || skip "this machine has no IPv6"
}

# Any model that serves many at once.
any_model() {
    case " $MODELS " in
    *' epoll '*) echo epoll ;;
    *) echo "${MODELS##* }" ;;
    esac
}

# --- Waiting: for something to be so, never for a time.

# await WHAT COMMAND...: looks again and again; gives up after 10 s, or longer in a slow build.
await() {
    awaited=$1
    shift
    looks=$((1000 * T_MULT))
    until "$@"; do
        looks=$((looks - 1))
        [ $looks -gt 0 ] || fail "waited in vain for $awaited"
        sleep 0.01
    done
}

# Sets $state to the letter that /proc has for the process; fails if it is no more.
read_state() {
    { read -r state <"/proc/$1/stat"; } 2>/dev/null || return 1
    state=${state##*) }
    state=${state%% *}
}

# True if the process is no more, or only waits for its parent to notice.
has_ended() {
    read_state "$1" || return 0
    case $state in Z | X) return 0 ;; *) return 1 ;; esac
}

file_says() {
    grep -q -e "$2" "$1" 2>/dev/null
}

# --- Processes.

# Runs a command with the mark, with the usual answer to Ctrl-C (shells take it away from what
# runs in the background), and so that it dies with us, whatever happens.
marked() {
    exec env --default-signal=HUP,INT,QUIT ECHOLAB_CASE="$dir" setpriv --pdeathsig KILL "$@"
}

# in_background NAME COMMAND...: its output goes to $dir/NAME.out and .err; $started is its pid.
in_background() {
    name=$1
    shift
    : >"$dir/$name.out" # what an earlier process has said must not be taken for this one's
    marked "$@" >"$dir/$name.out" 2>"$dir/$name.err" &
    started=$!
    pids="$pids $started"
}

# expect_end STATUS PID: it ends by itself, and like that.
expect_end() {
    await "the end of process $2" has_ended "$2"
    status=0
    wait "$2" || status=$?
    [ "$status" = "$1" ] || fail "expected process $2 to end with $1, saw $status"
}

marked_processes() {
    grep -lzsxF -e "ECHOLAB_CASE=$dir" /proc/[0-9]*/environ | cut -d/ -f3
}

none_marked() {
    [ -z "$(marked_processes)" ]
}

# --- Servers.

is_ready() {
    file_says "$dir/server.out" ' listening on ' && return 0
    ! has_ended "$server_pid" || fail "the server has ended instead of getting ready"
    return 1
}

# launch COMMAND...: sets $server_pid and $where.
launch() {
    in_background server "$@"
    server_pid=$started
    await "the ready line of $1" is_ready
    read -r where <"$dir/server.out"
    where=${where##* listening on }
}

# start_server MODEL ADDRESS [OPTION...]
start_server() {
    server=$1
    shift
    rm -f "$dir/counters.json"
    launch "$bin/echo-$server" --counters="$dir/counters.json" "$@"
}

stop_server() {
    kill -TERM "$server_pid"
    expect_end 0 "$server_pid"
    [ ! -s "$dir/server.err" ] || fail "expected the server to have nothing to say"
}

# start_crooked_server WRONG BYTE [MS]; it is never stopped, only killed at the end.
start_crooked_server() {
    launch "$bin/crooked-server" "$@"
}

await_the_wrong() {
    await "the moment when it goes wrong" file_says "$dir/server.out" '^crooked: '
}

# --- Expectations.

# run FILE COMMAND...: in the foreground, but not for ever; what it says goes to FILE and $dir/err.
run() {
    output=$1
    shift
    status=0
    (marked timeout --foreground -k 1 $((30 * T_MULT)) setpriv --pdeathsig KILL "$@") \
        >"$output" 2>"$dir/err" || status=$?
}

# expect_status N COMMAND...: its output goes to $dir/out and $dir/err.
expect_status() {
    wanted=$1
    shift
    run "$dir/out" "$@"
    [ "$status" = "$wanted" ] || fail "expected exit status $wanted, saw $status: $*"
}

# at_a_terminal N COMMAND...: what would be seen goes to $dir/out, without the terminal's way of
# ending lines.
at_a_terminal() {
    wanted=$1
    shift
    run "$dir/terminal" script -qec "$*" /dev/null
    sed 's/\r$//' "$dir/terminal" >"$dir/out"
    [ "$status" = "$wanted" ] || fail "expected exit status $wanted, saw $status: $*"
}

# expect_text FILE TEXT: word for word.
expect_text() {
    grep -qF -e "$2" "$1" || fail "expected '$2' in ${1##*/}"
}

expect_nothing_in() {
    [ ! -s "$1" ] || fail "expected nothing in ${1##*/}"
}

expect_one_line_in() {
    [ "$(wc -l <"$1")" = 1 ] || fail "expected one line in ${1##*/}"
}

expect_plain() {
    ! grep -q '[[:cntrl:]]' "$@" || fail "expected no control characters"
}

# expect_files FOLDER NAME...: they are in it, in alphabetical order, and nothing else is.
expect_files() {
    folder=$1
    shift
    found=$(ls -A "$folder" | paste -sd' ')
    [ "$found" = "$*" ] || fail "expected '$*' in the folder, saw '$found'"
}

# json FILE PATH...: on one line.
json() {
    "$bin/json-get" "$@" | paste -sd' '
}

# expect_json FILE PATH=VALUE...
expect_json() {
    file=$1
    shift
    for pair; do
        found=$(json "$file" "${pair%%=*}")
        [ "$found" = "${pair#*=}" ] || fail "expected $pair in ${file##*/}, saw '$found'"
    done
}

# --- The frame.

# Ends what the case has started itself, and with it what must not outlive that; whoever is left
# then is a stray.
clean_up() {
    outcome=$?
    trap - EXIT
    for pid in $(marked_processes); do
        case "$pids " in *" $pid "*) kill -KILL "$pid" 2>/dev/null || true ;; esac
    done
    looks=$((200 * T_MULT))
    until none_marked || [ $looks = 0 ]; do
        looks=$((looks - 1))
        sleep 0.01
    done
    for pid in $(marked_processes); do
        echo "FAILED: left behind: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
        kill -KILL "$pid" 2>/dev/null || true
        outcome=1
    done
    rm -rf "$dir"
    exit "$outcome"
}

list_cases() {
    sed -n '/^# Cases\./,$s/^\([a-z0-9_]*\)() {$/\1/p' "$0"
}

run_case() {
    if [ "$1" = --list ]; then
        list_cases
        exit 0
    fi
    bin=$1
    list_cases | grep -qx -e "$2" || { echo "$0 has no case $2" && exit 2; }
    dir=$(mktemp -d "${TMPDIR:-/tmp}/echolab-tools.XXXXXX")
    trap clean_up EXIT
    trap 'exit 1' HUP INT TERM
    exec </dev/null
    # Away from the project: what lies in its results must not change what a case sees.
    cd "$dir"
    "$2"
}
