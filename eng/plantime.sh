#!/usr/bin/env bash
# Measures how long the tool takes to plan and to compile, beside another checkout of it.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: eng/plantime.sh [--base CHECKOUT] [--models DIR] [--runs N] [MODEL...]

CPU time (user and system, all threads) of './tinyengine plan MODEL' and './tinyengine compile MODEL --schedule stream', launcher included,
and of './tinyengine --version': median of N runs, in milliseconds, after one that warms the caches. Runs of the two checkouts alternate.
  --base CHECKOUT  a folder with another version of these sources, to compare with (git worktree add FOLDER COMMIT)
  --models DIR     folder of networks (default: $TINYENGINE_MODELS, else ../shared/models)
  --runs N         default 5
  MODEL            files; without: mcunet-in1, mcunet-in4, tinyengine-detection and a chain of 300 operators
Exit code: 0 measured; 1 a run failed; 2 usage.
TEXT
}

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
models=${TINYENGINE_MODELS:-$root/../shared/models} base='' runs=5 files=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --base) base=${2:?--base needs a folder}; shift 2 ;;
        --models) models=${2:?--models needs a folder}; shift 2 ;;
        --runs) runs=${2:?--runs needs a number}; shift 2 ;;
        -*) usage >&2; exit 2 ;;
        *) files+=("$1"); shift ;;
    esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ ${#files[@]} -eq 0 ]]; then
    chain=$root/build/chain300.tflite
    mkdir -p "$root/build"
    [[ -e $chain ]] || DOTNET_NOLOGO=1 dotnet run --configuration Release "$root/eng/networks.cs" chain300 "$chain"
    files=("$models"/{mcunet-in1,mcunet-in4,tinyengine-detection}/model.tflite "$chain")
fi

# cpu COMMAND...: milliseconds of CPU time.
cpu() {
    local TIMEFORMAT='%3U %3S'
    { time "$@" >/dev/null 2>"$work/errors"; } 2>"$work/time" || { cat "$work/errors" >&2; exit 1; }
    awk '{ printf "%d\n", ($1 + $2) * 1000 + 0.5 }' "$work/time"
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# row NAME ARGUMENT...: one line, OUTPUT among the arguments stands for a folder.
row() {
    local name=$1 i which ratio=
    shift
    rm -f "$work"/here "$work"/base
    for ((i = 0; i <= runs; i++)); do
        for which in here ${base:+base}; do
            local tool=$root/tinyengine
            [[ $which == here ]] || tool=$base/tinyengine
            local figure
            figure=$(cpu "$tool" "${@/#OUTPUT/$work/output}") || exit 1
            ((i == 0)) || echo "$figure" >>"$work/$which"
        done
    done
    [[ -z $base ]] || ratio=$(awk -v a="$(median "$work/here")" -v b="$(median "$work/base")" 'BEGIN { printf "%.2f", a / b }')
    printf '%-40s %8s %8s %6s\n' "$name" "$(median "$work/here")" "$([[ -z $base ]] || median "$work/base")" "$ratio"
}

printf '%-40s %8s %8s %6s\n' 'CPU ms' here "${base:+base}" "${base:+ratio}"
row version --version
for file in "${files[@]}"; do
    name=$(basename "$file" .tflite)
    [[ $name != model ]] || name=$(basename "$(dirname "$file")")
    row "plan $name" plan "$file"
    row "compile $name --schedule stream" compile "$file" --schedule stream --output OUTPUT
done
