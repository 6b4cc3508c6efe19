#!/usr/bin/env bash
# Verifies networks on every emulated core.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: eng/cores.sh [--models DIR] [--target T]... [NETWORK...]

Compiles each network for each target, runs it with its samples, compares the outputs, and prints instructions, instructions per
multiply-accumulate, arena, stack and code. Slow: most of it is spent in the emulator. Networks for cortex-m0plus run on a Cortex-M3; those
that fit a microbit (Cortex-M0, 256 KB of flash, 16 KB of RAM) run there too, with one sample.
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

# on_microbit MODEL SAMPLES: what became of the network there.
on_microbit() {
    local work outcome=match status=0 ports=$PWD/kernels/ports
    work=$(mktemp -d)
    ./tinyengine compile "$1" --output "$work/net" --target cortex-m0plus --sram 12K --flash 250K --package cmake --name net \
        --with-selftest "$2"/in0_*.bin "$2"/out0_*.bin >"$work/log" 2>&1 || status=$?
    if [[ $status -ne 0 ]]; then
        # Too little RAM, too little flash.
        if [[ $status -eq 1 ]] && grep -qE 'TE400[12]' "$work/log"; then outcome='does not fit'; else outcome=FAILED; fi
    elif ! cmake -S "$work/net" -B "$work/build" -DCMAKE_TOOLCHAIN_FILE="$work/net/cmake/arm-none-eabi.cmake" -DTE_CPU=cortex-m0plus \
        "-DNET_BOARD_SOURCES=$ports/common/startup.c;$ports/common/te_port.c" \
        "-DNET_BOARD_LINK_OPTIONS=-nostartfiles;--specs=nosys.specs;-T;$ports/microbit/link.ld" >"$work/log" 2>&1 ||
        ! cmake --build "$work/build" >"$work/log" 2>&1 ||
        ! eng/emulate.sh --machine microbit "$work/build/net_example" >"$work/log" 2>&1; then
        outcome=FAILED
    fi
    [[ $outcome != FAILED ]] || cat "$work/log" >&2
    rm -rf "$work"
    echo "$outcome"
}

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
        if [[ $target == cortex-m0plus ]]; then
            outcome=$(on_microbit "$file" "$(dirname "$file")")
            printf '%-28s %-14s %s\n' "$name" microbit "$outcome"
            [[ $outcome != FAILED ]] || failed=1
        fi
    done
done
exit $failed
