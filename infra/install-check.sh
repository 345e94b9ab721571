#!/usr/bin/env bash
# Install the package as its users do, with pip, pipx and uv, into empty folders, and tell times and sizes: make install-check
#
# Each installation redacts a file, from another folder, with no program on PATH but its own. It needs a connection, and
# shows what a package index has today: not the exact versions of requirements.txt. PYTHON says for which Python.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/${VENV:-.venv}/bin
python=$(realpath "$(command -v "${PYTHON:-python3}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in" "$work/home"
"$tools/python" -c "from local.sample_files import chest_radiograph as file; file().save_as('$work/in/scan.dcm')"

with_pip() { "$python" -m venv "$1" && "$1/bin/pip" install --quiet "$2"; }
with_pipx() { PIPX_HOME=$1/home PIPX_BIN_DIR=$1/bin PIPX_MAN_DIR=$1/man "$tools/uv" tool run --quiet pipx install --quiet --python "$python" "$2"; }
with_uv() { UV_TOOL_DIR=$1/tools UV_TOOL_BIN_DIR=$1/bin "$tools/uv" tool install --quiet --python "$python" "$2"; }

"$tools/uv" build --quiet --out-dir "$work/dist" .
echo "$("$python" --version), $(stat --format %s "$work"/dist/*.whl | numfmt --to=si)B in the wheel"
for way in pip pipx uv; do
  started=$SECONDS
  "with_$way" "$work/$way" "$work"/dist/*.whl > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  took=$((SECONDS - started))
  (cd "$work" && env -i HOME="$work/home" PATH="$work/home" "$work/$way/bin/dicom-redact" redact in "out-$way" > log 2>&1) \
    || { cat "$work/log" >&2; exit 1; }
  grep --quiet '"status": *"redacted"' "$work/out-$way/scan.dcm.boxes.json" # or this ends here
  echo "$way: installed in $took s, $(du --summarize --apparent-size --block-size=MB "$work/$way" | cut -f1); redacted a file"
done
