//! \file  Reading result files, of which nothing is believed.
#include <fmt/format.h>

#include <set>

#include "io/file_guard.hpp"
#include "io/heap_reader.hpp"
#include "io/labelled_array.hpp"
#include "io/result_file.hpp"
#include "io/result_layout.hpp"

namespace yanzhen {

using namespace result_layout;

namespace {

class ResultReader {
 public:
  explicit ResultReader(const std::filesystem::path& path)
      : file_{H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it"},
        heap_{path},
        room_{std::filesystem::file_size(path)} {}

  ResultFile read() {
    check_layout();
    read_attributes();
    for (const std::string& name : hdf5::split_names(hdf5::read_text(root(), "dimensions"), '\n'))
      read_dimension(name);
    for (const std::string& line : hdf5::split_names(hdf5::read_text(root(), "arrays"), '\n'))
      read_array(line);
    if (checksum_of(result_) != hdf5::read_unsigned(root(), "checksum"))
      throw hdf5::Failure{"it is damaged: its checksum does not fit"};
    return std::move(result_);
  }

 private:
  [[nodiscard]] hid_t root() const { return file_.get(); }

  void check_layout() const {
    const htri_t there = H5Aexists(root(), kVersionKey);
    hdf5::check(there, "look at its attributes");
    if (there == 0) throw hdf5::Failure{"it is not a result file"};
    if (const std::int64_t version = hdf5::read_integer(root(), kVersionKey); version != kVersion)
      throw hdf5::Failure{
          fmt::format("its layout is version {}, this program reads version {}", version, kVersion)};
  }

  [[nodiscard]] std::vector<std::string> names_in(const char* list) const {
    std::vector<std::string> names = hdf5::split_names(hdf5::read_text(root(), list), ' ');
    for (const std::string& name : names)
      if (!is_name(name)) throw hdf5::Failure{"the list of its attributes is damaged"};
    return names;
  }

  void read_attributes() {
    for (const std::string& name : names_in("texts")) {
      const std::string& text = result_.texts[name] = hdf5::read_text(root(), name);
      if (!is_text(text)) throw hdf5::Failure{fmt::format("attribute \"{}\" is not UTF-8 text", name)};
    }
    for (const std::string& name : names_in("numbers")) result_.numbers[name] = hdf5::read_real(root(), name);
    for (const std::string& name : names_in("counts"))
      result_.counts[name] = hdf5::read_unsigned(root(), name);
  }

  // Every name is there once, so that a file cannot make more of its bytes than it has.
  hdf5::Dataset open(const std::string& name) {
    if (!is_name(name) || !names_.insert(name).second)
      throw hdf5::Failure{"the list of its arrays is damaged"};
    return hdf5::open_array(root(), name);
  }

  void take_room(std::uint64_t items, std::uint64_t bytes) {
    if (items > room_ / bytes) throw hdf5::Failure{"it says that it holds more than its size allows"};
    room_ -= items * bytes;
  }

  static std::string described(hid_t array, const char* key) {
    std::string text = hdf5::text_or_nothing(array, key);
    if (!is_text(text)) throw hdf5::Failure{"a unit or a meaning is not UTF-8 text"};
    return text;
  }

  void read_dimension(const std::string& name) {
    const hdf5::Dataset scale = open(name);
    ResultDimension dimension;
    dimension.name = name;
    dimension.meaning = described(scale.get(), "long_name");
    dimension.unit = described(scale.get(), "units");
    const hdf5::Type type{H5Dget_type(scale.get()), "read the type of a dimension"};
    if (H5Tget_class(type.get()) == H5T_STRING) {
      dimension.labels = hdf5::read_labels(scale.get(), name, heap_);
      for (const std::string& label : dimension.labels) take_room(label.size() + kLabelOverhead, 1);
    } else {
      const std::vector<hsize_t> lengths = hdf5::lengths_of(scale.get(), name);
      if (lengths.size() != 1) throw hdf5::Failure{fmt::format("dimension \"{}\" is not a list", name)};
      dimension.coordinates = values_of(scale.get(), name, lengths.front());
    }
    if (dimension.length() == 0) throw hdf5::Failure{fmt::format("dimension \"{}\" has no points", name)};
    result_.dimensions.push_back(std::move(dimension));
  }

  // The name of an array, then those of its dimensions.
  void read_array(const std::string& line) {
    std::vector<std::string> names = hdf5::split_names(line, ' ');
    if (names.empty() || names.size() > kMostAxes + 1)
      throw hdf5::Failure{"the list of its arrays is damaged"};
    ResultArray array;
    array.name = names.front();
    array.dimensions.assign(names.begin() + 1, names.end());
    const hdf5::Dataset dataset = open(array.name);
    const std::vector<hsize_t> lengths = hdf5::lengths_of(dataset.get(), array.name);
    std::uint64_t length = 1;
    for (std::size_t k = 0; k < array.dimensions.size(); ++k) {
      const ResultDimension* dimension = find_dimension(result_, array.dimensions[k]);
      if (dimension == nullptr || lengths.size() != array.dimensions.size() ||
          lengths[k] != dimension->length())
        throw hdf5::Failure{
            fmt::format("array \"{}\" does not have the dimensions that it should", array.name)};
      if (lengths[k] > kMostValues / length)
        throw hdf5::Failure{fmt::format("array \"{}\" is too large", array.name)};
      length *= lengths[k];
    }
    array.unit = described(dataset.get(), "units");
    array.meaning = described(dataset.get(), "long_name");
    array.values = values_of(dataset.get(), array.name, length);
    result_.arrays.push_back(std::move(array));
  }

  // Only what write_values writes: real numbers, in one piece, within the file.
  std::vector<double> values_of(hid_t dataset, const std::string& name, std::uint64_t count) {
    const std::string what = fmt::format("read array \"{}\"", name);
    const hdf5::Type type{H5Dget_type(dataset), what};
    const hdf5::Space space{H5Dget_space(dataset), what};
    const hdf5::Properties creation{H5Dget_create_plist(dataset), what};
    if (H5Tequal(type.get(), H5T_IEEE_F64LE) <= 0 || H5Pget_layout(creation.get()) != H5D_CONTIGUOUS ||
        H5Pget_external_count(creation.get()) != 0 ||
        H5Sget_simple_extent_npoints(space.get()) != static_cast<hssize_t>(count))
      throw hdf5::Failure{fmt::format("array \"{}\" is not stored as a result file's is", name)};
    take_room(count, sizeof(double));
    std::vector<double> values(count);
    hdf5::check(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
    return values;
  }

  hdf5::File file_;
  hdf5::HeapReader heap_;
  std::uint64_t room_;  // bytes of the file that nothing was read of yet
  std::set<std::string> names_;
  ResultFile result_;
};

}  // namespace

ResultFile read_result_file(const std::filesystem::path& path) {
  return hdf5::naming(path, [&] {
    require_ordinary(path);
    return ResultReader{path}.read();
  });
}

}  // namespace yanzhen
