# echo-bench-report.sh - what `echo-bench report` and `echo-bench plot` promise, without a browser.
#
# The results are invented: results-maker.c.
. "$(dirname "$0")/lib.sh"

template=../share/echolab/report-template.html

make() {
    made=$1
    shift
    "$bin/results-maker" "$dir/$made" "$@" || fail "expected results-maker to make $made"
}

needs_page() {
    [ -e "$bin/$template" ] || skip "this build has no page of reports"
}

needs_gnuplot() {
    command -v gnuplot >/dev/null 2>&1 || skip "there is no gnuplot"
}

# A copy of echo-bench beside a page that holds nothing but the data.
copy_bench() {
    mkdir -p "$dir/bin" "$dir/share/echolab"
    cp "$bin/echo-bench" "$dir/bin"
    printf 'before|@DATA@|after\n' >"$dir/share/echolab/report-template.html"
}

# The data of a page by such a copy.
data_of() {
    sed 's/^before|//; s/|after$//' "$1" >"$dir/data.json"
}

# Cases.

writes_the_page_beside_the_results_and_says_where() {
    needs_page
    make one
    expect_status 0 "$bin/echo-bench" report "$dir/one"
    [ "$(cat "$dir/out")" = "$dir/one/report.html" ] || fail "expected the path of the page"
    expect_files "$dir/one" report.html summary.json
    expect_text "$dir/one/report.html" "default-src 'none'; script-src 'sha256-"
    [ "$(grep -c 'id="data"' "$dir/one/report.html")" = 1 ] || fail "expected one place for the data"
}

puts_the_data_where_it_belongs() {
    copy_bench
    make one cpu='</script><b>&'
    expect_status 0 "$dir/bin/echo-bench" report --out="$dir/page" "$dir/one"
    [ "$(wc -l <"$dir/page")" = 1 ] || fail "expected one line"
    ! grep -q '[<>&]' "$dir/page" || fail "expected nothing that means something to HTML"
    data_of "$dir/page"
    expect_json "$dir/data.json" kind=run links=null 'summary.machine.cpu=</script><b>&'
}

links_to_the_models_where_they_are() {
    copy_bench
    mkdir -p "$dir/project/results" "$dir/project/epoll"
    : >"$dir/project/epoll/README.md"
    make project/results/one
    expect_status 0 "$dir/bin/echo-bench" report "$dir/project/results/one/"
    data_of "$dir/project/results/one/report.html"
    expect_json "$dir/data.json" links=../../
    (cd "$dir/project/results/one" && expect_status 0 "$dir/bin/echo-bench" report .) || exit 1
    data_of "$dir/project/results/one/report.html"
    expect_json "$dir/data.json" links=../../
}

compares_two_as_echo_bench_compare_does() {
    copy_bench
    make one seed=1
    make two seed=2 slow=epoll times=1.5
    expect_status 0 "$dir/bin/echo-bench" report "$dir/one" "$dir/two/"
    data_of "$dir/two/against-one.html"
    expect_json "$dir/data.json" kind=compare
    expect_status 0 "$dir/bin/echo-bench" compare --json="$dir/compare.json" "$dir/one" "$dir/two"
    count=$(json "$dir/compare.json" comparisons)
    expect_json "$dir/data.json" "comparisons=$count"
    i=0
    while [ "$i" -lt "$count" ]; do
        for key in point figure verdict why; do
            expect_json "$dir/data.json" \
                "comparisons.$i.$key=$(json "$dir/compare.json" "comparisons.$i.$key")"
        done
        i=$((i + 1))
    done
    grep -q '"verdict": "slower"' "$dir/compare.json" || fail "expected something to be slower"
}

prints_the_tables_where_there_is_no_page() {
    make one
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$dir/bin"
    expect_status 1 "$dir/bin/echo-bench" report "$dir/one"
    expect_text "$dir/err" "no page: the page's template is not there"
    expect_one_line_in "$dir/err"
    expect_text "$dir/out" "rate: what does a request cost, at the same load?"
    grep -qE '^  epoll +[0-9.]+ +[0-9]+' "$dir/out" || fail "expected figures of epoll"
    expect_files "$dir/one" summary.json
}

tables_of_hostile_results_steer_no_terminal() {
    make one
    mkdir "$dir/bin"
    cp "$bin/echo-bench" "$dir/bin"
    sed 's/"epoll"/"e\\u001b[31mpoll\\u202e\\u0007"/g' "$dir/one/summary.json" >"$dir/hostile"
    cp "$dir/hostile" "$dir/one/summary.json"
    expect_status 1 "$dir/bin/echo-bench" report "$dir/one"
    expect_text "$dir/out" 'e?[31mpoll?'
    ! tr -d '\n' <"$dir/out" | grep -q '[[:cntrl:]]' || fail "expected no control characters"
}

refuses_what_is_no_folder_of_results() {
    expect_status 1 "$bin/echo-bench" report "$dir/nowhere"
    expect_text "$dir/err" "no page: $dir/nowhere/summary.json: cannot be read"
    expect_one_line_in "$dir/err"
    mkdir "$dir/old"
    echo '{"schema": "echolab-summary-1"}' >"$dir/old/summary.json"
    expect_status 1 "$bin/echo-bench" report "$dir/old"
    expect_text "$dir/err" "not of the schema"
    expect_status 1 "$bin/echo-bench" plot "$dir/nowhere"
    expect_one_line_in "$dir/err"
}

# Of half a file there would be half of the pictures, and nobody would know.
draws_nothing_of_a_broken_file() {
    for breach in 's/"points": \[/"points": 5, "dots": [/' 's/"median": [0-9.]*/"median": "many"/' \
        's/"scenarios": \[/"scenarios": {}, "others": [/'; do
        rm -rf "$dir/one"
        make one
        sed "$breach" "$dir/one/summary.json" >"$dir/broken"
        ! cmp -s "$dir/one/summary.json" "$dir/broken" || fail "expected sed to change it"
        cp "$dir/broken" "$dir/one/summary.json"
        expect_status 1 "$bin/echo-bench" plot "$dir/one"
        expect_text "$dir/err" "no pictures: $dir/one/summary.json: scenarios"
        expect_one_line_in "$dir/err"
        expect_nothing_in "$dir/out"
        expect_files "$dir/one" summary.json
    done
}

tells_wrong_use() {
    expect_status 2 "$bin/echo-bench" report
    expect_text "$dir/err" "a folder of results is missing"
    expect_status 2 "$bin/echo-bench" report a b c
    expect_text "$dir/err" "no more than two folders"
    expect_status 2 "$bin/echo-bench" report --out= a
    expect_status 2 "$bin/echo-bench" plot
    expect_text "$dir/err" "a folder of results is missing"
    expect_status 2 "$bin/echo-bench" plot a b
}

leaves_the_old_page_when_the_new_one_cannot_be_written() {
    copy_bench
    make one
    [ "$(id -u)" != 0 ] || { command -v chattr >/dev/null && chattr +i "$dir/one" 2>/dev/null; } ||
        skip "nothing is forbidden to root here"
    [ "$(id -u)" = 0 ] || chmod a-w "$dir/one"
    run "$dir/out" "$dir/bin/echo-bench" report "$dir/one"
    saw=$status
    [ "$(id -u)" != 0 ] || chattr -i "$dir/one"
    chmod u+w "$dir/one"
    [ "$saw" = 1 ] || fail "expected exit status 1, saw $saw"
    expect_text "$dir/err" "cannot write"
    expect_files "$dir/one" summary.json
}

draws_pictures_by_gnuplot() {
    needs_gnuplot
    make one
    expect_status 0 "$bin/echo-bench" plot --out="$dir/new" "$dir/one"
    expect_nothing_in "$dir/err"
    expect_text "$dir/out" "$dir/new/rate.svg, rate-dark.svg, rate.png"
    expect_text "$dir/out" "churn: no picture: churn is not in these results"
    expect_files "$dir/new" idle-dark.svg idle.dat idle.gp idle.png idle.svg \
        rate-dark.svg rate.dat rate.gp rate.png rate.svg
    for model in forking poll epoll; do
        expect_text "$dir/new/rate.svg" "<text>$model</text>"
    done
    expect_text "$dir/new/rate.dat" "# epoll"
    [ "$(grep -cE '^[0-9.]+ [0-9.]+ [0-9.]+ [0-9.]+$' "$dir/new/rate.dat")" = 9 ] ||
        fail "expected three points of three models"
}

writes_scripts_where_there_is_no_gnuplot() {
    make one
    expect_status 0 env PATH=/nowhere "$bin/echo-bench" plot "$dir/one"
    expect_text "$dir/out" "gnuplot is missing"
    expect_files "$dir/one" idle.dat idle.gp rate.dat rate.gp summary.json
}

nothing_in_results_or_names_is_obeyed_by_gnuplot() {
    needs_gnuplot
    make "|touch gotcha;#"
    sed "s/\"epoll\"/\"'\`touch gotcha\`'.system('touch gotcha').@x\\\\n\"/g" \
        "$dir/|touch gotcha;#/summary.json" >"$dir/hostile"
    cp "$dir/hostile" "$dir/|touch gotcha;#/summary.json"
    (cd "$dir" && expect_status 0 "$bin/echo-bench" plot "|touch gotcha;#") || exit 1
    [ -e "$dir/|touch gotcha;#/rate.svg" ] || fail "expected a picture"
    [ -z "$(find "$dir" -name gotcha)" ] || fail "expected nothing to be obeyed"
    expect_text "$dir/|touch gotcha;#/rate.svg" "_touch gotcha_"
}

run_case "$@"
