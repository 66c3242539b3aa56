#include "io/result_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <set>
#include <stdexcept>

#include "io/file_guard.hpp"
#include "io/labelled_array.hpp"
#include "io/result_layout.hpp"

namespace yanzhen {

using namespace result_layout;

namespace {

constexpr const char* kReserved[] = {"Conventions", kVersionKey, "dimensions", "arrays",
                                     "texts",       "numbers",   "counts",     "checksum"};

// What no one but us can have done wrong.
void require(bool condition, const std::string& name, const char* what) {
  if (!condition) throw std::logic_error{fmt::format("result \"{}\" {}", name, what)};
}

// Keeps names apart.
class NameGuard {
 public:
  void add(const std::string& name) {
    require(is_name(name), name, "has a name that is not one of a result");
    require(names_.insert(name).second, name, "has a name that is taken");
  }

 private:
  std::set<std::string> names_;
};

void require_attributes(const ResultFile& result) {
  NameGuard names;
  for (const char* reserved : kReserved) names.add(reserved);
  for (const auto& [name, text] : result.texts) {
    names.add(name);
    require(is_text(text), name, "is not UTF-8 text");
  }
  for (const auto& [name, number] : result.numbers) names.add(name);
  for (const auto& [name, count] : result.counts) names.add(name);
}

void require_dimension(const ResultDimension& dimension) {
  const std::string& name = dimension.name;
  require(dimension.labels.empty() != dimension.coordinates.empty(), name,
          "has no points, or labels and numbers");
  require(is_text(dimension.unit) && is_text(dimension.meaning), name, "is not described by UTF-8 text");
  require(dimension.labels.empty() || dimension.unit.empty(), name, "has labels and a unit");
  require(dimension.labels.size() <= hdf5::kMostLabels, name, "has too many labels");
  for (const std::string& label : dimension.labels)
    require(is_text(label) && label.size() <= hdf5::kMostLabelBytes, name,
            "has a label that is too long or no UTF-8");
  for (const double number : dimension.coordinates)
    require(std::isfinite(number), name, "has a coordinate that is not finite");
}

void require_array(const ResultArray& array, const ResultFile& result) {
  const std::set<std::string> different{array.dimensions.begin(), array.dimensions.end()};
  require(different.size() == array.dimensions.size(), array.name, "has a dimension twice");
  require(different.size() <= kMostAxes, array.name, "has too many dimensions");
  require(is_text(array.unit) && is_text(array.meaning), array.name, "is not described by UTF-8 text");
  std::uint64_t length = 1;
  for (const std::string& name : array.dimensions) {
    const ResultDimension* dimension = find_dimension(result, name);
    require(dimension != nullptr, array.name, "has a dimension that the result has not");
    require(length <= kMostValues / dimension->length(), array.name, "is too large");
    length *= dimension->length();
  }
  require(array.values.size() == length, array.name, "has another number of values than its dimensions say");
}

void require_sound(const ResultFile& result) {
  require_attributes(result);
  NameGuard names;
  require(result.dimensions.size() + result.arrays.size() <= hdf5::kMostNames, "", "has too many arrays");
  std::uint64_t label_space = 0;
  std::uint64_t values = 0;
  for (const ResultDimension& one : result.dimensions) {
    names.add(one.name);
    require_dimension(one);
    for (const std::string& label : one.labels) label_space += label.size() + kLabelOverhead;
    require(label_space <= kMostLabelSpace, one.name, "has too many labels");
    values += one.coordinates.size();
  }
  for (const ResultArray& one : result.arrays) {
    names.add(one.name);
    require_array(one, result);
    values += one.values.size();
    require(values <= kMostValues, one.name, "is too large");
  }
}

// Contiguous and not compressed: such files are small, and a reader can tell their size from that of the
// file.
hdf5::Dataset write_values(hid_t file, const std::string& name, const std::vector<hsize_t>& lengths,
                           const std::vector<double>& values) {
  const std::string what = fmt::format("write array \"{}\"", name);
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), what};
  hdf5::check(H5Pset_obj_track_times(creation.get(), false), what);
  hdf5::check(H5Pset_fill_time(creation.get(), H5D_FILL_TIME_NEVER), what);
  const hdf5::Space space{lengths.empty()
                              ? H5Screate(H5S_SCALAR)
                              : H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr),
                          what};
  hdf5::Dataset dataset{
      H5Dcreate2(file, name.c_str(), H5T_IEEE_F64LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
      what};
  hdf5::check(H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), what);
  return dataset;
}

hdf5::Dataset write_dimension(hid_t file, const ResultDimension& dimension) {
  const std::string& name = dimension.name;
  hdf5::Dataset scale;
  if (dimension.labels.empty()) {
    scale = write_values(file, name, {dimension.coordinates.size()}, dimension.coordinates);
    hdf5::describe(scale.get(), dimension.unit, dimension.meaning);
  } else {
    scale = hdf5::create_labels(file, name, dimension.meaning, dimension.labels);
  }
  hdf5::make_scale(scale.get(), name);
  return scale;
}

void write_arrays(hid_t file, const ResultFile& result) {
  std::map<std::string, hdf5::Dataset> scales;
  for (const ResultDimension& one : result.dimensions) scales.emplace(one.name, write_dimension(file, one));
  for (const ResultArray& array : result.arrays) {
    std::vector<hsize_t> lengths;
    for (const std::string& name : array.dimensions)
      lengths.push_back(find_dimension(result, name)->length());
    const hdf5::Dataset dataset = write_values(file, array.name, lengths, array.values);
    hdf5::describe(dataset.get(), array.unit, array.meaning);
    for (std::size_t axis = 0; axis < lengths.size(); ++axis)
      hdf5::attach_scale(dataset.get(), scales.at(array.dimensions[axis]), axis);
  }
}

template <class Value>
void write_names(hid_t file, const char* list, const std::map<std::string, Value>& values) {
  std::vector<std::string> names;
  for (const auto& [name, value] : values) names.push_back(name);
  hdf5::write_text(file, list, fmt::format("{}", fmt::join(names, " ")));
}

void write_root(hid_t file, const ResultFile& result) {
  hdf5::write_text(file, "Conventions", "CF-1.8");
  hdf5::write_number(file, kVersionKey, kVersion);
  write_names(file, "texts", result.texts);
  write_names(file, "numbers", result.numbers);
  write_names(file, "counts", result.counts);
  for (const auto& [name, text] : result.texts) hdf5::write_text(file, name, text);
  for (const auto& [name, number] : result.numbers) hdf5::write_number(file, name, number);
  for (const auto& [name, count] : result.counts) hdf5::write_number(file, name, count);
  std::string dimensions;
  for (const ResultDimension& one : result.dimensions) dimensions += one.name + "\n";
  std::string arrays;
  for (const ResultArray& one : result.arrays)
    arrays += fmt::format("{} {}\n", one.name, fmt::join(one.dimensions, " "));
  hdf5::write_text(file, "dimensions", dimensions);
  hdf5::write_text(file, "arrays", arrays);
  hdf5::write_number(file, "checksum", checksum_of(result));
}

// Labels as they go into a file: each on one line.
ResultFile with_plain_labels(ResultFile result) {
  for (ResultDimension& dimension : result.dimensions) {
    dimension.unit = hdf5::on_one_line(std::move(dimension.unit));
    dimension.meaning = hdf5::on_one_line(std::move(dimension.meaning));
    for (std::string& label : dimension.labels) label = hdf5::on_one_line(std::move(label));
  }
  for (ResultArray& array : result.arrays) {
    array.unit = hdf5::on_one_line(std::move(array.unit));
    array.meaning = hdf5::on_one_line(std::move(array.meaning));
  }
  return result;
}

}  // namespace

void write_result_file(const std::filesystem::path& path, const ResultFile& result, bool overwrite) {
  const ResultFile plain = with_plain_labels(result);
  require_sound(plain);
  hdf5::naming(path, [&] {
    require_replaceable(path, overwrite);
    TemporaryFile fresh{path};
    hdf5::File file = hdf5::create_file(fresh.path());
    write_root(file.get(), plain);
    write_arrays(file.get(), plain);
    file.close("write it");
    fresh.replace_target();
  });
}

}  // namespace yanzhen
