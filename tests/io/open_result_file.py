"""Opens a result file as a user would, with h5py, xarray, h5dump and (where installed) ncdump, and checks all that it says
against sample_result.hpp. Usage: open_result_file.py WRITE_SAMPLE_RESULT
Exits with 77, which ctest shows as skipped, where a Python module is missing."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import h5py
    import numpy as np
    import xarray
    import h5netcdf  # noqa: F401, used by xarray
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)

SHARE = np.array([[1, 2, 3, np.nan], [5, 6, 7, 8], [9, 10, 11, 0.1]])


def check_xarray(path):
    with xarray.open_dataset(path, engine="h5netcdf") as result:
        assert result.sizes == {"branch": 3, "freeness": 4, "seed_number": 1}, result.sizes
        assert set(result.coords) == {"branch", "freeness", "seed_number"}, result.coords
        assert set(result.data_vars) == {"share", "by_seed", "whole", "threshold"}, result.data_vars
        assert list(result["branch"].values) == ["up 上", "down", ""]
        assert list(result["freeness"].values) == [0.1, 0.5, 0.5, 0]
        assert result["freeness"].attrs == {"units": "1", "long_name": "freeness of trade"}, result["freeness"].attrs
        assert result["share"].dims == ("branch", "freeness") and result["share"].dtype == np.float64
        assert result["share"].attrs == {"units": "1", "long_name": "share of the core 份额"}, result["share"].attrs
        assert np.array_equal(result["share"].values, SHARE, equal_nan=True)
        assert np.array_equal(result["share"].sel(branch="down").values, [5, 6, 7, 8])
        assert result["by_seed"].dims == ("seed_number", "branch")
        assert np.array_equal(result["by_seed"].values, [[-1e300, 0, np.inf]])
        assert result["whole"].dims == ("freeness", "seed_number", "branch")
        assert np.array_equal(result["whole"].values.ravel(), np.arange(12))
        assert result["threshold"].dims == () and float(result["threshold"]) == 3.5
        assert result.attrs["scenario"] == 'title = "玩具"\n[time]\n' and result.attrs["command"] == "yanzhen lockin"
        assert result.attrs["seed"] == 2**64 - 1 and result.attrs["seeds"] == 3
        assert result.attrs["area"] == -0.25 and result.attrs["people_per_agent"] == 1e-300
        assert result.attrs["Conventions"] == "CF-1.8" and result.attrs["result_layout_version"] == 1


def check_h5py(path):
    with h5py.File(path, "r") as result:
        assert list(result["branch"].asstr()) == ["up 上", "down", ""]
        assert [axis[0].name for axis in result["whole"].dims] == ["/freeness", "/seed_number", "/branch"]
        assert all(result[name].attrs["CLASS"] == b"DIMENSION_SCALE" for name in ("branch", "freeness", "seed_number"))
        assert not any("_FillValue" in array.attrs for array in result.values())
        assert result.attrs["command"].decode() == "yanzhen lockin"
        assert np.array_equal(result["share"][()], SHARE, equal_nan=True)


def check_tool(*command):
    if shutil.which(command[0]) is None:
        print(f"SKIPPED: {command[0]} is not installed")
        return
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "threshold" in done.stdout, (command, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "result.h5"
        subprocess.run([sys.argv[1], path], check=True)
        check_xarray(path)
        check_h5py(path)
        check_tool("h5dump", "-H", str(path))
        check_tool("ncdump", "-h", str(path))
        print("the sample result as it was written")


main()
