"""Opens a sweep file as a user would, with h5py, xarray, pandas, h5dump and (where installed) ncdump, and checks all that it
says against sample_sweep.hpp. Usage: open_sweep_file.py WRITE_SAMPLE_SWEEP
Exits with 77, which ctest shows as skipped, where a Python module is missing."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import h5py
    import numpy as np
    import pandas  # noqa: F401, used by xarray
    import xarray
    import h5netcdf  # noqa: F401, used by xarray
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(77)

DONE = [True, False, True, True, False, False]
REASONS = ["", "took longer than 2 s", "", "", "", "太慢"]
COORDINATES = {
    "run", "factor", "index", "time", "reason", "city", "panel_factor",
    "point", "replicate", "seed", "status", "date", "year",
    "factor_unit", "factor_meaning", "index_unit", "index_meaning", "city_zh", "panel_status",
}  # fmt: skip
ARRAYS = {
    "factor_value": ("run", "factor"),
    "reason_number": ("run",),
    "checksum": ("run",),
    "index_value": ("run", "index"),
    "index_series": ("run", "time", "index"),
    "residents": ("run", "time", "city"),
    "panel_seed": ("run", "time", "panel_factor", "city"),
}


def expected(run, shape):
    """The numbers of sweep_run(): 1000 times the run, and the position."""
    return 1000.0 * run + np.arange(np.prod(shape)).reshape(shape)


def check_shape(sweep):
    assert dict(sweep.sizes) == {
        "run": 6, "factor": 2, "index": 2, "time": 3, "reason": 3, "city": 2, "panel_factor": 3
    }, sweep.sizes  # fmt: skip
    assert set(sweep.coords) == COORDINATES, set(sweep.coords) ^ COORDINATES
    assert {name: array.dims for name, array in sweep.data_vars.items()} == ARRAYS, sweep.data_vars
    for name, array in sweep.variables.items():
        assert array.attrs.get("long_name"), name
        assert "_FillValue" not in array.attrs, name


def check_coordinates(sweep):
    assert list(sweep["run"].values) == list(range(6)) and sweep["run"].dtype == np.int64
    assert list(sweep["factor"].values) == ["tax_split", "strategy"]
    assert list(sweep["factor_unit"].values) == ["1", ""]
    assert sweep["factor_meaning"].values[0] == "share of the park 份额"
    assert list(sweep["index"].values) == ["theil", "上海 share"] and sweep["index_meaning"].values[0] == "inequality"
    assert list(sweep["date"].values) == ["2010-01-01", "2010-04-01", "2011-01-01"]
    assert list(sweep["time"].values.astype("datetime64[D]").astype(str)) == list(sweep["date"].values)
    assert list(sweep["year"].values) == [2010, 2010.25, 2011]
    assert list(sweep["city_zh"].values) == ["上海", "苏州"] and sweep["city_zh"].dims == ("city",)
    assert list(sweep["point"].values) == [0, 0, 0, 1, 1, 1] and list(sweep["replicate"].values) == [0, 1, 2] * 2
    assert list(sweep["seed"].values) == [2**64 - 1 - k for k in range(6)]
    assert list(sweep["status"].attrs["flag_values"]) == [0, 1, 2]
    assert sweep["status"].attrs["flag_meanings"] == "done failed missing"


def check_numbers(sweep):
    assert list(sweep["status"].values == 0) == DONE and sweep["status"].values[4] == 2
    assert list(sweep["reason"].values[sweep["reason_number"].values]) == REASONS
    assert np.array_equal(sweep["factor_value"].values, [[0.25 * k, k % 3] for k in range(6)])
    assert int(sweep["checksum"].values[2]) == (2**64 - 1) // 3 and sweep["checksum"].values[1] == 0
    for run, done in enumerate(DONE):
        for name in ("index_value", "index_series", "residents", "panel_seed"):
            assert done or np.isnan(sweep[name].values[run]).all(), (name, run)
        if not done:
            continue
        series = expected(run, (3, 2))
        series[1, 1] = np.nan
        assert np.array_equal(sweep["index_series"].values[run], series, equal_nan=True)
        assert np.array_equal(sweep["index_value"].values[run], series[-1])
        assert np.array_equal(sweep["residents"].values[run], expected(run, (3, 2)))
        assert np.array_equal(sweep["panel_seed"].values[run], expected(run, (3, 3, 2)))


def check_idioms(sweep):
    """What SWEEP-RESULT.md shows."""
    done = sweep.sel(run=sweep["status"] == 0)
    assert list(done["run"].values) == [0, 2, 3]
    assert list(done["index_value"].sel(index="theil").groupby("point").mean().values) == [1004, 3004]
    table = sweep["factor_value"].to_pandas().join(sweep["index_value"].to_pandas(), rsuffix="_index")
    table["status"] = sweep["status"].to_pandas()
    table["reason"] = sweep["reason"].values[sweep["reason_number"].values]
    assert sweep.attrs["factor_levels"] == "strategy\timitate\tsmart 上\t\n", sweep.attrs["factor_levels"]
    for line in sweep.attrs["factor_levels"].splitlines():
        name, *levels = line.split("\t")
        table[name] = np.array(levels)[table[name].astype(int)]
    assert list(table.columns) == ["tax_split", "strategy", "theil", "上海 share", "status", "reason"]
    assert list(table[table["status"] == 0]["theil"]) == [4, 2004, 3004]
    assert table[table["status"] == 0].groupby("tax_split")["theil"].describe()["count"].sum() == 3
    assert list(table["strategy"]) == ["imitate", "smart 上", ""] * 2 and table["reason"][5] == "太慢"


def check_xarray(path):
    with xarray.open_dataset(path, engine="h5netcdf", decode_timedelta=False) as sweep:
        check_shape(sweep)
        check_coordinates(sweep)
        check_numbers(sweep)
        check_idioms(sweep)
        assert sweep["residents"].attrs["units"] == "people"
        assert sweep.attrs["plan"] == 'title = "税"\n[design]\n' and sweep.attrs["master_seed"] == 2**64 - 1
        assert sweep.attrs["replicates"] == 3 and sweep.attrs["sweep_layout_version"] == 1
    with xarray.open_dataset(path, engine="h5netcdf") as sweep:
        assert sweep["year"].dtype == np.float64


def check_h5py(path):
    with h5py.File(path, "r") as sweep:
        assert list(sweep["reason"].asstr()) == ["", "took longer than 2 s", "太慢"]
        assert [axis[0].name for axis in sweep["index_series"].dims] == ["/run", "/time", "/index"]
        done = sweep["status"][()] == 0
        theil = list(sweep["index"].asstr()).index("theil")
        assert list(sweep["index_value"][done, theil]) == [4, 2004, 3004]
        assert sweep["index_series"].fletcher32 and sweep["index_series"].compression == "gzip"


def check_tool(*command):
    if shutil.which(command[0]) is None:
        print(f"SKIPPED: {command[0]} is not installed")
        return
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "index_series" in done.stdout, (command, done.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sweep.h5"
        subprocess.run([sys.argv[1], path], check=True)
        check_xarray(path)
        check_h5py(path)
        check_tool("h5dump", "-H", str(path))
        check_tool("ncdump", "-h", str(path))
        print("the sample sweep as it was written")


main()
