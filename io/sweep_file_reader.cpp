//! \file  Reading sweep files, of which nothing is believed.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "io/file_guard.hpp"
#include "io/heap_reader.hpp"
#include "io/labelled_array.hpp"
#include "io/result_layout.hpp"
#include "io/sweep_array.hpp"
#include "io/sweep_file.hpp"
#include "io/sweep_layout.hpp"

namespace yanzhen {

using namespace sweep_layout;

namespace {

[[noreturn]] void refuse_list() { throw hdf5::Failure{"the list of its attributes or arrays is damaged"}; }

bool says_sweep(hid_t file) {
  const htri_t there = H5Aexists(file, kVersionKey);
  hdf5::check(there, "look at its attributes");
  return there > 0;
}

hdf5::File open_file(const std::filesystem::path& path) {
  require_ordinary(path);
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it"};
}

std::vector<std::string> lines_of(hid_t file, const char* attribute) {
  return hdf5::split_names(hdf5::read_text(file, attribute), '\n');
}

// Reads all that a file says of itself; open_arrays then looks whether its arrays are so.
class HeadReader {
 public:
  HeadReader(hid_t file, const std::filesystem::path& path) : file_{file}, heap_{path} {}

  void read() {
    read_attributes();
    read_labelled("factor", head_.factors);
    read_levels();
    if (H5Lexists(file_, "index", H5P_DEFAULT) > 0) read_labelled("index", head_.indices);
    head_.dates = labels("date");
    read_dimensions();
    read_panels();
    const hdf5::Dataset runs = hdf5::open_array(file_, "run");
    const std::vector<hsize_t> lengths = hdf5::lengths_of(runs.get(), "run");
    if (lengths.size() != 1) throw hdf5::Failure{"array \"run\" is not a list"};
    head_.runs = lengths.front();
    reasons_ = labels("reason");
  }

  SweepHead& head() { return head_; }
  std::vector<std::string>& reasons() { return reasons_; }

 private:
  [[nodiscard]] std::vector<std::string> labels(const std::string& name) {
    return within_limits(hdf5::read_labels(hdf5::open_array(file_, name).get(), name, heap_));
  }

  // Many lists may lie on the same bytes of a file, so that its size limits nothing.
  std::vector<std::string> within_limits(std::vector<std::string> labels) {
    for (const std::string& label : labels) label_space_ += label.size() + result_layout::kLabelOverhead;
    if (label_space_ > 2 * result_layout::kMostLabelSpace) throw hdf5::Failure{"it has too many labels"};
    return labels;
  }

  [[nodiscard]] std::vector<std::string> names_in(const char* list) const {
    std::vector<std::string> names = hdf5::split_names(hdf5::read_text(file_, list), ' ');
    for (const std::string& name : names)
      if (!result_layout::is_name(name)) refuse_list();
    return names;
  }

  void read_attributes() {
    for (const std::string& name : names_in("texts")) head_.texts[name] = hdf5::read_text(file_, name);
    for (const std::string& name : names_in("counts")) head_.counts[name] = hdf5::read_unsigned(file_, name);
  }

  // Factors, or indices.
  template <class One>
  void read_labelled(const std::string& name, std::vector<One>& all) {
    const std::vector<std::string> names = labels(name);
    const std::vector<std::string> units = labels(name + "_unit");
    const std::vector<std::string> meanings = labels(name + "_meaning");
    if (units.size() != names.size() || meanings.size() != names.size())
      throw hdf5::Failure{fmt::format("array \"{}\" does not have the length that it should", name)};
    for (std::size_t k = 0; k < names.size(); ++k) {
      One& one = all.emplace_back();
      one.name = names[k];
      one.unit = units[k];
      one.meaning = meanings[k];
    }
  }

  void read_levels() {
    for (const std::string& line : lines_of(file_, "factor_levels")) {
      std::vector<std::string> words = split(line, '\t');
      const auto factor = std::find_if(head_.factors.begin(), head_.factors.end(),
                                       [&](const SweepFactor& one) { return one.name == words.front(); });
      if (factor == head_.factors.end()) refuse_list();
      factor->levels.assign(words.begin() + 1, words.end());
    }
  }

  // Names first, since those of the arrays depend on all of them; what describes them is read thereafter.
  void read_dimensions() {
    for (const std::string& line : lines_of(file_, "dimensions")) {
      Dimension& dimension = head_.dimensions.emplace_back();
      for (const std::string& name : split(line, ' ')) {
        if (!result_layout::is_name(name)) refuse_list();
        if (dimension.name.empty())
          dimension.name = name;
        else
          dimension.aliases.emplace_back().name = name;
      }
    }
    const ArrayNames names = array_names(head_);
    for (std::size_t k = 0; k < names.dimensions.size(); ++k) {
      Dimension& dimension = head_.dimensions[k];
      read_labels_of(names.dimensions[k], dimension.meaning, dimension.labels);
      for (std::size_t j = 0; j < dimension.aliases.size(); ++j)
        read_labels_of(names.aliases[k][j], dimension.aliases[j].meaning, dimension.aliases[j].labels);
    }
  }

  void read_labels_of(const std::string& name, std::string& meaning, std::vector<std::string>& into) {
    const hdf5::Dataset array = hdf5::open_array(file_, name);
    meaning = hdf5::text_or_nothing(array.get(), "long_name");
    into = within_limits(hdf5::read_labels(array.get(), name, heap_));
  }

  // Name, group, values, dimensions.
  void read_panels() {
    for (const std::string& line : lines_of(file_, "panels")) {
      const std::vector<std::string> words = split(line, ' ');
      if (words.size() < 3 || words.size() > 3 + kMostPanelAxes || !result_layout::is_name(words[0]))
        refuse_list();
      Panel& panel = head_.panels.emplace_back();
      panel.name = words[0];
      panel.group = words[1] == "flow"    ? PanelGroup::flow
                    : words[1] == "index" ? PanelGroup::index
                                          : PanelGroup::state;
      panel.values = words[2] == "whole" ? PanelValues::whole : PanelValues::real;
      panel.dimensions.assign(words.begin() + 3, words.end());
    }
    const ArrayNames names = array_names(head_);
    for (std::size_t k = 0; k < names.panels.size(); ++k) {
      const hdf5::Dataset array = hdf5::open_array(file_, names.panels[k]);
      head_.panels[k].unit = hdf5::text_or_nothing(array.get(), "units");
      head_.panels[k].meaning = hdf5::text_or_nothing(array.get(), "long_name");
    }
  }

  hid_t file_;
  hdf5::HeapReader heap_;
  std::uint64_t label_space_ = 0;
  SweepHead head_;
  std::vector<std::string> reasons_;
};

}  // namespace

struct SweepFile::Open {
  struct Array {
    hdf5::Dataset dataset;
    SweepNumber number;
    SweepLengths lengths;
  };

  std::filesystem::path path;
  hdf5::File file;
  std::uint64_t file_bytes;
  SweepHead head;
  std::vector<std::string> reasons;
  ArrayNames names;
  std::map<std::string, Array> arrays;  // open, so that HDF5 keeps the chunk that was read last

  explicit Open(const std::filesystem::path& where);
  void check_layout() const;
  void open_arrays();
  template <class Number>
  void open_array(const std::string& name, const SweepLengths& lengths);
  template <class Number>
  [[nodiscard]] std::vector<Number> read_block(const std::string& name, const SweepLengths& start,
                                               const SweepLengths& count) const;
  template <class Number>
  [[nodiscard]] std::vector<Number> read_all(const std::string& name) const;
  [[nodiscard]] std::vector<RunStatus> read_status() const;
  [[nodiscard]] std::vector<std::string> read_reasons() const;
};

SweepFile::Open::Open(const std::filesystem::path& where)
    : path{where}, file{open_file(path)}, file_bytes{std::filesystem::file_size(path)} {
  check_layout();
  HeadReader reader{file.get(), path};
  reader.read();
  head = std::move(reader.head());
  reasons = std::move(reader.reasons());
  names = array_names(head);
  open_array<double>("year", {head.dates.size()});
  head.times = read_all<double>("year");
  if (const std::string fault = fault_of(head); !fault.empty())
    throw hdf5::Failure{"it is damaged: " + fault};
  if (checksum_of(head, reasons) != hdf5::read_unsigned(file.get(), "checksum"))
    throw hdf5::Failure{"it is damaged: its checksum does not fit"};
  open_arrays();
}

void SweepFile::Open::check_layout() const {
  if (!says_sweep(file.get())) throw hdf5::Failure{"it is not a sweep file"};
  if (const std::int64_t version = hdf5::read_integer(file.get(), kVersionKey); version != kVersion)
    throw hdf5::Failure{
        fmt::format("its layout is version {}, this program reads version {}", version, kVersion)};
}

template <class Number>
void SweepFile::Open::open_array(const std::string& name, const SweepLengths& lengths) {
  const SweepNumber number = number_type(Number{});
  arrays.emplace(name,
                 Array{open_sweep_array(file.get(), name, number, lengths, file_bytes), number, lengths});
}

void SweepFile::Open::open_arrays() {
  open_array<double>("factor_value", {head.runs, head.factors.size()});
  open_array<std::int64_t>("point", {head.runs});
  open_array<std::int64_t>("replicate", {head.runs});
  open_array<std::uint64_t>("seed", {head.runs});
  open_array<std::uint8_t>("status", {head.runs});
  open_array<std::uint32_t>("reason_number", {head.runs});
  open_array<std::uint64_t>("checksum", {head.runs});
  if (!head.indices.empty()) {
    open_array<double>("index_value", {head.runs, head.indices.size()});
    open_array<double>("index_series", {head.runs, head.times.size(), head.indices.size()});
  }
  for (std::size_t k = 0; k < head.panels.size(); ++k)
    open_array<double>(names.panels[k], panel_lengths(head, head.panels[k]));
}

template <class Number>
std::vector<Number> SweepFile::Open::read_block(const std::string& name, const SweepLengths& start,
                                                const SweepLengths& count) const {
  std::uint64_t values = 1;
  for (const std::uint64_t length : count) {
    if (length > kMostValues / values)
      throw hdf5::Failure{fmt::format("array \"{}\" is too large to be read at once", name)};
    values *= length;
  }
  const Array& array = arrays.at(name);
  std::vector<Number> block(values);
  read_sweep_block(array.dataset.get(), name, array.number.memory, start, count, block.data());
  return block;
}

template <class Number>
std::vector<Number> SweepFile::Open::read_all(const std::string& name) const {
  const SweepLengths& lengths = arrays.at(name).lengths;
  return read_block<Number>(name, SweepLengths(lengths.size(), 0), lengths);
}

std::vector<RunStatus> SweepFile::Open::read_status() const {
  std::vector<RunStatus> status;
  for (const std::uint8_t one : read_all<std::uint8_t>("status")) {
    if (one > static_cast<std::uint8_t>(RunStatus::missing)) throw hdf5::Failure{"its statuses are damaged"};
    status.push_back(static_cast<RunStatus>(one));
  }
  return status;
}

std::vector<std::string> SweepFile::Open::read_reasons() const {
  std::vector<std::string> found;
  for (const std::uint32_t number : read_all<std::uint32_t>("reason_number")) {
    if (number >= reasons.size()) throw hdf5::Failure{"its reasons are damaged"};
    found.push_back(reasons[number]);
  }
  return found;
}

SweepFile::SweepFile(const std::filesystem::path& path)
    : open_{hdf5::naming(path, [&] { return std::make_unique<Open>(path); })} {}
SweepFile::SweepFile(SweepFile&&) noexcept = default;
SweepFile::~SweepFile() = default;

const SweepHead& SweepFile::head() const { return open_->head; }

std::vector<RunStatus> SweepFile::status() const {
  return hdf5::naming(open_->path, [&] { return open_->read_status(); });
}

std::vector<std::string> SweepFile::reasons() const {
  return hdf5::naming(open_->path, [&] { return open_->read_reasons(); });
}

std::vector<std::uint64_t> SweepFile::seeds() const {
  return hdf5::naming(open_->path, [&] { return open_->read_all<std::uint64_t>("seed"); });
}

std::vector<std::uint64_t> SweepFile::checksums() const {
  return hdf5::naming(open_->path, [&] { return open_->read_all<std::uint64_t>("checksum"); });
}

std::vector<std::uint64_t> SweepFile::points() const {
  const auto points = hdf5::naming(open_->path, [&] { return open_->read_all<std::int64_t>("point"); });
  return {points.begin(), points.end()};
}

std::vector<double> SweepFile::factor_values() const {
  return hdf5::naming(open_->path, [&] { return open_->read_all<double>("factor_value"); });
}

std::vector<double> SweepFile::index_at(std::size_t index, std::size_t time) const {
  const SweepHead& head = open_->head;
  if (index >= head.indices.size() || time >= head.times.size())
    throw std::logic_error{"a sweep has no such index or record"};
  return hdf5::naming(open_->path, [&] {
    if (time + 1 == head.times.size())
      return open_->read_block<double>("index_value", {0, index}, {head.runs, 1});
    return open_->read_block<double>("index_series", {0, time, index}, {head.runs, 1, 1});
  });
}

std::vector<double> SweepFile::index_series(std::size_t index) const {
  const SweepHead& head = open_->head;
  if (index >= head.indices.size()) throw std::logic_error{"a sweep has no such index"};
  return hdf5::naming(open_->path, [&] {
    return open_->read_block<double>("index_series", {0, 0, index}, {head.runs, head.times.size(), 1});
  });
}

std::vector<double> SweepFile::panel_of(std::size_t panel, std::size_t run) const {
  const SweepHead& head = open_->head;
  if (panel >= head.panels.size() || run >= head.runs)
    throw std::logic_error{"a sweep has no such panel or run"};
  return hdf5::naming(open_->path, [&] {
    SweepLengths count = panel_lengths(head, head.panels[panel]);
    SweepLengths start(count.size(), 0);
    start.front() = run;
    count.front() = 1;
    return open_->read_block<double>(open_->names.panels[panel], start, count);
  });
}

bool is_sweep_file(const std::filesystem::path& path) {
  try {
    hdf5::silence();
    const hdf5::File file = open_file(path);
    return says_sweep(file.get());
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace yanzhen
