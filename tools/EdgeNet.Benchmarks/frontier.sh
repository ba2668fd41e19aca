#!/usr/bin/env bash
# Trains the networks of the frontier (accuracy against bytes, and against time on an ESP32) on MNIST, and prints a JSON line for each:
#   frontier.sh MNIST-FOLDER [ROW] [--seeds 1,2,3] [--epochs N]
# ROW is one of 1.5KB, 2.2KB, 3KB, 3.5KB, 6KB, 16KB, 64KB; all of them take hours. The seed is 1 where none is given. The lines are kept in
# docs/frontier.jsonl, from which docs/frontier-bytes.svg and docs/frontier-time.svg are drawn; with --epochs, for a quick try, nothing is kept.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
usage="usage: frontier.sh MNIST-FOLDER [ROW] [--seeds 1,2,3] [--epochs N]"
[ $# -gt 0 ] || { echo "$usage" >&2; exit 2; }
[ -d "$1" ] || { echo "frontier.sh: $1: no such folder; $usage" >&2; exit 2; }
mnist="$(cd "$1" && pwd)"
shift
row=()
case "${1:-}" in
  "" | -*) ;;
  *) row=(--row "$1") && shift ;;
esac

mkdir -p "$root/artifacts"
cd "$root"
echo "building..." >&2
for project in tools/EdgeNet.Cli "$here"; do
  dotnet build -c Release "$project" >artifacts/frontier-build.log || { cat artifacts/frontier-build.log >&2; exit 1; }
done
dotnet run -c Release --no-build --project "$here" -- frontier --mnist "$mnist" "${row[@]}" "$@"
