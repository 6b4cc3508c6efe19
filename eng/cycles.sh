#!/usr/bin/env bash
# Estimates the cycles that a network takes on a Cortex-M4.
set -euo pipefail
if [[ ${1:-} == -h || ${1:-} == --help || $# -eq 0 ]]; then
    cat <<'TEXT'
Usage: eng/cycles.sh MODEL [OPTION...]

Compiles MODEL for a Cortex-M4 (OPTION as for 'tinyengine compile', for example --schedule stream or --optimize size), runs it once on the
emulated board and prints a line "instructions cycles". Instructions are counted; cycles are estimated from them by the table of Arm's
reference manual, see eng/cycles/cortex_m4_cycles.c. 'eng/kernels.sh --cycles' does the same for kernels. Exit code: 3 when a tool is
missing.
TEXT
    [[ $# -gt 0 ]] && exit 0
    exit 2
fi
root=$(cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
for tool in gcc arm-none-eabi-gcc qemu-system-arm; do
    command -v $tool >/dev/null || { echo "cycles.sh: $tool is missing; eng/setup.sh installs what is needed" >&2; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/tinyengine" compile "$1" --output "$work/net" --target cortex-m4 --name net "${@:2}" >&2
"$root/eng/cycles/build.sh" "$work/cycles.so"
eval "$("$root/eng/targets.sh" cortex-m4)"
port=$root/kernels/ports/common
# shellcheck disable=SC2086
arm-none-eabi-gcc -std=c99 -O3 -ffp-contract=off -ffunction-sections -fdata-sections $CFLAGS -I"$work/net" -I"$port" \
    -DNETWORK_HEADER='"net.h"' -DRUN=net_run -DARENA=net_arena -DINPUTS=net_inputs -DOUTPUTS=net_outputs \
    "$root/eng/cycles/network.c" "$work"/net/*.c "$port"/*.c \
    -nostartfiles --specs=nosys.specs -Wl,--gc-sections -T "$LINKER_SCRIPT" -lm -o "$work/net.elf"
"$root/eng/emulate.sh" --plugin "$work/cycles.so,out=$work/cycles.txt" "$work/net.elf" >&2
cat "$work/cycles.txt"
