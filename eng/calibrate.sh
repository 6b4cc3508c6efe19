#!/usr/bin/env bash
# Renews the instruction model's table of costs; run it after changing kernels.
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    cat <<'TEXT'
Usage: eng/calibrate.sh [TARGET...]
       eng/calibrate.sh --choices MODEL...

Compiles and runs layers of many shapes on emulated cores (by default all that have a table of their own), counts the instructions of each,
and fits what every part of a kernel call costs: least squares of relative errors, no cost below 0. Writes the tables in
src/TinyEngine.Compiler/Targets/tables and prints the error of each kernel for docs/performance.md, then that of whole networks in row
stages. The compiler chooses kernels by this table, so a second run measures a few layers with other kernels and may move the last digits.
Takes some minutes a core.

--choices measures the layers of models for which there are several kernels (depthwise, windows) with each of these, and prints those of
which another kernel than the one that the compiler takes is faster.

Needs arm-none-eabi-gcc and qemu-system-arm (exit code 3 without them).
TEXT
    exit 0
fi
command=()
if [[ ${1:-} == --choices ]]; then
    command=(choices)
    # The caller may stand elsewhere.
    for model in "${@:2}"; do command+=("$(realpath --canonicalize-missing -- "$model")"); done
fi
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
eng/setup.sh --check arm
if [[ ${#command[@]} -eq 0 ]]; then
    [[ $# -gt 0 ]] || set -- cortex-m7 cortex-m4 cortex-m33
    command=(src/TinyEngine.Compiler/Targets/tables "$(IFS=,; echo "$*")")
fi
dotnet run --project tests/TinyEngine.Calibration --configuration Release --verbosity quiet -- "${command[@]}"
