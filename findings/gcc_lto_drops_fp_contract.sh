#!/usr/bin/env bash
# GCC with -flto: a function compiled with -ffp-contract=off gets fused multiply-adds once it is inlined into a file compiled without it.
#
# Seen with arm-none-eabi-gcc 12.2.rel1 (Debian 12: gcc-arm-none-eabi 15:12.2.rel1-1, binutils-arm-none-eabi 2.40), -mcpu=cortex-m4:
#   without -flto   0 vfma    the flag of the file holds
#   with -flto      1 vfma    it is lost, without a warning
#   with -flto, function not inlined   0 vfma    the flag is kept with the function
# Why it matters: a float kernel that promises the bytes of a reference (one rounding for the product, one for the sum) gives others when
# an application is linked with -flto, though the kernel's own build file has the flag. A product that is exact only with the flag must
# keep its functions from being inlined across files, or break the expression in the source.
#
# Exit code: 0 the behaviour is as described; 1 it has changed; 3 the packages cannot be had.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in gcc-arm-none-eabi=15:12.2.rel1-1 binutils-arm-none-eabi=2.40-2+18+b1; do
    apt-get download -q "$package" >/dev/null 2>&1 || { echo "cannot download $package" >&2; exit 3; }
done
for archive in *.deb; do dpkg-deb -x "$archive" tree; done
export PATH=$folder/tree/usr/bin:$PATH
arm-none-eabi-gcc --version | head -n 1

cat >kernel.c <<'C'
#ifdef KEEP
__attribute__((noinline))
#endif
float dot(const float *a, const float *b, int n);
float dot(const float *a, const float *b, int n)
{
    float sum = 0;
    for (int i = 0; i < n; i++)
        sum = sum + a[i] * b[i];
    return sum;
}
C
cat >application.c <<'C'
float dot(const float *a, const float *b, int n);
volatile float out;
const float *volatile in;
void application(void);
void application(void) { out = dot(in, in, 8); }
C

core="-mcpu=cortex-m4 -mthumb -mfpu=fpv4-sp-d16 -mfloat-abi=hard -O2"
fused() {
    # shellcheck disable=SC2086
    arm-none-eabi-gcc $core -ffp-contract=off $1 $2 -c kernel.c -o kernel.o
    # shellcheck disable=SC2086
    arm-none-eabi-gcc $core $1 -c application.c -o application.o
    # shellcheck disable=SC2086
    arm-none-eabi-gcc $core $1 -nostdlib -Wl,-e,application kernel.o application.o -o program.elf
    arm-none-eabi-objdump -d program.elf | grep -c 'vfma' || true
}

plain=$(fused "" "") lto=$(fused -flto "") kept=$(fused -flto -DKEEP)
echo "vfma without -flto: $plain, with -flto: $lto, with -flto and not inlined: $kept"
[[ $plain -eq 0 && $lto -gt 0 && $kept -eq 0 ]] || { echo "the behaviour has changed" >&2; exit 1; }
