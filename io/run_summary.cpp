#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/run_file.hpp"
#include "io/run_layout.hpp"
#include "io/run_repair.hpp"

namespace yanzhen {
namespace {

template <class Number>
Number read_last(hid_t file, const char* name, hid_t type, std::uint64_t rows) {
  const std::string what = fmt::format("read \"{}\"", name);
  const hdf5::Dataset dataset{H5Dopen2(file, name, H5P_DEFAULT), what};
  const hdf5::Space place{H5Dget_space(dataset.get()), what};
  const hsize_t last = rows - 1;
  constexpr hsize_t kOne = 1;
  const hdf5::Space memory{H5Screate_simple(1, &kOne, nullptr), what};
  hdf5::check(H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, &last, nullptr, &kOne, nullptr), what);
  Number value{};
  hdf5::check(H5Dread(dataset.get(), type, memory.get(), place.get(), H5P_DEFAULT, &value), what);
  return value;
}

std::string date_after(const std::string& start, double days) {
  constexpr double kMostDays = 2000.0 * 366.0;  // dates are of the years 1000 to 2999
  const auto first = date_from(start);
  if (!first || !(std::abs(days) <= kMostDays)) throw hdf5::Failure{"its dates are not dates"};
  return to_text(std::chrono::sys_days{*first} + std::chrono::days{static_cast<int>(days)});
}

void read_records(hid_t file, RunSummary& summary) {
  summary.rows = run_repair::common_rows(file, {"time", "step"});
  if (summary.rows == 0) return;
  summary.last_step =
      static_cast<Step>(read_last<std::int64_t>(file, "step", H5T_NATIVE_INT64, summary.rows));
  summary.last_date =
      date_after(summary.start, read_last<double>(file, "time", H5T_NATIVE_DOUBLE, summary.rows));
}

RunSummary read_root(hid_t file) {
  RunSummary summary;
  summary.layout_version = hdf5::read_integer(file, "layout_version");
  if (summary.layout_version != run_layout::kVersion)
    throw hdf5::Failure{fmt::format("its layout is version {}, this program reads version {}",
                                    summary.layout_version, run_layout::kVersion)};
  summary.title = hdf5::read_text(file, "title");
  summary.question = hdf5::read_text(file, "question");
  summary.model = hdf5::read_text(file, "model");
  summary.scenario = hdf5::read_text(file, "scenario");
  summary.scenario_file = hdf5::read_text(file, "scenario_file");
  summary.seed = hdf5::read_unsigned(file, "seed");
  summary.people_per_agent = hdf5::read_real(file, "people_per_agent");
  summary.start = hdf5::read_text(file, "start");
  summary.end = hdf5::read_text(file, "end");
  summary.step = hdf5::read_text(file, "step");
  summary.notes = hdf5::read_text(file, "notes");
  summary.command = hdf5::read_text(file, "command");
  summary.version = hdf5::read_text(file, "version");
  summary.commit = hdf5::read_text(file, "commit");
  summary.complete = hdf5::read_integer(file, "complete") != 0;
  summary.checksum = hdf5::read_unsigned(file, "checksum");
  return summary;
}

bool needs_recovery(const std::filesystem::path& path) {
  const run_repair::OpenedFile opened = run_repair::open_for_reading(path);
  static_cast<void>(read_root(opened.file.get()));
  if (!opened.closed) return true;
  const std::vector<std::string> arrays = run_repair::recorded_arrays(opened.file.get());
  const std::uint64_t rows = run_repair::common_rows(opened.file.get(), arrays);
  return std::any_of(arrays.begin(), arrays.end(), [&](const std::string& array) {
    return run_repair::common_rows(opened.file.get(), {array}) != rows;
  });
}

}  // namespace

RunSummary read_run_summary(const std::filesystem::path& path) {
  return hdf5::naming(path, [&] {
    const run_repair::OpenedFile opened = run_repair::open_for_reading(path);
    RunSummary summary = read_root(opened.file.get());
    summary.closed = opened.closed;
    read_records(opened.file.get(), summary);
    return summary;
  });
}

void recover_run_file(const std::filesystem::path& path) {
  hdf5::naming(path, [&] {
    if (!needs_recovery(path)) return;
    run_repair::change_copy(path, [](hid_t file) {
      run_repair::cut_to(file, run_repair::common_rows(file, run_repair::recorded_arrays(file)));
      if (hdf5::read_integer(file, "complete") == 0) run_repair::drop_agents(file);
    });
  });
}

}  // namespace yanzhen
