# echo-bench-servers.sh - servers of other people's beside ours, and the gate before all.
#
# Whoever plays the stranger here is a server of ours that is started as strangers are: by a
# command which says where to listen, and nobody hears its ready line.
. "$(dirname "$0")/lib.sh"

# bench STATUS OPTION...: results go to $dir/results.
bench() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-bench" run --quick --runs=1 --models="$(any_model)" \
        --out="$dir/results" "$@"
}

# refuse STATUS TEXT OPTION...: in one line with TEXT, before anything is made.
refuse() {
    status_wanted=$1 text=$2
    shift 2
    bench "$status_wanted" --scenarios=ping "$@"
    expect_text "$dir/err" "$text"
    expect_one_line_in "$dir/err"
    [ ! -e "$dir/results" ] || fail "expected no folder of results"
}

# The command of a stranger, for `sh -c` as well: $bin has no blanks and no quotes in it.
stranger() {
    echo "$bin/echo-$(any_model)"
}

# A shell that stands before the server: only its group's signal reaches the server.
behind_a_shell() {
    echo "sh -c '\"\$0\" \"\$1\"; exit 0' $(stranger) {address}"
}

# expect_runs MODEL OUTCOME...: those of this model that count, in the raw file.
expect_runs() {
    who=$1
    shift
    found=$("$bin/json-get" "$dir/results/runs.ndjson" model repeated outcome |
        paste -d' ' - - - | awk -v who="$who" '$1 == who && $2 == "false" { print $3 }' |
        paste -sd' ')
    [ "$found" = "$*" ] || fail "expected the outcomes '$*' of $who, saw '$found'"
}

expect_nobody() {
    none_marked || fail "expected no process to be left: $(marked_processes)"
}

# Nothing is half done, and no folder of a server's is left.
expect_no_part() {
    ! ls "$dir/results" | grep -q '\.part$' || fail "expected no .part in the results"
}

# expect_not_measured NAME TEXT: because of the gate, and everybody is told why.
expect_not_measured() {
    expect_text "$dir/err" "$1 failed the gate: $2"
    expect_text "$dir/out" "failed the gate: $2"
    expect_text "$dir/results/run.json" "failed the gate: $2"
    expect_runs "$1"
    expect_nobody
}

# Cases.

measures_a_stranger_beside_ours() {
    bench 0 --scenarios=ping,churn --server="mine=$(stranger) tcp://{host}:{port}"
    expect_runs "$(any_model)" measured measured measured
    expect_runs mine measured measured measured
    file_says "$dir/out" '^mine ' || fail "expected a row for it"
    expect_text "$dir/results/run.json" "$(stranger) tcp://{host}:{port}"
    expect_no_part
    expect_nobody
}

accounts_for_all_that_a_command_starts() {
    bench 0 --scenarios=ping --server="mine=$(behind_a_shell)"
    expect_runs mine measured measured
    processes=$(json "$dir/results/runs.ndjson" model readings.processes.value |
        tr ' ' '\n' | paste -d' ' - - | awk '$1 == "mine" && $2 < 2')
    [ -z "$processes" ] || fail "expected two processes at least"
    expect_nobody
}

asks_for_datagrams_by_a_command_of_their_own() {
    bench 0 --scenarios=udp --server="mine:udp=$(stranger) udp://{host}:{port}" \
        --server="other=$(stranger) {address}"
    expect_runs mine measured measured
    expect_runs other
    expect_text "$dir/out" 'it has no command for datagrams'
}

takes_other_roads() {
    bench 0 --scenarios=ping --transport=unix --server="mine:unix=$(stranger) unix:{path}" \
        --server="other=$(stranger) {address}"
    expect_runs mine measured measured
    expect_runs other
    expect_text "$dir/out" 'it has no command for this transport'
}

reads_a_file_of_a_server() {
    mkdir "$dir/a folder"
    ln -s "$(stranger)" "$dir/a folder/echo"
    cat >"$dir/a folder/mine.server" <<END
# Where it stands, and a place for its files.
tcp = sh -c 'echo > "\$2"/file && exec "\$0" "\$1"' {here}/echo {address} {tmp}
one-at-a-time = yes
END
    bench 0 --scenarios=ping --server-file="$dir/a folder/mine.server"
    expect_runs mine measured
    expect_text "$dir/out" 'the next client waits for the first'
    expect_no_part
    expect_nobody
}

knows_the_servers_that_are_shipped() {
    command -v socat >/dev/null || skip "socat is not installed"
    bench 0 --scenarios=ping --server=socat
    expect_runs socat measured measured
    expect_nobody
}

forgives_a_stranger_how_it_leaves() {
    echo 'trap "" TERM; "$1" "$2" & wait; sleep 60' >"$dir/deaf.sh"
    bench 0 --scenarios=ping --no-gate --server="three=sh -c '\"\$0\" \"\$1\"; exit 3' $(stranger) {address}" \
        --server="deaf=sh $dir/deaf.sh $(stranger) {address}"
    expect_runs three measured measured
    expect_runs deaf measured measured
    expect_nobody
}

names_a_stranger_that_does_not_start() {
    bench 1 --scenarios=ping --server="mute=sh -c 'echo \"no mood today\" >&2; exit 3' {port}"
    expect_not_measured mute 'it did not start'
    expect_text "$dir/err" 'ended before it served anybody; it says: no mood today'
    expect_runs "$(any_model)" measured measured
}

measures_no_server_that_is_not_its_own() {
    cat >"$dir/orphan.sh" <<'END'
mkfifo "$3"
(sh -c 'read -r go <"$2"; exec "$0" "$1"' "$@" &)
echo go >"$3"
exec sleep 60
END
    bench 1 --scenarios=ping --server="sly=sh $dir/orphan.sh $(stranger) {address} $dir/fifo"
    expect_not_measured sly 'it did not start'
    expect_text "$dir/err" 'no process that its command has started'
}

names_the_case_that_a_crooked_server_fails() {
    bench 1 --scenarios=ping --server="crooked=$bin/crooked-server flip 3000 0 crooked {port}"
    expect_not_measured crooked 'A1 echoes_every_size'
    expect_text "$dir/results/run.json" '"case": "A1 echoes_every_size"'
    expect_json "$dir/results/run.json" gate=held complete=true
    expect_runs "$(any_model)" measured measured
}

measures_a_crooked_server_when_told_to() {
    bench 1 --scenarios=ping --no-gate \
        --server="crooked=$bin/crooked-server flip 32 0 crooked {port}"
    expect_runs crooked failed failed
    expect_text "$dir/out" 'No gate'
    expect_json "$dir/results/run.json" gate=off
}

says_what_to_do_without_echo_conformance() {
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$bin/echo-load" "$(stranger)" "$dir/bin"
    expect_status 1 "$dir/bin/echo-bench" run --quick --models="$(any_model)" --out="$dir/results"
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "$dir/bin/echo-conformance"
    printf '#!/bin/sh\necho "no mood today" >&2; exit 9\n' >"$dir/bin/echo-conformance"
    chmod +x "$dir/bin/echo-conformance"
    expect_status 1 "$dir/bin/echo-bench" run --quick --models="$(any_model)" --out="$dir/more"
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" 'exit status 9: no mood today'
    expect_text "$dir/err" '--no-gate'
    expect_nobody
}

refuses_what_is_no_name() {
    for name in '' a/b ../a 'a b' -a .a '$(id)' "$(printf 'a\nb')" \
        abcdefghijklmnopqrstuvwxyzabcdefg; do
        refuse 2 'is no name for a server' --server="$name=true {port}"
    done
    refuse 2 'one of our own' --server="$(any_model)=true {port}"
    refuse 2 'two commands for tcp' --server='a=true {port}' --server='a=false {port}'
    refuse 2 "'nobody' is none of " --server=nobody
    refuse 2 "'ftp' is none of tcp" --server='a:ftp=true {port}'
}

refuses_what_is_no_command_for_a_server() {
    refuse 2 'names no program' --server=a=
    refuse 2 '{port}' --server='a=true'
    refuse 2 '{path}' --server='a:unix=true {port}'
    refuse 2 'not closed' --server="a=true '{port}"
    refuse 1 "no program '/nowhere/to be'" --server="a='/nowhere/to be' {port}"
    echo 'tcp true' >"$dir/wrong"
    refuse 2 'line 1' --server-file="$dir/wrong"
    refuse 2 'No such file' --server-file="$dir/missing"
    refuse 2 'Is a directory' --server-file="$dir"
}

runs_no_shell() {
    mark=$dir/mark
    bench 1 --scenarios=ping \
        --server="shell=$bin/crooked-server late 0 0 \$(touch$mark) {port} ; touch $mark | touch $mark"
    [ ! -e "$mark" ] || fail "expected nothing to be run but the first word"
}

gives_the_job_to_a_stranger() {
    command -v hyperfine >/dev/null || skip "hyperfine is not installed"
    mkdir "$dir/a {model}"
    ln -s "$(stranger)" "$dir/a {model}/it's"
    expect_status 0 "$bin/echo-bench" run --quick --runs=1 --models="$(any_model)" \
        --scenarios=job --server="mine='$dir/a {model}'/it\\'s {address}" --out="$dir/results"
    expect_runs mine measured
    expect_nobody
}

run_case "$@"
