#!/bin/sh
# Runs a program linked for an emulated board. Its console goes to standard output, its exit code becomes ours.
set -eu

usage() {
    cat <<'TEXT'
usage: eng/emulate.sh [--machine NAME] [--timeout SECONDS] [--plugin PLUGIN.so,OPTION...] PROGRAM.elf

Runs PROGRAM.elf on qemu-system-arm with instruction counting (-icount shift=0: one instruction is one nanosecond of virtual time).
The machine is read from the program (kernels/ports/*/link.ld names it); --machine overrides it.
Exit code: the program's own; 3 if a tool is missing, 124 on timeout (default 600 seconds).
TEXT
}

machine=
timeout=600
plugin=
while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage; exit 0 ;;
    --machine) machine=$2; shift 2 ;;
    --timeout) timeout=$2; shift 2 ;;
    --plugin) plugin=$2; shift 2 ;;
    -*) usage >&2; exit 2 ;;
    *) break ;;
    esac
done
[ $# -eq 1 ] || { usage >&2; exit 2; }
command -v qemu-system-arm >/dev/null || { echo "emulate.sh: qemu-system-arm is missing" >&2; exit 3; }

if [ -z "$machine" ]; then
    command -v arm-none-eabi-nm >/dev/null || { echo "emulate.sh: arm-none-eabi-nm is missing (or give --machine)" >&2; exit 3; }
    machine=$(arm-none-eabi-nm "$1" | sed -n 's/.* te_port_machine_//p' | tr _ -)
    [ -n "$machine" ] || { echo "emulate.sh: $1 does not name a machine; link it with kernels/ports/*/link.ld" >&2; exit 2; }
fi

exec timeout "$timeout" qemu-system-arm -M "$machine" -icount shift=0 -nographic -monitor none -serial none \
    -semihosting-config enable=on,target=native ${plugin:+-plugin "$plugin"} -kernel "$1"
