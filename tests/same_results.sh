#!/usr/bin/env bash
# Run the default study at a commit and in this folder, each in a folder of its own, and compare all results.
#   BIN=.venv/bin CORES=2 tests/same_results.sh COMMIT
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'git worktree remove --force "$folder/then" > /dev/null 2>&1 || true; rm -rf "$folder"' EXIT
git worktree add --quiet --detach "$folder/then" "$1"
mkdir "$folder/now"
git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- | tar --extract --directory "$folder/now"
for part in then now; do
  (cd "$folder/$part" && "$BIN/python" -P -m snakemake --cores "$CORES" > "$folder/$part.log" 2>&1) ||
    { tail -n 30 "$folder/$part.log"; exit 1; }
done
"$BIN/python" -m tests.same_results "$folder/then" "$folder/now"
