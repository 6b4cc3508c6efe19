#!/bin/sh
# What the list of targets says of one, for scripts.
set -eu

usage() {
    cat <<'TEXT'
usage: eng/targets.sh [NAME]

Prints the targets' names, or what src/TinyEngine.Compiler/Targets/targets.txt says of one, as assignments for eval: SETS (instruction sets,
the richest last), COMPILER, CFLAGS (those that choose the core), MACHINE (the emulated board) and LINKER_SCRIPT; both are empty where none
is emulated.
TEXT
}

root=$(cd "$(dirname -- "$(readlink -f -- "$0")")/.." && pwd)
list=$root/src/TinyEngine.Compiler/Targets/targets.txt
case ${1:-} in
-h | --help) usage; exit 0 ;;
'') awk '!/^#/ { print $1 }' "$list"; exit 0 ;;
esac
awk -v name="$1" -v ports="$root/kernels/ports" '
    $1 == name {
        found = 1
        flags = $7
        for (i = 8; i <= NF; i++)
            flags = flags " " $i
        gsub(",", " ", $2)
        machine = $3 == "-" ? "" : $3
        script = machine == "" ? "" : ports "/" machine "/link.ld"
        printf "SETS=\"%s\"\nCOMPILER=%s\nCFLAGS=\"%s\"\nMACHINE=%s\nLINKER_SCRIPT=%s\n", $2, $6, flags, machine, script
    }
    END { exit found ? 0 : 1 }' "$list" || { echo "targets.sh: no target is named '$1'" >&2; exit 2; }
