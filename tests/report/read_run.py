"""Prints panels of a run file as JSON: {NAME: {"shape": [..], "f64": base64 of little-endian float64}, "city": labels}.

    python3 read_run.py RUN.h5 PANEL ...
Exit code 77 without h5py.
"""
import base64
import json
import sys

try:
    import h5py
except ImportError:
    sys.exit(77)

with h5py.File(sys.argv[1], "r") as file:
    found = {"city": [label.decode() for label in file["city"][...]]}
    for name in sys.argv[2:]:
        numbers = file[name if name in file else "flows/" + name][...].astype("<f8")
        found[name] = {"shape": numbers.shape, "f64": base64.b64encode(numbers.tobytes()).decode()}
    print(json.dumps(found))
