#!/bin/sh
# Builds the C kernels with their tests and runs them: on the host under sanitizers, then on emulated Cortex-M4 and Cortex-M7.
set -eu

usage() {
    cat <<'TEXT'
usage: eng/kernels.sh [--host | --boards | --bench | --cycles] [--cases N] [--each N] [--seed N] [SUITE]

Without options: strict build, host tests under AddressSanitizer and UBSan, then the same tests on cortex-m4, cortex-m7 and
cortex-m33 under QEMU,
which also checks each load and store of a kernel (eng/plugins/kernel_accesses.c).
  --host      host tests only          --boards    board tests only
  --bench     print instructions per MAC (or element) of the dsp kernels, measured on cortex-m7
  --cycles    the same on cortex-m4, then the cycles that a Cortex-M4 would take, estimated by eng/cycles
  --cases N   random cases per suite on the host (default 6000; boards run 300)
  --each N    cases that each kernel has at least on the boards (default 1)
  --seed N    first seed (default 1): a failing case prints its seed, `--host --cases 1 --seed S SUITE` runs it again
  SUITE       one suite only (host): conv2d, conv2d_k1x1, dwconv2d, fully_connected, add, pool2d, softmax ...
Objects go to artifacts/kernels. Exit code: 0 passed, 1 failed, 2 usage, 3 a tool is missing.
TEXT
}

host=1 boards=1 bench=0 cycles=0 cases=6000 each=1 seed=1 suite=all
while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage; exit 0 ;;
    --host) boards=0; shift ;;
    --boards) host=0; shift ;;
    --bench) host=0; boards=0; bench=1; shift ;;
    --cycles) host=0; boards=0; cycles=1; shift ;;
    --cases) cases=$2; shift 2 ;;
    --each) each=$2; shift 2 ;;
    --seed) seed=$2; shift 2 ;;
    -*) usage >&2; exit 2 ;;
    *) suite=$1; boards=0; shift ;;
    esac
done

cd "$(dirname "$0")/.."
out=artifacts/kernels
mkdir -p "$out"

need() {
    command -v "$1" >/dev/null || { echo "kernels.sh: $1 is missing" >&2; exit 3; }
}

include="-Ikernels -Ikernels/include"
for directory in kernels/src/*/; do
    include="$include -I$directory"
done

if [ $host -eq 1 ]; then
    need gcc
    sanitize="-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
    eng/kernel-objects.sh "$out/host" gcc $sanitize
    gcc -std=c99 -Wall -Wextra $sanitize $include -Itests/kernels tests/kernels/main.c tests/kernels/te_test.c tests/kernels/test_*.c \
        "$out"/host/*.o -lm -o "$out/test-host"
    echo "host, AddressSanitizer and UBSan:"
    "$out/test-host" "$suite" "$cases" "$seed"
fi

# link_board TARGET PROGRAM SOURCES...
link_board() {
    target=$1 program=$2
    shift 2
    eval "$(eng/targets.sh "$target")"
    eng/kernel-objects.sh "$out/$target" arm-none-eabi-gcc -O3 $CFLAGS -ffunction-sections
    arm-none-eabi-gcc -std=c99 -O2 -Wall -Wextra $CFLAGS -ffunction-sections -DTE_TEST_BOARD -DTE_TEST_CASES=300 \
        -DTE_TEST_EACH="$each" $include -Itests/kernels -Ikernels/ports/common -nostartfiles --specs=nosys.specs -Wl,--gc-sections \
        -T "$LINKER_SCRIPT" kernels/ports/common/*.c "$@" "$out/$target"/*.o -lm -o "$program"
}

if [ $boards -eq 1 ] || [ $bench -eq 1 ] || [ $cycles -eq 1 ]; then
    need arm-none-eabi-gcc
    need qemu-system-arm
fi

# run_checked TARGET PROGRAM: with every load and store of the kernels checked. They are linked one behind the other.
run_checked() {
    objects=$out/$1 program=$2
    arm-none-eabi-nm --defined-only --extern-only "$objects"/*.o | awk '$2 ~ /[TW]/ { print $3 }' >"$objects/symbols.txt"
    ranges=$(arm-none-eabi-nm --numeric-sort "$program" | awk '
        FILENAME != "-" { kernel[$1]; next }
        last == FNR - 1 && last { end = $1 }
        $3 in kernel { first = first ? first : $1; last = FNR }
        { at[$3] = $1 }
        END {
            printf "code=%s-%s,constants=0-%s,", first, end, at["te_port_data_load"]
            printf "statics=%s-%s,", at["te_port_data_start"], at["te_port_bss_end"]
            printf "stack=%s-%s", at["te_port_stack_limit"], at["te_port_stack_top"]
        }' "$objects/symbols.txt" -)
    eng/emulate.sh --plugin "$out/kernel_accesses.so,$ranges,out=$objects/accesses.txt" "$program"
    tail -n 1 "$objects/accesses.txt"
    if ! grep -q '^[1-9][0-9]* accesses, 0 strays$' "$objects/accesses.txt"; then
        sed '$d' "$objects/accesses.txt" | head -n 20 | while read -r line; do
            address=${line##* by } address=${address%% *}
            echo "$line: $(arm-none-eabi-addr2line -f -e "$program" "$address" | head -n 1)"
        done
        printf '%-18s %6d cases  FAILED\n' "accesses" 1
        return 1
    fi
    printf '%-18s %6d cases  ok\n' "accesses" 1
}

if [ $boards -eq 1 ]; then
    need gcc
    gcc -O2 -Wall -Wextra -shared -fPIC -Ieng/plugins -o "$out/kernel_accesses.so" eng/plugins/kernel_accesses.c
    for target in cortex-m4 cortex-m7 cortex-m33; do
        echo "$target:"
        link_board $target "$out/test-$target.elf" tests/kernels/main.c tests/kernels/te_test.c tests/kernels/test_*.c
        run_checked $target "$out/test-$target.elf"
    done
fi

if [ $bench -eq 1 ]; then
    link_board cortex-m7 "$out/bench.elf" tests/kernels/bench.c
    eng/emulate.sh "$out/bench.elf"
fi

# Each line of the program ends with instructions per MAC or element; the plugin counts the same calls, so its ratio turns them into cycles.
if [ $cycles -eq 1 ]; then
    need gcc
    eng/cycles/build.sh "$out/cycles.so"
    link_board cortex-m4 "$out/bench-m4.elf" tests/kernels/bench.c
    eng/emulate.sh --plugin "$out/cycles.so,out=$out/cycles.txt" "$out/bench-m4.elf" >"$out/bench-m4.txt"
    paste -d '|' "$out/bench-m4.txt" "$out/cycles.txt" |
        awk -F '|' '{ split($2, c, " "); n = split($1, f, " "); printf "%s %8.3f cycles\n", $1, f[n - 1] * c[2] / c[1] }'
fi
