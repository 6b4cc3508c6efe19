#!/bin/sh
# Compiles every conformance case to C and compares its outputs with the golden ones.
set -eu

usage() {
    cat <<'TEXT'
usage: eng/conformance.sh [--every N] [CASES]

CASES is a folder with cases.json (default: tests/conformance). Every case is compiled to C and run with portable kernels on this computer
under sanitizers and with SIMD kernels on an emulated Cortex-M4 and, through their portable bodies, on this computer. Prints a line per
operator: cases, exact ones, worst difference. Exit code 0 only if all are within their tolerance. The programs stay in build/conformance.

  --every N   of each operator the first case and every Nth after it only
TEXT
}

case ${1-} in
--help | -h) usage; exit 0 ;;
esac
every=1
if [ "${1-}" = --every ]; then
    every=${2:?--every needs a number}
    shift 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
cases=$(cd "${1-$root/tests/conformance}" && pwd)
for tool in gcc arm-none-eabi-gcc qemu-system-arm dotnet make; do
    command -v $tool >/dev/null || { echo "conformance.sh: $tool is missing; ./test.sh installs what is needed" >&2; exit 3; }
done
out=$root/build/conformance
rm -rf "$out"
mkdir -p "$out"
runner() { dotnet run --project "$root/tests/TinyEngine.Conformance" --configuration Release --verbosity quiet -- "$@"; }
runner emit "$cases" "$every" "$out"

# build NAME ISA COMPILER FLAGS... : one object for each C file, in parallel, then build/conformance/NAME.elf
build() {
    name=$1 isa=$2 compiler=$3
    shift 3
    mkdir -p "$out/$name"
    cp "$root/tests/TinyEngine.Conformance/batch_main.c" "$out/$isa/"
    {
        printf 'OBJECTS = '
        for source in "$out/$isa"/*.c $extra; do printf '%s.o ' "$(basename "$source" .c)"; done
        printf '\n%s.elf: $(OBJECTS)\n\t%s -o $@ $^ %s\n' "$name" "$compiler $*" "$link"
        for source in "$out/$isa"/*.c $extra; do
            printf '%s.o: %s\n\t%s -c -o $@ $<\n' "$(basename "$source" .c)" "$source" \
                "$compiler $* -I$out/$isa -I$root/kernels/ports/common"
        done
    } >"$out/$name/Makefile"
    make --silent --jobs "$(nproc)" --directory "$out/$name"
}

host="-std=c99 -O1 -g -Wall -Wextra -Wconversion -Werror -fsanitize=address,undefined -fno-sanitize-recover=all"
extra= link=
build host c99 gcc "$host"
build host-dsp dsp gcc "$host"
eval "$("$root/eng/targets.sh" cortex-m4)"
extra=$(echo "$root"/kernels/ports/common/*.c)
link="-nostartfiles --specs=nosys.specs -T $LINKER_SCRIPT"
build cortex-m4 dsp arm-none-eabi-gcc \
    "-std=c99 -O2 -ffp-contract=off -DBATCH_ON_BOARD -ffunction-sections -fdata-sections -Wl,--gc-sections $CFLAGS"

"$out/host/host.elf" >"$out/host.log"
"$out/host-dsp/host-dsp.elf" >"$out/host-dsp.log"
"$root/eng/emulate.sh" --machine "$MACHINE" "$out/cortex-m4/cortex-m4.elf" >"$out/cortex-m4.log" 2>&1
runner summarize "$cases" "$every" "$out/host.log" "$out/host-dsp.log" "$out/cortex-m4.log"
