#!/bin/sh
# Compiles every kernel of kernels/kernels.inc to an object of its own.
set -eu
if [ $# -lt 2 ] || [ "$1" = --help ] || [ "$1" = -h ]; then
    cat <<'TEXT'
usage: eng/kernel-objects.sh DIRECTORY COMPILER [FLAG...]

Writes DIRECTORY/SYMBOL.o for each row of kernels/kernels.inc, with strict warnings as errors; an object is made again only when a header,
the list or the command has changed. TE_JOBS compilers run at a time (default 2). Prints what it compiles when TE_VERBOSE is set.
TEXT
    [ $# -ge 1 ] && exit 0
    exit 2
fi
cd "$(dirname "$0")/.."
directory=$1
shift
mkdir -p "$directory"

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
printf '%s\n' '#define TE_KERNEL(symbol, op, types, special, isa, encoding, packing, scratch, slack, tail, overlap, family, body, ...) \' \
    'symbol body encoding' '#include "kernels.inc"' | "$1" -E -P -I kernels -x c - | grep '^te_' >"$rows"

include="-I kernels -I kernels/include"
for folder in kernels/src/*/; do include="$include -I $folder"; done
command="$* -std=c99 -Wall -Wextra -Wconversion -Wpedantic -Werror $include"
[ "$(cat "$directory/command" 2>/dev/null)" = "$command" ] || rm -f "$directory"/te_*.o
printf '%s\n' "$command" >"$directory/command"
newest=$(ls -t kernels/kernels.inc kernels/te_*.[ch] kernels/include/*.h kernels/src/*/*.h | head -n 1)
for object in "$directory"/te_*.o; do # kernels that are gone
    grep -q "^$(basename "$object" .o) " "$rows" || rm -f "$object"
done

export directory command newest
xargs -n 3 -P "${TE_JOBS:-2}" sh -c '
    object=$directory/$1.o
    [ "$object" -nt "$newest" ] && exit 0
    [ -z "${TE_VERBOSE:-}" ] || echo "$1"
    [ "$3" = ANYSHIFT ] && general=-DTE_ANYSHIFT=1 || general=
    $command $general -include "$2" "-DTE_ONLY_$1=TE_PROBE" -c kernels/te_instance.c -o "$object" || exit 255' _ <"$rows"
