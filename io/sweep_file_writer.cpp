//! \file  Writing a sweep file, run by run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>

#include "engine/clock.hpp"
#include "io/file_guard.hpp"
#include "io/labelled_array.hpp"
#include "io/sweep_array.hpp"
#include "io/sweep_file.hpp"
#include "io/sweep_layout.hpp"

namespace yanzhen {

using namespace sweep_layout;

namespace {

// What no one but us can have done wrong.
void require(bool condition, const char* what) {
  if (!condition) throw std::logic_error{fmt::format("a run of a sweep {}", what)};
}

void require_sound(const SweepHead& head) {
  if (const std::string fault = fault_of(head); !fault.empty())
    throw std::logic_error{fmt::format("sweep: {}", fault)};
}

// The scales of a file, and the arrays that lie along them.
class Axes {
 public:
  Axes(hid_t file, const SweepHead& head, const ArrayNames& names) : file_{file} {
    add_runs(head.runs);
    add_labelled("factor", "what varies from point to point", head.factors);
    if (!head.indices.empty()) add_labelled("index", "what is kept of every run and record", head.indices);
    add_times(head);
    for (std::size_t k = 0; k < head.dimensions.size(); ++k)
      add_dimension(head.dimensions[k], names.dimensions[k], names.aliases[k]);
  }

  // An array along scales that are there.
  SweepArray make(const std::string& name, const SweepNumber& number, const std::vector<std::string>& axes,
                  const std::string& unit, const std::string& meaning,
                  LastDimension last = LastDimension::together) const {
    SweepLengths lengths;
    for (const std::string& axis : axes)
      lengths.push_back(hdf5::lengths_of(scales_.at(axis).get(), axis).front());
    SweepArray array{file_, name, number, lengths, last};
    hdf5::describe(array.get(), unit, meaning);
    for (std::size_t k = 0; k < axes.size(); ++k) hdf5::attach_scale(array.get(), scales_.at(axes[k]), k);
    return array;
  }

  // Or the file would stay open: HDF5 keeps it so while anything in it is.
  void close() { scales_.clear(); }

 private:
  void add_runs(std::size_t runs) {
    SweepArray scale{file_, "run", number_type(std::int64_t{}), {runs}};
    hdf5::describe(scale.get(), "1", "number of the run");
    for (std::size_t run = 0; run < runs; ++run) scale.append(static_cast<std::int64_t>(run));
    keep_scale(std::move(scale), "run");
  }

  void add_times(const SweepHead& head) {
    const std::chrono::sys_days start{*date_from(head.dates.front())};
    SweepArray time{file_, "time", number_type(double{}), {head.times.size()}};
    hdf5::describe(time.get(), "days since " + head.dates.front(), "date of the record");
    hdf5::write_text(time.get(), "calendar", "proleptic_gregorian");
    hdf5::write_text(time.get(), "standard_name", "time");
    for (const std::string& date : head.dates)
      time.append(static_cast<double>((std::chrono::sys_days{*date_from(date)} - start).count()));
    keep_scale(std::move(time), "time");
    add_along("time", "date", "date of the record", head.dates);
    SweepArray year = make("year", number_type(double{}), {"time"}, "years", "date as a decimal number");
    for (const double one : head.times) year.append(one);
    year.finish();
  }

  // Factors, or indices.
  template <class One>
  void add_labelled(const std::string& name, const std::string& meaning, const std::vector<One>& all) {
    std::vector<std::string> labels;
    std::vector<std::string> units;
    std::vector<std::string> meanings;
    for (const One& one : all) {
      labels.push_back(one.name);
      units.push_back(one.unit);
      meanings.push_back(one.meaning);
    }
    add_scale(name, meaning, labels);
    add_along(name, name + "_unit", "unit of the " + name, units);
    add_along(name, name + "_meaning", "meaning of the " + name, meanings);
  }

  void add_dimension(const Dimension& dimension, const std::string& name,
                     const std::vector<std::string>& aliases) {
    add_scale(name, dimension.meaning, dimension.labels);
    for (std::size_t k = 0; k < aliases.size(); ++k)
      add_along(name, aliases[k], dimension.aliases[k].meaning, dimension.aliases[k].labels);
  }

  void add_scale(const std::string& name, const std::string& meaning,
                 const std::vector<std::string>& labels) {
    hdf5::Dataset scale = hdf5::create_labels(file_, name, meaning, labels);
    hdf5::make_scale(scale.get(), name);
    scales_.emplace(name, std::move(scale));
  }

  void add_along(const std::string& scale, const std::string& name, const std::string& meaning,
                 const std::vector<std::string>& labels) {
    const hdf5::Dataset array = hdf5::create_labels(file_, name, meaning, labels);
    hdf5::attach_scale(array.get(), scales_.at(scale), 0);
  }

  void keep_scale(SweepArray array, const std::string& name) {
    hdf5::make_scale(array.get(), name);
    array.finish();
    scales_.emplace(name, hdf5::open_array(file_, name));
  }

  hid_t file_;
  std::map<std::string, hdf5::Dataset> scales_;
};

// Different reasons by number; the first is none.
class ReasonTable {
 public:
  std::uint32_t number_of(const std::string& reason) {
    const auto known = numbers_.find(reason);
    if (known != numbers_.end()) return known->second;
    if (reasons_.size() > kMostReasons) return number_of_further();
    reasons_.push_back(reason);
    return numbers_[reason] = static_cast<std::uint32_t>(reasons_.size() - 1);
  }
  [[nodiscard]] const std::vector<std::string>& reasons() const { return reasons_; }

 private:
  std::uint32_t number_of_further() {
    if (reasons_.size() == kMostReasons + 1) reasons_.emplace_back(kFurtherReason);
    return static_cast<std::uint32_t>(reasons_.size() - 1);
  }

  std::vector<std::string> reasons_{""};
  std::map<std::string, std::uint32_t> numbers_{{"", 0}};
};

void write_flags(hid_t array) {
  constexpr const char* kWhat = "write attribute \"flag_values\"";
  constexpr std::uint8_t kValues[] = {0, 1, 2};
  constexpr hsize_t kCount = 3;
  const hdf5::Space space{H5Screate_simple(1, &kCount, nullptr), kWhat};
  const hdf5::Attribute flags{
      H5Acreate2(array, "flag_values", H5T_STD_U8LE, space.get(), H5P_DEFAULT, H5P_DEFAULT), kWhat};
  hdf5::check(H5Awrite(flags.get(), H5T_NATIVE_UINT8, kValues), kWhat);
  hdf5::write_text(array, "flag_meanings", "done failed missing");
}

template <class Value>
void write_names(hid_t file, const char* list, const std::map<std::string, Value>& values) {
  std::vector<std::string> names;
  for (const auto& [name, value] : values) names.push_back(name);
  hdf5::write_text(file, list, fmt::format("{}", fmt::join(names, " ")));
}

// What lies along a scale and says what its points are: readers make coordinates of it.
std::string list_coordinates(const SweepHead& head, const ArrayNames& names) {
  std::string list = "point replicate seed status date year factor_unit factor_meaning";
  if (!head.indices.empty()) list += " index_unit index_meaning";
  for (const std::vector<std::string>& aliases : names.aliases)
    for (const std::string& alias : aliases) list += " " + alias;
  return list;
}

void write_root(hid_t file, const SweepHead& head, const ArrayNames& names) {
  hdf5::write_text(file, "Conventions", "CF-1.8");
  hdf5::write_number(file, kVersionKey, kVersion);
  hdf5::write_text(file, "coordinates", list_coordinates(head, names));
  hdf5::write_text(file, "dimensions", list_dimensions(head));
  hdf5::write_text(file, "panels", list_panels(head));
  hdf5::write_text(file, "factor_levels", list_levels(head));
  write_names(file, "texts", head.texts);
  write_names(file, "counts", head.counts);
  for (const auto& [name, text] : head.texts) hdf5::write_text(file, name, text);
  for (const auto& [name, count] : head.counts) hdf5::write_number(file, name, count);
}

}  // namespace

struct SweepFileWriter::Open {
  // Members close in reverse order: arrays first, then the file, which is deleted unless it was moved.
  std::filesystem::path path;
  SweepHead head;
  ArrayNames names;
  TemporaryFile fresh;
  hdf5::File file;
  Axes axes;
  SweepArray factor_value;
  SweepArray point;
  SweepArray replicate;
  SweepArray seed;
  SweepArray status;
  SweepArray reason_number;
  SweepArray checksum;
  std::optional<SweepArray> index_value;
  std::optional<SweepArray> index_series;
  std::vector<SweepArray> panels;
  std::vector<std::size_t> panel_values;  // in one run, of each
  std::vector<double> unknown;            // as many as the largest row has
  ReasonTable reasons;
  std::size_t added = 0;
  bool failed = false;  // the disk failed us: some arrays have a row that others lack

  Open(const std::filesystem::path& where, SweepHead plain);
  void make_indices();
  void make_panels();
  void require_run(const SweepRun& run) const;
  void begin_change();
  void add(const SweepRun& run);
  void append_or_unknown(SweepArray& array, bool known, std::span<const double> values, std::size_t count);
  void finish();

  [[nodiscard]] std::size_t series_values() const { return head.times.size() * head.indices.size(); }
};

SweepFileWriter::Open::Open(const std::filesystem::path& where, SweepHead plain)
    : path{where},
      head{std::move(plain)},
      names{array_names(head)},
      fresh{path},
      file{hdf5::create_file(fresh.path())},
      axes{file.get(), head, names},
      factor_value{axes.make("factor_value", number_type(double{}), {"run", "factor"}, "",
                             "value of the factor: a number, or the position of a level from 0")},
      point{axes.make("point", number_type(std::int64_t{}), {"run"}, "1", "point of the design")},
      replicate{axes.make("replicate", number_type(std::int64_t{}), {"run"}, "1",
                          "which of the runs of its point")},
      seed{axes.make("seed", number_type(std::uint64_t{}), {"run"}, "1", "seed of the run")},
      status{axes.make("status", number_type(std::uint8_t{}), {"run"}, "1", "how the run ended")},
      reason_number{axes.make("reason_number", number_type(std::uint32_t{}), {"run"}, "1",
                              "why the run failed: a position in reason")},
      checksum{axes.make("checksum", number_type(std::uint64_t{}), {"run"}, "1",
                         "checksum of the model at the end of the run, 0 unless done")} {
  write_flags(status.get());
  make_indices();
  make_panels();
  write_root(file.get(), head, names);
}

void SweepFileWriter::Open::make_indices() {
  unknown.assign(series_values(), std::numeric_limits<double>::quiet_NaN());
  if (head.indices.empty()) return;
  index_value = axes.make("index_value", number_type(double{}), {"run", "index"}, "",
                          "index at the last record", LastDimension::apart);
  index_series = axes.make("index_series", number_type(double{}), {"run", "time", "index"}, "",
                           "index at every record", LastDimension::apart);
}

void SweepFileWriter::Open::make_panels() {
  for (std::size_t k = 0; k < head.panels.size(); ++k) {
    const Panel& panel = head.panels[k];
    std::vector<std::string> scales{"run", "time"};
    std::size_t values = head.times.size();
    for (const std::string& name : panel.dimensions) {
      const std::size_t dimension = dimension_at(head, name);
      scales.push_back(names.dimensions[dimension]);
      values *= head.dimensions[dimension].labels.size();
    }
    panels.push_back(axes.make(names.panels[k], number_type(double{}), scales, panel.unit, panel.meaning));
    panel_values.push_back(values);
    if (values > unknown.size()) unknown.resize(values, std::numeric_limits<double>::quiet_NaN());
  }
}

void SweepFileWriter::Open::require_run(const SweepRun& run) const {
  require(added < head.runs, "is more than the sweep has");
  require(run.factors.size() == head.factors.size(), "has not a value for every factor");
  if (run.status != RunStatus::done) return;
  require(run.series.size() == series_values(), "has not every index at every record");
  require(run.panels.size() == panels.size(), "has not every panel");
  for (std::size_t k = 0; k < panels.size(); ++k)
    require(run.panels[k].size() == panel_values[k], "has a panel of another size");
}

void SweepFileWriter::Open::begin_change() {
  if (failed) throw hdf5::Failure{"writing it has failed before"};
  failed = true;
}

void SweepFileWriter::Open::append_or_unknown(SweepArray& array, bool known, std::span<const double> values,
                                              std::size_t count) {
  array.append(known ? values : std::span<const double>{unknown}.first(count));
}

void SweepFileWriter::Open::add(const SweepRun& run) {
  require_run(run);
  begin_change();
  const bool done = run.status == RunStatus::done;
  const std::size_t indices = head.indices.size();
  factor_value.append(std::span<const double>{run.factors});
  point.append(static_cast<std::int64_t>(run.point));
  replicate.append(std::int64_t{run.replicate});
  seed.append(run.seed);
  status.append(static_cast<std::uint8_t>(run.status));
  reason_number.append(reasons.number_of(plain_reason(run.reason)));
  checksum.append(done ? run.checksum : std::uint64_t{0});
  if (indices > 0) {
    const std::span<const double> series{run.series};
    append_or_unknown(*index_value, done, done ? series.last(indices) : series, indices);
    append_or_unknown(*index_series, done, series, series_values());
  }
  for (std::size_t k = 0; k < panels.size(); ++k)
    append_or_unknown(panels[k], done,
                      done ? std::span<const double>{run.panels[k]} : std::span<const double>{},
                      panel_values[k]);
  ++added;
  failed = false;
}

void SweepFileWriter::Open::finish() {
  begin_change();
  if (added != head.runs) throw std::logic_error{"a sweep file is finished before all its runs were added"};
  for (SweepArray* array : {&factor_value, &point, &replicate, &seed, &status, &reason_number, &checksum})
    array->finish();
  if (index_value) index_value->finish();
  if (index_series) index_series->finish();
  for (SweepArray& panel : panels) panel.finish();
  {
    const hdf5::Dataset scale =
        hdf5::create_labels(file.get(), "reason", "why runs failed; the first is none", reasons.reasons());
    hdf5::make_scale(scale.get(), "reason");
  }
  hdf5::write_number(file.get(), "checksum", checksum_of(head, reasons.reasons()));
  axes.close();
  file.close("write it");
  fresh.replace_target();
}

SweepFileWriter::SweepFileWriter(const std::filesystem::path& path, const SweepHead& head, bool overwrite) {
  SweepHead plain = plain_head(head);
  require_sound(plain);
  open_ = hdf5::naming(path, [&] {
    require_replaceable(path, overwrite);
    return std::make_unique<Open>(path, std::move(plain));
  });
}
SweepFileWriter::SweepFileWriter(SweepFileWriter&&) noexcept = default;
SweepFileWriter::~SweepFileWriter() = default;

void SweepFileWriter::add(const SweepRun& run) {
  hdf5::naming(open_->path, [&] { open_->add(run); });
}

void SweepFileWriter::finish() {
  hdf5::naming(open_->path, [&] { open_->finish(); });
  open_.reset();
}

}  // namespace yanzhen
