#!/usr/bin/env bash
# Measures the code of every kernel for the estimate that 'compile' makes; run it after changing kernels.
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'TEXT'
Usage: eng/codesize.sh [TARGET...]

Compiles each kernel for a target (by default all that have a table of their own) with the flags of generated build files and writes its
bytes of code to src/TinyEngine.Compiler/Targets/tables/TARGET.sizes.txt. 'git diff' then shows what changed. Needs arm-none-eabi-gcc (exit
code 3 without it).
TEXT
    exit 0
fi
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/setup.sh --check arm
[[ $# -gt 0 ]] || set -- cortex-m7
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure TARGET
measure() {
    local target=$1 flags
    eval "$(eng/targets.sh "$target")"
    # shellcheck disable=SC2206
    flags=(-std=c99 -O3 -ffp-contract=off -ffunction-sections -fdata-sections $CFLAGS)
    rm -f "$work"/*
    eng/kernel-objects.sh "$work" arm-none-eabi-gcc "${flags[@]:1}"

    # A line per kernel: the code of its own, then the functions that it shares with others (weak symbols), of which a program keeps one
    # copy.
    # Sizes are those of sections: instructions with the constants between them, what a link map calls .text.
    for object in "$work"/*.o; do
        {
            arm-none-eabi-nm "$object" | awk '$2 == "W" { print "shared", $3 }'
            arm-none-eabi-size -A "$object" |
                awk '$1 ~ /^\.text/ && $2 > 0 { sub(/^\.text\.(unlikely\.)?/, "", $1); print "section", $1, $2 }'
        } | awk -v name="$(basename "$object" .o)" '
            $1 == "shared" { shared[$2] = 1 }
            $1 == "section" && ($2 in shared) { list = list " " $2 "=" $3 }
            $1 == "section" && !($2 in shared) { own += $3 }
            END { print name, own + 0 list }'
    done | LC_ALL=C sort >"$work/table"
    {
        compiler=$(arm-none-eabi-gcc --version | head -n 1 | sed 's/ (.*) / /')
        echo "# Bytes of code of each kernel on $target, $compiler, ${flags[*]:1:1}; written by eng/codesize.sh."
        cat "$work/table"
    } >"$work/complete"
    mv "$work/complete" "src/TinyEngine.Compiler/Targets/tables/$target.sizes.txt"
}

for target; do
    measure "$target"
done
