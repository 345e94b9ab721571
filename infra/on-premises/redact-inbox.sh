#!/bin/sh
# Redact what was put into BASE/inbox, once, for cron or a systemd timer: redact-inbox.sh BASE [MINUTES]
#
#   BASE/inbox/          what others put there; a file that nobody touched for MINUTES (default 2) is taken
#   BASE/work/BATCH/     originals that are being redacted; a run that was cut off is done again by the next
#   BASE/redacted/BATCH/ redacted files and their reports
#   BASE/done/BATCH/     originals whose run came to its end, refused ones too
#   BASE/lists/BATCH.txt what became of each file; it holds names of files
#
# Exit status 0: nothing was refused; 1: some file was (see its report); 2: wrong usage or settings, or the command is
# not installed. What is no DICOM is skipped, counted and listed. It prints sums only, since names of files can be names
# of patients. DICOM_REDACT says which command (default: the one on PATH), WORKERS how many processes. The script needs
# nothing beside it: put it anywhere.
set -eu
umask 077
base=${1:?usage: redact-inbox.sh BASE [MINUTES]}
rest=${2:-2}
command=$(command -v "${DICOM_REDACT:-dicom-redact}") || {
  echo "dicom-redact is not on PATH. Install it, or say in DICOM_REDACT where it is." >&2
  exit 2
}

mkdir -p "$base"
base=$(cd "$base" && pwd)
mkdir -p "$base/inbox" "$base/work" "$base/redacted" "$base/done" "$base/lists"
exec 9> "$base/.lock"
flock -n 9 || exit 0 # the run before this one is still at it

batch=$(date -u +%Y%m%dT%H%M%SZ)-$$
if [ -n "$(find "$base/inbox" -type f -cmin "+$rest" -print -quit)" ]; then
  mkdir "$base/work/$batch"
  # shellcheck disable=SC2016 # the inner shell is to expand these
  (cd "$base/inbox" && find . -type f -cmin "+$rest" -exec sh -euc '
    for file; do
      mkdir -p "$0/$(dirname "$file")"
      mv "$file" "$0/$file"
    done' "$base/work/$batch" {} +)
fi

worst=0
for folder in "$base"/work/*/; do
  [ -d "$folder" ] || continue
  batch=$(basename "$folder")
  status=0
  "$command" redact "$folder" "$base/redacted/$batch" --workers "${WORKERS:-1}" > "$base/lists/$batch.txt" || status=$?
  [ "$status" -le 1 ] || exit "$status"
  tail -n 1 "$base/lists/$batch.txt"
  mv "$folder" "$base/done/$batch"
  [ "$status" -le "$worst" ] || worst=$status
done
exit "$worst"
