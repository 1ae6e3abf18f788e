# hdr-files.sh - histograms in files: what echo-load writes is what other people's programs read,
# and echo-load merge reads theirs.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/load.sh"

# Where the readers and writers of other people are: tests/run puts them there.
oracle=${ORACLE:-}
scripts=$(cd "$(dirname "$0")/../oracle" && pwd)
jar=/usr/share/java/hdrhistogram.jar

shapes='all wide edges beyond huge lonely empty'

needs_node() {
    command -v node >/dev/null 2>&1 || skip "there is no node"
    [ -d "$oracle/node_modules/hdr-histogram-js" ] || skip "hdr-histogram-js is not there"
}

needs_java() {
    command -v java >/dev/null 2>&1 || skip "there is no java"
    [ -e "$jar" ] || skip "$jar is not there"
}

# make SHAPE...: the files of that shape, $dir/SHAPE.hlog, .hgrm and .json.
make() {
    for shape; do
        expect_status 0 "$bin/hdr-maker" "$shape" "$dir/$shape"
    done
}

# by_node SCRIPT ARGUMENT...
by_node() {
    script=$1
    shift
    expect_status 0 env NODE_PATH="$oracle/node_modules" node "$scripts/$script.js" "$@"
}

# by_java NAME: reads $dir/NAME.hlog; its percentiles go to $dir/NAME.hgrm.java, without the
# lines that say when.
by_java() {
    expect_status 0 java -XX:TieredStopAtLevel=1 -cp "$jar" org.HdrHistogram.HistogramLogProcessor \
        -tag latency -i "$dir/$1.hlog" -o "$dir/$1.java"
    sed '/^#\[Overall percentile/d; /^#\[StartTime/d' "$dir/$1.java.hgrm" >"$dir/$1.hgrm.java"
}

expect_same() {
    cmp "$1" "$2" >&2 || fail "expected ${1##*/} and ${2##*/} to be the same"
}

# expect_close JSON PATH MILLISECONDS: within 0.1 %, and what the three decimals can tell.
expect_close() {
    expected=$(json "$1" "$2")
    awk -v ns="$expected" -v ms="$3" 'BEGIN {
        off = ms * 1e6 - ns; exit off * off > (ns / 1000 + 500) ^ 2 }' ||
        fail "expected $2 of $expected ns, saw $3 ms"
}

merge() {
    wanted=$1
    shift
    expect_status "$wanted" "$bin/echo-load" merge "$@"
}

# refuse_log TEXT: a log of one such line is refused, with its place.
refuse_log() {
    printf '#[StartTime: 1700000000.000 (seconds since epoch)]\n%s\n' "$1" >"$dir/bad.hlog"
    merge 1 "$dir/bad.hlog"
    expect_one_line_in "$dir/err"
    expect_text "$dir/err" "$dir/bad.hlog:2: "
    expect_nothing_in "$dir/out"
}

# run_for_files OPTION...: a load of two and a half seconds, and all files of it.
run_for_files() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    load 0 -c 8 -t 2 -d 2.5 --warmup=0 --hlog="$dir/run.hlog" --hgrm="$dir/run.hgrm" "$@"
}

# An interval a second for each tag.
expect_intervals() {
    for tag; do
        [ "$(grep -c "^Tag=$tag," "$dir/run.hlog")" = 3 ] || fail "expected 3 intervals of $tag"
    done
}

# Cases.

hdr_histogram_js_reads_what_echo_load_writes() {
    needs_node
    for shape in $shapes; do
        make $shape
        by_node compare "$dir/$shape.hlog" latency "$dir/$shape.json" . "$dir/$shape.hgrm"
    done
}

hdr_histogram_js_sees_what_is_wrong() {
    needs_node
    make all odd wide
    for other in odd wide; do
        run "$dir/out" env NODE_PATH="$oracle/node_modules" node "$scripts/compare.js" \
            "$dir/all.hlog" latency "$dir/$other.json" .
        [ "$status" = 1 ] || fail "expected the comparison with $other to fail"
    done
    run "$dir/out" env NODE_PATH="$oracle/node_modules" node "$scripts/compare.js" \
        "$dir/all.hlog" latency "$dir/all.json" . "$dir/odd.hgrm"
    [ "$status" = 1 ] || fail "expected the comparison with odd.hgrm to fail"
}

histogram_log_processor_reads_what_echo_load_writes() {
    needs_java
    for shape in $shapes; do
        make $shape
        by_java $shape
        expect_same "$dir/$shape.hgrm" "$dir/$shape.hgrm.java"
    done
}

histogram_log_processor_finds_the_same_percentiles_and_times() {
    needs_java
    make all
    by_java all
    set -- $(tail -n 1 "$dir/all.java" | tr -d '():' | sed 's/^\([0-9.]*\) .* T/\1 /')
    [ "$1 $2" = "10.000 $(json "$dir/all.json" count)" ] ||
        fail "expected the end and the count of all, saw $1 $2"
    shift 2
    for name in p50 p90 p99 p99_9 p99_99 p100; do
        expect_close "$dir/all.json" $name "$1"
        shift
    done
}

two_halves_merge_to_the_whole() {
    make all odd even
    merge 0 "$dir/odd.hlog" "$dir/even.hlog" --json="$dir/merged.json" \
        --hlog="$dir/merged.hlog" --hgrm="$dir/merged.hgrm"
    expect_same "$dir/all.hgrm" "$dir/merged.hgrm"
    expect_json "$dir/merged.json" schema=echolab-merge-1
    for name in count p50 p75 p90 p99 p99_9 p99_99; do
        expect_json "$dir/merged.json" tags.latency.$name="$(json "$dir/all.json" $name)"
    done
    expect_text "$dir/out" 'Merged 2 logs: 10.000 s '
    expect_text "$dir/out" '  latency: 200,000, mean '
    expect_text "$dir/out" '  connect: 400,000, mean '
    merge 0 "$dir/merged.hlog" --json="$dir/again.json"
    expect_same "$dir/merged.json" "$dir/again.json"
}

merging_in_any_order_is_the_same() {
    make odd even wide
    merge 0 "$dir/odd.hlog" "$dir/even.hlog" "$dir/wide.hlog" --json="$dir/one.json"
    merge 0 "$dir/wide.hlog" "$dir/odd.hlog" "$dir/even.hlog" --json="$dir/other.json"
    expect_json "$dir/other.json" tags.latency.count=400000
    for tag in latency connect; do
        for name in count min p50 p99_99 max; do
            expect_json "$dir/one.json" \
                tags.$tag.$name="$(json "$dir/other.json" tags.$tag.$name)"
        done
    done
}

others_read_what_is_merged() {
    needs_node
    make odd even all
    merge 0 "$dir/odd.hlog" "$dir/even.hlog" --hlog="$dir/merged.hlog" --hgrm="$dir/merged.hgrm"
    by_node compare "$dir/merged.hlog" latency "$dir/all.json" . "$dir/merged.hgrm"
}

merges_what_hdr_histogram_js_writes() {
    needs_node
    for layout in '1 3600000000000 3' '1000 60000000000 2' '1 10000000 5' '64 1000000000 1'; do
        by_node foreign $layout "$dir/foreign.hlog"
        merge 0 "$dir/foreign.hlog" --json="$dir/merged.json"
        expect_json "$dir/merged.json" tags..count=5000
        # The library's own precision is one more reason to differ.
        case $layout in
        *' 3' | *' 5') by_node compare "$dir/foreign.hlog" 'NO TAG' "$dir/merged.json" tags. ;;
        esac
    done
}

keeps_values_above_an_hour_apart() {
    make beyond
    merge 0 "$dir/beyond.hlog" --json="$dir/merged.json"
    expect_json "$dir/merged.json" tags.latency.overflow=12500 tags.latency.count=112500
}

a_log_cut_short_is_a_shorter_log() {
    make all
    head -n 11 "$dir/all.hlog" >"$dir/short.hlog"
    merge 0 "$dir/short.hlog" --json="$dir/merged.json"
    expect_json "$dir/merged.json" tags.latency.count=60000 tags.connect.count=60000
}

a_full_disk_leaves_a_shorter_log() {
    expect_status 1 sh -c 'trap "" XFSZ; ulimit -f 128; exec "$@"' sh \
        "$bin/hdr-maker" all "$dir/full"
    expect_text "$dir/err" "cannot write the log to $dir/full.hlog: File too large"
    merge 0 "$dir/full.hlog" --json="$dir/merged.json"
    found=$(json "$dir/merged.json" tags.latency.count)
    [ "$found" -ge 20000 ] && [ "$found" -lt 200000 ] && [ $((found % 20000)) = 0 ] ||
        fail "expected whole intervals of 20000, but not all, saw $found"
}

says_at_once_that_a_log_cannot_be_written() {
    mkdir "$dir/folder.hlog"
    ln -s /dev/full "$dir/device.hlog"
    for name in "$dir/no/file" "$dir/folder" "$dir/device"; do
        expect_status 1 "$bin/hdr-maker" all "$name"
        expect_text "$dir/err" "cannot write the log to $name.hlog: "
        [ ! -e "$name.json" ] || fail "expected nothing more to be made"
    done
}

reads_logs_without_tags_and_with_strange_lines() {
    make all
    sed 's/^Tag=latency,//; /^Tag=connect/d; /BaseTime/d; s/$/\r/' "$dir/all.hlog" \
        >"$dir/plain.hlog"
    printf '\n# nothing\n' >>"$dir/plain.hlog"
    merge 0 "$dir/plain.hlog" --hgrm="$dir/plain.hgrm" --hlog="$dir/merged.hlog"
    expect_text "$dir/merged.hlog" '#[StartTime: 1700000000.250 '
    expect_text "$dir/out" '(no tag): 200,000'
    expect_same "$dir/all.hgrm" "$dir/plain.hgrm"
}

chooses_the_tag_of_the_percentiles() {
    make all wide
    merge 0 "$dir/all.hlog" --tag=connect --hgrm="$dir/chosen.hgrm"
    expect_same "$dir/wide.hgrm" "$dir/chosen.hgrm"
    merge 1 "$dir/all.hlog" --tag=nobody --hgrm="$dir/no.hgrm"
    expect_text "$dir/err" "'nobody'"
    sed 's/^Tag=latency/Tag=delay/' "$dir/all.hlog" >"$dir/other.hlog"
    merge 1 "$dir/other.hlog" --hgrm="$dir/no.hgrm"
    expect_text "$dir/err" "choose one by --tag"
    [ ! -e "$dir/no.hgrm" ] || fail "expected no file of a tag that is not there"
}

refuses_wrong_use_of_merge() {
    make all
    merge 2
    expect_text "$dir/err" 'the logs are missing'
    merge 2 "$dir/all.hlog" --tag=latency
    expect_text "$dir/err" '--hgrm'
    merge 2 "$dir/all.hlog" --nonsense
    merge 1 "$dir/all.hlog" "$dir/none.hlog"
    expect_text "$dir/err" "$dir/none.hlog"
    expect_nothing_in "$dir/out"
    merge 1 "$dir/all.hlog" --json="$dir/no/folder"
    expect_text "$dir/err" "$dir/no/folder"
}

refuses_lines_that_are_no_intervals() {
    make lonely
    good=$(tail -n 1 "$dir/lonely.hlog")
    text=${good##*,}
    for line in nonsense "Tag=x,0,1,$text" "0,1,2,$text,3" "x,1,2,$text" "0,nan,2,$text" \
        '0,1,2,' '0,1,2,HISTF' '0,1,2,!!!!' '0,1,2,HISTFAAA' "0,1,2,${text%????}" \
        "0,1,2,${text}AAAA" "$(printf 'Tag=a\033[1m,0,1,2,%s' "$text")" \
        "$(printf 'Tag=a\377,0,1,2,%s' "$text")"; do
        refuse_log "$line"
    done
    merge 1 /dev/zero
    expect_text "$dir/err" '/dev/zero:1: '
}

leaves_what_is_there_when_merging_fails() {
    make all
    mkdir "$dir/results"
    echo old >"$dir/results/old.hlog"
    merge 1 "$dir/all.hlog" "$dir/all.json" --hlog="$dir/results/old.hlog"
    expect_text "$dir/results/old.hlog" old
    expect_files "$dir/results" old.hlog
}

others_read_the_files_of_a_closed_loop() {
    needs_node
    run_for_files
    expect_intervals latency
    by_node compare "$dir/run.hlog" latency "$dir/result.json" latency_ns "$dir/run.hgrm"
}

others_read_the_files_of_an_open_loop() {
    needs_node
    run_for_files -r 5k
    expect_intervals latency uncorrected lateness
    for tag in latency uncorrected lateness; do
        by_node compare "$dir/run.hlog" $tag "$dir/result.json" ${tag}_ns
    done
}

histogram_log_processor_reads_the_files_of_a_run() {
    needs_java
    run_for_files -r 5k
    by_java run
    expect_same "$dir/run.hgrm" "$dir/run.hgrm.java"
}

merges_the_files_of_two_runs() {
    run_for_files -r 5k
    mv "$dir/run.hlog" "$dir/first.hlog"
    first=$(json "$dir/result.json" latency_ns.count)
    load 0 -c 8 -d 1 --warmup=0 -r 5k --hlog="$dir/run.hlog"
    merge 0 "$dir/first.hlog" "$dir/run.hlog" --json="$dir/merged.json"
    expect_json "$dir/merged.json" \
        tags.latency.count=$((first + $(json "$dir/result.json" latency_ns.count)))
}

says_that_a_file_cannot_be_written() {
    start_server "$(any_model)" tcp://127.0.0.1:0
    for option in --hlog --csv; do
        expect_status 1 "$bin/echo-load" -n 10 $option="$dir/no/folder/x" "$where"
        expect_one_line_in "$dir/err"
        expect_text "$dir/err" "$dir/no/folder/x"
        expect_nothing_in "$dir/out"
    done
    for option in --hgrm --sends; do
        load 1 -n 10 -r 1k $option="$dir/no/folder/x"
        expect_text "$dir/err" "$dir/no/folder/x"
    done
    for option in --hlog --csv; do
        load 1 -n 10 $option=/dev/full
        expect_text "$dir/err" /dev/full
    done
}

run_case "$@"
