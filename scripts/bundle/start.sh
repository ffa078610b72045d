#!/bin/sh
# Starts jxanalytics with the Python of the bundle, else with that of the machine.
here=$(cd "$(dirname "$0")" && pwd)
for python in "$here/python/bin/python3" python@PYTHON@ python3; do
    if command -v "$python" >/dev/null 2>&1; then
        exec "$python" "$here/start.py" "$@"
    fi
done
cat "$here/no-python.txt" >&2
exit 2
