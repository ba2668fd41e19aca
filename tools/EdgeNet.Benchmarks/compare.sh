#!/usr/bin/env bash
# Installs what EdgeNet is compared with, measures all of it on this machine in one run, and prints one table.
# Needs Debian or Ubuntu, the .NET SDK, Node.js with npm, and MNIST:  compare.sh [MNIST-FOLDER]
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$here/../.."
mnist="$(cd "${1:-$root/../shared/data/mnist}" && pwd)"
work="$root/artifacts/peers"
mkdir -p "$work"

if ! /usr/bin/python3 -c 'import torch, sklearn' 2>/dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -q
  $sudo apt-get install -y --no-install-recommends python3-torch libopenblas0-pthread python3-sklearn
fi

# The native library is in the package; its install script would download another one.
[ -d "$work/node_modules/onnxruntime-node" ] || npm install --ignore-scripts --no-fund --no-audit --prefix "$work" onnxruntime-node

for project in "$root/tools/EdgeNet.Cli" "$here"; do
  dotnet build -c Release "$project" >"$work/build.log" || { cat "$work/build.log"; exit 1; }
done
echo "measuring PyTorch, scikit-learn, NumPy (some minutes)" >&2
/usr/bin/python3 "$here/peers.py" "$mnist" "$work" >"$work/peers.jsonl"
echo "measuring ONNX Runtime" >&2
NODE_PATH="$work/node_modules" node "$here/peers.js" "$mnist" "$work" >>"$work/peers.jsonl"
echo "measuring EdgeNet" >&2
cd "$root"
dotnet run -c Release --no-build --project "$here" -- compare --mnist "$mnist" --peers "$work/peers.jsonl"
