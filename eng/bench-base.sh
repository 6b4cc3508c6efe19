# shellcheck shell=bash
# Part of eng/bench.sh --base: this checkout beside another commit. Uses base, models, targets, goals, measure and wanted; sets failed.
commit=$(git rev-parse --verify --quiet "$base^{commit}") || { echo "bench.sh: no commit '$base'" >&2; exit 2; }
other=$PWD/build/base/${commit:0:12}
if [[ ! -e $other/tinyengine ]]; then
    git worktree prune
    git worktree add --detach --force "$other" "$commit" >/dev/null 2>&1 || { echo "bench.sh: cannot check out $base" >&2; exit 1; }
fi
echo "$(git log -1 --format='%h %s' "$commit") (base) and this checkout"
"$other/tinyengine" --version >/dev/null || { echo "bench.sh: $base does not build" >&2; exit 1; }
./tinyengine --version >/dev/null

# compare OLD NEW SLACK: the ratio, marked where NEW is more than OLD by more than SLACK; '-' where one is not known.
compare() {
    awk -v old="$1" -v new="$2" -v slack="$3" 'BEGIN {
        if (old == "-" || new == "-") { print "-"; exit }
        printf "%.3f%s\n", (old > 0 ? new / old : 1), (new > old + slack ? "!" : "")
    }'
}

# cpu_seconds TOOL MODEL: user and system time of one plan, with its children; '-' where it fails.
cpu_seconds() {
    local TIMEFORMAT='%U %S' time
    if time=$({ time "$1" plan "$2" >/dev/null 2>&1; } 2>&1); then
        awk '{ print $1 + $2 }' <<<"$time"
    else
        echo -
    fi
}

# Both tools take turns, so that what else the machine does meets both; the median of five.
plan_times() {
    local olds=() news=() i
    for i in 1 2 3 4 5; do
        olds+=("$(cpu_seconds "$other/tinyengine" "$1")")
        news+=("$(cpu_seconds ./tinyengine "$1")")
    done
    echo "$(printf '%s\n' "${olds[@]}" | sort -g | sed -n 3p) $(printf '%s\n' "${news[@]}" | sort -g | sed -n 3p)"
}

# add OLD NEW SLACK: a figure of both and their ratio, as two words of the row; notes when it has grown.
add() {
    local ratio
    ratio=$(compare "$1" "$2" "$3")
    [[ $ratio != *! ]] || failed=1
    cells+=("$1" "$2" "$ratio")
}

row='%-26s %-12s %11s %11s %7s %8s %8s %7s %9s %9s %7s %7s %7s %7s\n'
if ((networks)); then
    # shellcheck disable=SC2059
    printf "$row" network target instr. now ratio arena now ratio flash now ratio plan,s now ratio
    while read -r name _; do
        wanted "$name" || continue
        times=$(plan_times "$models/$name/model.tflite")
        for target in "${targets[@]}"; do
            status=0
            now=$(measure ./tinyengine "$name" "$target") || status=$?
            [[ $status -ne 3 ]] || { echo "bench.sh: the compiler or the emulator is missing" >&2; exit 3; }
            if [[ $status -ne 0 ]]; then
                echo "$name $target: FAILED (exit code $status)"
                failed=1
                continue
            fi
            # A base that does not know the target has no figures.
            before=$(measure "$other/tinyengine" "$name" "$target") || before='- - - - - - - -'
            read -r old_instructions _ old_arena _ _ _ _ old_flash <<<"$before"
            read -r instructions _ arena _ _ _ _ flash <<<"$now"
            cells=()
            add "$old_instructions" "$instructions" 40
            add "$old_arena" "$arena" 0
            add "$old_flash" "$flash" 0
            read -r old_time time <<<"$times"
            add "$old_time" "$time" "$(awk -v t="$old_time" 'BEGIN { print t == "-" ? 0 : t / 10 }')"
            # shellcheck disable=SC2059
            printf "$row" "$name" "$target" "${cells[@]}"
        done
    done <<<"$goals"
fi

if ((kernels)) && [[ ${#names[@]} -eq 0 ]]; then
    old_lines=$(cd "$other" && eng/kernels.sh --bench) || exit $?
    lines=$(eng/kernels.sh --bench) || exit $?
    printf '\n%-76s %8s %8s %s\n' 'kernel and shape (Cortex-M7)' base now ratio
    # "te_add_s8__dsp w20 c24   10.5 /element": the figure is the last but one word.
    while IFS='|' read -r line old now; do
        ratio=$(compare "$old" "$now" "$(awk -v o="$old" 'BEGIN { print o / 200 }')")
        [[ $ratio != *! ]] || failed=1
        printf '%-76s %8s %8s %s\n' "$line" "$old" "$now" "$ratio"
    done < <(awk '
        NF < 3 || $(NF - 1) !~ /^[0-9.]+$/ { next }
        { figure = $(NF - 1); unit = $NF; $(NF - 1) = ""; $NF = ""; key = $0 unit; gsub(/ +/, " ", key) }
        NR == FNR { old[key] = figure; next }
        key in old { print key "|" old[key] "|" figure }' <(cat <<<"$old_lines") <(cat <<<"$lines"))
fi
((failed == 0)) || echo "marked with !: slower or larger than $base"
