#!/usr/bin/env bash
# Verifies networks on every emulated core.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/cores.sh [--models DIR] [--target T]... [NETWORK...]

Compiles each network for each target, runs it with its samples, compares the outputs, and prints instructions, instructions per
multiply-accumulate, arena, stack and code. Slow: most of it is spent in the emulator.
  --models DIR   folder of networks: NAME/model.tflite with in{K}_{I}.bin and out{K}_{I}.bin (default: $TINYENGINE_MODELS, else
                 ../shared/models)
  --target T     (default: cortex-m33, cortex-m3 and cortex-m0plus)
  NETWORK        these networks only
Exit code: 0 all outputs equal; 1 an output differs or a run failed; 2 usage; 3 a tool is missing.
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
[[ ${#targets[@]} -gt 0 ]] || targets=(cortex-m33 cortex-m3 cortex-m0plus)
[[ -d $models ]] || { echo "cores.sh: no folder $models; give one with --models" >&2; exit 2; }

failed=0
# The row of `verify` below its rule: target, outcome, instructions, per MAC, arena, stack, bound, code.
printf '%-28s %-14s %-8s %15s %8s %9s %6s %8s\n' network target outputs instructions "per MAC" arena stack code
for file in "$models"/*/model.tflite; do
    name=$(basename "$(dirname "$file")")
    [[ ${#names[@]} -eq 0 || " ${names[*]} " == *" $name "* ]] || continue
    for target in "${targets[@]}"; do
        status=0
        table=$(./tinyengine verify "$file" --samples "$(dirname "$file")" --target "$target" 2>&1) || status=$?
        [[ $status -ne 3 ]] || { echo "$table" >&2; exit 3; }
        if [[ $status -ne 0 ]]; then
            failed=1
            echo "$table" >&2
        fi
        awk -v name="$name" -v target="$target" -v status="$status" '
            $1 == target { found = 1; printf "%-28s %-14s %-8s %15s %8s %9s %6s %8s\n", name, $1, $2, $3, $4, $5, $6, $8 }
            END { if (!found) printf "%-28s %-14s FAILED (exit code %s)\n", name, target, status }' <<<"$table"
    done
done
exit $failed
