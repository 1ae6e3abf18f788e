# echolab.bash - completes the command lines of all our programs: options, values, addresses.
#
# Options, commands and the kinds of values are what a program prints for --help, so they are
# always those of the program at hand. Nothing else is needed: bash-completion, where it is
# installed, loads this file by a program's name; otherwise bash can source it, and so can zsh
# after `autoload -U +X compinit bashcompinit && compinit && bashcompinit`, where file names behind
# a = or : are not found. For zsh's sake there is no BASH_REMATCH and no mapfile in it.
#
# The functions share the variables that _echolab declares.

# Takes a completion of the whole word, if it is one. Readline replaces only what stands behind the
# last of its word breaks, such as = or :.
_echolab_offer() {
    [[ $1 != "$word"* ]] || COMPREPLY+=("${1#"$head"}")
}

# _echolab_files BEFORE -f|-d [ENDING]: of files and folders, behind what stands before them.
_echolab_files() {
    local name
    compopt -o filenames 2>/dev/null
    while IFS= read -r name; do
        [[ -z $name || (-n ${3-} && $name != *"${3-}" && ! -d $name) ]] || _echolab_offer "$1$name"
    done <<<"$(compgen "$2" -- "${word#"$1"}")"
}

# Reads one line of --help: sets $short, $long and $value, each empty if it has none.
_echolab_read_option() {
    short= long= value=
    case $1 in
    '  -'?', --'*) short=${1:2:2} long=${1:6} ;;
    '      --'*) long=${1:6} ;;
    '  -'?' '*) short=${1:2:2} ;;
    esac
    long=${long%%[[:blank:]]*}
    case $long in
    *=*) value=${long#*=} long=${long%%=*} ;;
    esac
    long=${long%\[} value=${value%\]}
}

_echolab_options() {
    local line short long value
    while IFS= read -r line; do
        _echolab_read_option "$line"
        [[ -z $long$short ]] || _echolab_offer "${long:-$short}${value:+=}"
    done <<<"$help"
}

# Finds an option by its short or long name, and sets $short, $long and $value.
_echolab_find_option() {
    local line
    while IFS= read -r line; do
        _echolab_read_option "$line"
        [[ -z $1 || ($1 != "$short" && $1 != "$long") ]] || return 0
    done <<<"$help"
    return 1
}

_echolab_commands() {
    local line list=
    while IFS= read -r line; do
        case $list$line in
        Commands:) list=yes ;;
        'yes  '[a-z]*) line=${line#  } && echo "${line%% *}" ;;
        *) list= ;;
        esac
    done <<<"$help"
    [[ ${program##*/} != echo-load || $help != *' merge '* ]] || echo merge
}

# _echolab_list BEFORE NAME...: a list with commas, in which each name stands once.
_echolab_list() {
    local before=$1 name chosen=${word#"$1"}
    shift
    case $chosen in
    *,*) chosen=${chosen%,*}, ;;
    *) chosen= ;;
    esac
    for name; do
        [[ ,$chosen == *",$name,"* ]] || _echolab_offer "$before$chosen$name"
    done
}

# What the program can measure it names itself: the models in a table, the scenarios when it is
# asked for one that cannot be.
_echolab_models() {
    "$program" models 2>/dev/null </dev/null | while read -r name _; do echo "$name"; done
}

_echolab_scenarios() {
    local said
    said=$("$program" run --scenarios=: 2>&1 </dev/null)
    [[ $said != *' is none of '* ]] || echo "${said##* is none of }" | tr -d ,
}

# Those that are shipped are named when it is asked for another.
_echolab_servers() {
    local said
    said=$("$program" run --server=none 2>&1 </dev/null)
    said=${said##* is none of }
    [[ $said != *';'* ]] || echo "${said%%;*}" | tr -d ,
}

# The models or the cases that echo-conformance lists: "epoll.NAME A --model=epoll --case=A1".
_echolab_listed() {
    local name section model case seen=' '
    while read -r name section model case; do
        case $1 in
        1) name=${model#*=} ;;
        2) name=${case#*=} ;;
        esac
        [[ $seen != *" $name "* ]] || continue
        seen+="$name " && echo "$name"
    done <<<"$("$program" "$2" 2>/dev/null </dev/null)"
}

# _echolab_values LONG KIND BEFORE: what the option may be, behind what stands before it.
_echolab_values() {
    local value number=${word#"$3"} values=
    case $1 in
    --models) _echolab_list "$3" $(_echolab_models) ;;
    --model) _echolab_list "$3" $(_echolab_listed 1 --list) ;;
    --case) _echolab_list "$3" $(_echolab_listed 2 --list) ;;
    --transport) case $2 in
        *,*) _echolab_list "$3" tcp tcp6 unix udp udp6 unixgram ;;
        *) values='tcp tcp6 unix' ;;
        esac ;;
    --set) values='all gate' ;;
    --address) _echolab_addresses "$3" ;;
    --scenarios) _echolab_list "$3" $(_echolab_scenarios) ;;
    --server) case $2 in
        PATH) _echolab_files "$3" -f ;;
        *) values=$(_echolab_servers) ;;
        esac ;;
    --baseline) values=$(_echolab_models) ;;
    --service) for value in echo upper task; do
        [[ $help != *"$value"* ]] || values="$values $value"
    done ;;
    --arrivals) values='poisson uniform' ;;
    --pacing) values='precise balanced' ;;
    --task) values='spin: block: exp: bimodal:' ;;
    --stall) case $number in
        [0-9]*:*) number=${number%%:*}
            values="$number:reader $number:writer $number:mute $number:reset" ;;
        esac ;;
    *) case $2 in
        FILE | PATH) _echolab_files "$3" -f ;;
        DIR) _echolab_files "$3" -d ;;
        esac ;;
    esac
    for value in $values; do
        _echolab_offer "$3$value"
    done
}

# _echolab_addresses BEFORE: of the kinds that the program knows.
_echolab_addresses() {
    local prefix address=${word#"$1"}
    for prefix in tcp:// udp:// unix: unixgram:; do
        [[ $help != *"$prefix"* ]] || case $address in
        unix:* | unixgram:*) [[ $address != "$prefix"* ]] || _echolab_files "$1$prefix" -f ;;
        *) _echolab_offer "$1$prefix" ;;
        esac
    done
}

# What is neither an option nor its value.
_echolab_operands() {
    local name
    case $command in
    merge) _echolab_files '' -f .hlog ;;
    compare | export | report | plot) _echolab_files '' -d ;;
    '') [[ $help != *--address=* ]] || return 0
        [[ $start != 1 ]] || for name in $(_echolab_commands); do
        _echolab_offer "$name"
    done
        _echolab_addresses '' ;;
    esac
}

# Sets $word and $start: what is completed, in one piece though bash divides it at word breaks, and
# where it begins in COMP_WORDS.
_echolab_find_word() {
    local typed=${COMP_LINE:0:$COMP_POINT}
    start=$COMP_CWORD word=${COMP_WORDS[$COMP_CWORD]}
    until [[ $typed == *"$word" ]]; do
        word=${word%?}
    done
    while ((start > 1)) && [[ $typed == *"${COMP_WORDS[$((start - 1))]}$word" ]]; do
        start=$((start - 1)) word=${COMP_WORDS[$start]}$word
    done
}

_echolab() {
    local word start head help name command= short long value program=${COMP_WORDS[0]} IFS=$' \t\n'
    COMPREPLY=()
    _echolab_find_word
    head=$word
    while [[ -n $head && ${COMP_WORDBREAKS-} != *"${head: -1}"* ]]; do
        head=${head%?}
    done

    case $program in
    '~/'*) program=$HOME/${program:2} ;;
    esac
    help=$("$program" --help 2>/dev/null </dev/null)
    for name in $(_echolab_commands); do
        [[ $start == 1 || $name != "${COMP_WORDS[1]}" ]] || command=$name
    done
    [[ -z $command ]] || help=$("$program" "$command" --help 2>/dev/null </dev/null)

    case $word in
    --*=*) ! _echolab_find_option "${word%%=*}" || _echolab_values "$long" "$value" "$long=" ;;
    -*) _echolab_options ;;
    *) if _echolab_find_option "${COMP_WORDS[$((start - 1))]}" && [[ -n $value ]]; then
        _echolab_values "$long" "$value" ''
    else
        _echolab_operands
    fi ;;
    esac
    case ${#COMPREPLY[@]}${COMPREPLY[0]-} in
    1*[=:/]) compopt -o nospace 2>/dev/null ;;
    esac
    return 0
}

# Zsh has no compopt: it would put a blank behind --option=.
complete ${ZSH_VERSION:+-o} ${ZSH_VERSION:+nospace} -F _echolab \
    echo-iterative echo-forking echo-threaded echo-select echo-poll echo-epoll echo-libuv \
    echo-client echo-load echo-bench echo-conformance
