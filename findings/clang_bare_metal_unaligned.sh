#!/usr/bin/env bash
# clang for bare-metal Cortex-M assumes that words can be loaded from aligned addresses only, on cores that load them from any: memcpy of
# four bytes, the portable way to read a word, becomes four byte loads and three shifts or ors. GCC makes one ldr of it.
#
# Seen with clang 14.0.6 (Debian 12: clang-14 1:14.0.6-12), --target=arm-none-eabi:
#   cortex-m3, m4, m7, m33   4 ldrb for one word; __ARM_FEATURE_UNALIGNED is not defined
#   the same with -munaligned-access   1 ldr
#   --target=arm-linux-gnueabihf -mcpu=cortex-a7   1 ldr: the default depends on the system in the triple, not on the core
# Why it matters: kernels that read packed int8 in words run several times slower, and nothing says so. A header can refuse it: the core is
# Armv7-M or larger (__ARM_ARCH_ISA_THUMB is 2) and __ARM_FEATURE_UNALIGNED is missing.
#
# Exit code: 0 the behaviour is as described; 1 it has changed; 3 the packages cannot be had.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=1:14.0.6-12
for package in clang-14=$version libclang-cpp14=$version libclang-common-14-dev=$version libllvm14=$version \
    libedit2 libz3-4 libbsd0 libmd0 libxml2 libicu72; do
    apt-get download -q "$package" >/dev/null 2>&1 || { echo "cannot download $package" >&2; exit 3; }
done
for archive in *.deb; do dpkg-deb -x "$archive" tree; done
export LD_LIBRARY_PATH=$folder/tree/usr/lib/x86_64-linux-gnu:$folder/tree/usr/lib/llvm-14/lib
clang=$folder/tree/usr/lib/llvm-14/bin/clang
"$clang" --version | head -n 1

cat >load.c <<'C'
unsigned load(const void *p);
unsigned load(const void *p)
{
    unsigned word;
    __builtin_memcpy(&word, p, sizeof word);
    return word;
}
C
bytes() { "$clang" -O2 "$@" -S -o - load.c | grep -c 'ldrb' || true; }

for core in cortex-m3 cortex-m4 cortex-m7 cortex-m33; do
    strict=$(bytes --target=arm-none-eabi -mcpu=$core) free=$(bytes --target=arm-none-eabi -mcpu=$core -munaligned-access)
    echo "$core: $strict byte loads, with -munaligned-access $free"
    [[ $strict -eq 4 && $free -eq 0 ]] || { echo "the behaviour has changed" >&2; exit 1; }
done
linux=$(bytes --target=arm-linux-gnueabihf -mcpu=cortex-a7)
echo "cortex-a7 under Linux: $linux byte loads"
[[ $linux -eq 0 ]] || { echo "the behaviour has changed" >&2; exit 1; }
