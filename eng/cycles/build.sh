#!/bin/sh
# Builds the emulator plugin that estimates Cortex-M4 cycles.
set -eu
case ${1-} in
'' | --help | -h)
    echo "usage: eng/cycles/build.sh PLUGIN.so"
    echo "Builds eng/cycles/cortex_m4_cycles.c, which needs gcc only. What it counts stands at its top."
    [ -n "${1-}" ] || exit 2
    exit 0
    ;;
esac
here=$(dirname "$0")
gcc -O2 -Wall -Wextra -shared -fPIC -I"$here/../plugins" -o "$1" "$here/cortex_m4_cycles.c"
