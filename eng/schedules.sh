#!/usr/bin/env bash
# Verifies every kind of schedule on whole networks.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: eng/schedules.sh [--models DIR] [--target T]... [NETWORK...]

Compiles each network with convolutions in every kind of schedule, runs it with its samples and compares the outputs: layers; stream, rows
pushed where the network allows it; patches (the first 5 operators, or half of them where there are fewer, 2 x 2); auto with three budgets
of RAM, of 70 % of what layers take, of 35 %, and of what the smallest plan takes.
Prints for each what was chosen, the arena as measured, and F, multiply-accumulates that were executed in relation to the network's own.
Slow: some minutes for a network.
  --models DIR   folder of networks: NAME/model.tflite with in{K}_{I}.bin and out{K}_{I}.bin
                 (default: $TINYENGINE_MODELS, else ../shared/models)
  --target T     host, cortex-m7 or cortex-m4 (default: host and cortex-m7)
  NETWORK        these networks only
Exit code: 0 all outputs equal; 1 an output differs or a run failed; 2 usage; 3 a tool is missing. Networks that cannot run in patches
(TE3004) are named, not counted.
TEXT
}

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
models=${TINYENGINE_MODELS:-../shared/models} targets=() names=()
while [[ $# -gt 0 ]]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --models) models=${2:?--models needs a folder}; shift 2 ;;
        --target) targets+=("${2:?--target needs a name}"); shift 2 ;;
        -*) usage >&2; exit 2 ;;
        *) names+=("$1"); shift ;;
    esac
done
[[ ${#targets[@]} -gt 0 ]] || targets=(host cortex-m7)
[[ -d $models ]] || { echo "schedules.sh: no folder $models; give one with --models" >&2; exit 2; }

failed=0 row='%-28s %-9s %-22s %-8s %8s %5s %s\n'
# values KEY...: of the JSON object on stdin, the first of each.
values() {
    awk -F'[:,]' -v keys="$*" '{ key = $1; gsub(/[ "]/, "", key); value = $2; gsub(/[ "]/, "", value); if (!(key in v)) v[key] = value }
        END { n = split(keys, k, " "); for (i = 1; i <= n; i++) printf "%s%s", (k[i] in v ? v[k[i]] : "-"), (i < n ? " " : "\n") }'
}

# try NETWORK TARGET WHAT OPTION...
try() {
    local name=$1 target=$2 what=$3 status=0 json errors
    shift 3
    errors=$(mktemp)
    json=$(./tinyengine verify "$models/$name/model.tflite" --samples "$models/$name" \
        --target "$target" "$@" --json 2>"$errors") || status=$?
    [[ $status -ne 3 ]] || { cat "$errors" >&2; rm -f "$errors"; exit 3; }
    local match schedule macs executed arena result
    read -r match schedule macs executed arena < <(values match schedule macs macsExecuted arena <<<"$json")
    if [[ $status -eq 0 && $match == true ]]; then
        result=match
    elif grep -q TE3004 "$errors"; then
        result="no patches: $(sed -n 's/^ *why: //p' "$errors" | head -n 1)"
    else
        result="FAILED (exit code $status)"
        failed=1
    fi
    rm -f "$errors"
    ratio=$(awk -v m="$macs" -v e="$executed" 'BEGIN { if (m > 0 && e > 0) printf "%.2f", e / m; else printf "-" }')
    # shellcheck disable=SC2059
    printf "$row" "$name" "$target" "$what" "$schedule" "$arena" "$ratio" "$result"
}

# shellcheck disable=SC2059
printf "$row" network target options schedule arena F result
for file in "$models"/*/model.tflite; do
    name=$(basename "$(dirname "$file")")
    [[ ${#names[@]} -eq 0 || " ${names[*]} " == *" $name "* ]] || continue
    description=$(./tinyengine inspect "$file")
    grep -q CONV_2D <<<"$description" || continue
    operators=$(sed -n '1s/.*, \([0-9]*\) operators.*/\1/p' <<<"$description")
    for target in "${targets[@]}"; do
        plan=$(./tinyengine plan "$file" --target "$target" --json)
        mode=$(values inputMode <<<"$plan")
        # Arenas of the front: the first is that of whole tensors, the last the smallest.
        read -r layers smallest < <(sed -n 's/.*"arenaBytes": \([0-9]*\).*/\1/p' <<<"$plan" |
            awk 'NR == 1 { first = $1 } { last = $1 } END { print first, last }')
        try "$name" "$target" layers --schedule layers
        try "$name" "$target" "stream, input $mode" --schedule stream --input-mode "$mode"
        try "$name" "$target" patches --schedule patches --patch "split=$((operators > 5 ? 5 : operators / 2)),n=2"
        for budget in $((layers * 70 / 100)) $((layers * 35 / 100)) "$smallest"; do
            budget=$((budget > smallest ? budget : smallest))
            try "$name" "$target" "auto within $budget" --input-mode "$mode" --sram "$budget"
        done
    done
done
exit $failed
