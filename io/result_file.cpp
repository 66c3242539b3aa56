#include "io/result_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "io/file_guard.hpp"
#include "io/labelled_array.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

constexpr std::int64_t kLayoutVersion = 1;  // raised whenever an older reader would misread
constexpr const char* kLayoutKey = "result_layout_version";
constexpr const char* kReserved[] = {"Conventions", kLayoutKey, "dimensions", "arrays",
                                     "texts",       "numbers",  "counts",     "checksum"};

constexpr std::size_t kMostAxes = 8;
constexpr std::size_t kLongestName = 64;
constexpr std::uint64_t kMostValues = std::uint64_t{1} << 27U;      // of all arrays: 1 GiB
constexpr std::uint64_t kMostLabelSpace = std::uint64_t{1} << 25U;  // half of what HeapReader keeps
constexpr std::uint64_t kLabelOverhead = 24;                        // its header in the heap, and filling up

// A name that HDF5, netCDF and every language take: [A-Za-z][A-Za-z0-9_]*.
bool is_name(const std::string& name) {
  const auto is_letter = [](char one) { return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z'); };
  const auto may_follow = [&](char one) {
    return is_letter(one) || (one >= '0' && one <= '9') || one == '_';
  };
  return !name.empty() && name.size() <= kLongestName && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), may_follow);
}

bool is_text(const std::string& text) { return first_bad_byte(text) == std::string::npos; }

const ResultDimension* find_dimension(const ResultFile& result, const std::string& name) {
  for (const ResultDimension& one : result.dimensions)
    if (one.name == name) return &one;
  return nullptr;
}

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

// Over what HDF5 keeps no checksum of: labels, coordinates and values.
std::uint64_t checksum_of(const ResultFile& result) {
  Checksum checksum;
  const auto add_numbers = [&](const std::vector<double>& numbers) {
    checksum.add(numbers.size());
    for (const double number : numbers) checksum.add(std::bit_cast<std::uint64_t>(number));
  };
  for (const ResultDimension& dimension : result.dimensions) {
    checksum.add(dimension.labels.size());
    for (const std::string& label : dimension.labels) {
      checksum.add(label.size());
      for (const char one : label) checksum.add(static_cast<unsigned char>(one));
    }
    add_numbers(dimension.coordinates);
  }
  for (const ResultArray& array : result.arrays) add_numbers(array.values);
  return checksum.value();
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
  hdf5::write_number(file, kLayoutKey, kLayoutVersion);
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

// Reads a file of which nothing is believed.
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
    const htri_t there = H5Aexists(root(), kLayoutKey);
    hdf5::check(there, "look at its attributes");
    if (there == 0) throw hdf5::Failure{"it is not a result file"};
    if (const std::int64_t version = hdf5::read_integer(root(), kLayoutKey); version != kLayoutVersion)
      throw hdf5::Failure{
          fmt::format("its layout is version {}, this program reads version {}", version, kLayoutVersion)};
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

ResultFile read_result_file(const std::filesystem::path& path) {
  return hdf5::naming(path, [&] {
    require_ordinary(path);
    return ResultReader{path}.read();
  });
}

}  // namespace yanzhen
