#include "io/run_panels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "engine/clock.hpp"
#include "io/heap_reader.hpp"
#include "io/labelled_array.hpp"
#include "io/run_layout.hpp"
#include "io/run_repair.hpp"

namespace yanzhen {
namespace {

using Object = hdf5::Handle<H5Oclose>;

// More than any run records; what a file claims beyond it is damage or malice.
constexpr std::uint64_t kMostRows = 1'000'000;  // a record a day from year 1000 to 2999 makes 730,485
constexpr std::size_t kMostAxes = 8;            // of a panel, time included
constexpr std::uint64_t kMostRowValues = std::uint64_t{1} << 25U;    // 256 MiB
constexpr std::uint64_t kMostChunkValues = std::uint64_t{1} << 23U;  // 64 MiB; ours have 1 MiB

constexpr std::uint64_t kBlockValues = std::uint64_t{1} << 17U;  // 1 MiB: rows are read in blocks of this
constexpr double kMostDays = 2000.0 * 366.0;                     // dates are of the years 1000 to 2999

std::string path_of(const Panel& panel) { return run_layout::array_path(panel); }

// Values in one row. \throws hdf5::Failure when they are more than any run has
std::uint64_t row_values(const std::vector<hsize_t>& lengths, const std::string& path) {
  std::uint64_t values = 1;
  for (std::size_t k = 1; k < lengths.size(); ++k) {
    if (lengths[k] == 0 || lengths[k] > kMostRowValues / values)
      throw hdf5::Failure{fmt::format("array \"{}\" has rows of a size that no run records", path)};
    values *= lengths[k];
  }
  return values;
}

PanelValues values_of(hid_t array, const std::string& path) {
  const hdf5::Type type{H5Dget_type(array), fmt::format("read the type of \"{}\"", path)};
  const H5T_class_t kind = H5Tget_class(type.get());
  if (H5Tget_size(type.get()) != sizeof(double) || (kind != H5T_INTEGER && kind != H5T_FLOAT))
    throw hdf5::Failure{fmt::format("array \"{}\" is not of the numbers that a run records", path)};
  return kind == H5T_INTEGER ? PanelValues::whole : PanelValues::real;
}

// The name that H5DSset_scale gave a dimension: ASCII by its type, which HDF5 does not turn into UTF-8.
std::string scale_name(hid_t scale) {
  const std::string what = "read the name of a dimension";
  const hdf5::Attribute attribute{H5Aopen(scale, "NAME", H5P_DEFAULT), what};
  const hdf5::Type type{H5Aget_type(attribute.get()), what};
  const hdf5::Space space{H5Aget_space(attribute.get()), what};
  const std::size_t bytes = H5Tget_size(type.get());
  if (H5Tget_class(type.get()) != H5T_STRING || H5Tis_variable_str(type.get()) != 0 ||
      bytes > hdf5::kMostLabelBytes || H5Sget_simple_extent_npoints(space.get()) != 1)
    throw hdf5::Failure{"the name of a dimension is damaged"};
  std::string name(bytes, '\0');
  hdf5::check(H5Aread(attribute.get(), type.get(), name.data()), what);
  return hdf5::on_one_line(name.substr(0, name.find('\0')));
}

// Only what RecordedArray writes: pieces within the file, of a bounded size, by filters of HDF5 itself.
void check_storage(hid_t array, const std::string& path, std::size_t axes) {
  const std::string what = fmt::format("read how \"{}\" is stored", path);
  const hdf5::Properties creation{H5Dget_create_plist(array), what};
  std::vector<hsize_t> chunk(axes, 0);
  bool known = H5Pget_layout(creation.get()) == H5D_CHUNKED &&
               H5Pget_chunk(creation.get(), static_cast<int>(axes), chunk.data()) == static_cast<int>(axes);
  std::uint64_t values = 1;
  for (const hsize_t length : chunk) {
    known = known && length > 0 && length <= kMostChunkValues / values;
    values *= known ? length : 1;
  }
  const int filters = H5Pget_nfilters(creation.get());
  for (int k = 0; k < filters; ++k) {
    unsigned flags = 0;
    std::size_t parameters = 0;
    const H5Z_filter_t filter = H5Pget_filter2(creation.get(), static_cast<unsigned>(k), &flags, &parameters,
                                               nullptr, 0, nullptr, nullptr);
    known = known && (filter == H5Z_FILTER_SHUFFLE || filter == H5Z_FILTER_DEFLATE);
  }
  if (!known || filters < 0)
    throw hdf5::Failure{fmt::format("array \"{}\" is not stored as a run file's is", path)};
}

// Dimensions as they are met, by where their scale lies in the file.
class DimensionReader {
 public:
  DimensionReader(hid_t file, const std::filesystem::path& path) : file_{file}, heap_{path} {}

  // The names of an array's dimensions after time. \throws hdf5::Failure when their lengths are not the
  // array's
  std::vector<std::string> dimensions_of(hid_t array, const std::string& path,
                                         const std::vector<hsize_t>& lengths) {
    if (lengths.size() == 1) return {};
    const std::vector<hdf5::HeapReference> axes =
        hdf5::read_list_references(array, "DIMENSION_LIST", kMostAxes);
    if (axes.size() != lengths.size())
      throw hdf5::Failure{fmt::format("array \"{}\" does not say what its dimensions are", path)};
    std::vector<std::string> names;
    for (std::size_t k = 1; k < axes.size(); ++k) {
      const Dimension& dimension = dimensions_[dimension_at(scale_of(axes[k]))];
      if (dimension.labels.size() != lengths[k])
        throw hdf5::Failure{
            fmt::format("array \"{}\" has another length than its dimension \"{}\"", path, dimension.name)};
      names.push_back(dimension.name);
    }
    return names;
  }

  // Further names of the dimensions that were met: coordinates that are no scales.
  void read_aliases() {
    for (const std::string& name : hdf5::split_names(hdf5::read_text(file_, "coordinates"), ' ')) {
      if (name == "step") continue;  // it lies along time
      const hdf5::Dataset array = hdf5::open_array(file_, name);
      const std::vector<hdf5::HeapReference> axes =
          hdf5::read_list_references(array.get(), "DIMENSION_LIST", kMostAxes);
      if (axes.size() != 1) throw hdf5::Failure{fmt::format("\"{}\" names no dimension", name)};
      const auto found = places_.find(scale_of(axes.front()));
      if (found == places_.end()) continue;
      Dimension& dimension = dimensions_[found->second];
      dimension.aliases.push_back({hdf5::on_one_line(name), hdf5::text_or_nothing(array.get(), "long_name"),
                                   hdf5::read_labels(array.get(), name, heap_)});
      if (dimension.aliases.back().labels.size() != dimension.labels.size())
        throw hdf5::Failure{
            fmt::format("\"{}\" has another length than its dimension \"{}\"", name, dimension.name)};
    }
  }

  std::vector<Dimension> take() { return std::move(dimensions_); }

 private:
  // Where the first scale of an axis lies; a list of axes holds addresses of 8 bytes.
  haddr_t scale_of(const hdf5::HeapReference& axis) {
    if (axis.length == 0) throw hdf5::Failure{"an array has a dimension without labels"};
    const std::string bytes = heap_.read(axis, sizeof(haddr_t));
    haddr_t address = 0;
    for (std::size_t k = bytes.size(); k-- > 0;)
      address = address << 8U | static_cast<unsigned char>(bytes[k]);
    return address;
  }

  std::size_t dimension_at(haddr_t scale) {
    const auto found = places_.find(scale);
    if (found != places_.end()) return found->second;
    // The headers of our objects have a signature and a checksum. Where there is none, HDF5 would try to read
    // a header of its first version, which has neither.
    if (heap_.file_bytes(scale, 4) != "OHDR") throw hdf5::Failure{"the list of its dimensions is damaged"};
    const Object object{H5Oopen_by_addr(file_, scale), "open the labels of a dimension"};
    if (H5Iget_type(object.get()) != H5I_DATASET)
      throw hdf5::Failure{"the list of its dimensions is damaged"};
    Dimension dimension;
    dimension.name = scale_name(object.get());
    dimension.meaning = hdf5::text_or_nothing(object.get(), "long_name");
    dimension.labels = hdf5::read_labels(object.get(), dimension.name, heap_);
    for (const Dimension& known : dimensions_)
      if (known.name == dimension.name) throw hdf5::Failure{"two of its dimensions have one name"};
    dimensions_.push_back(std::move(dimension));
    return places_[scale] = dimensions_.size() - 1;
  }

  hid_t file_;
  hdf5::HeapReader heap_;
  std::vector<Dimension> dimensions_;
  std::map<haddr_t, std::size_t> places_;
};

// One panel as its array describes it; `rows` becomes the least that any array has.
Panel describe_panel(hid_t file, const std::string& path, DimensionReader& dimensions, std::uint64_t& rows) {
  constexpr std::string_view kFlows = "flows/";
  const bool flow = path.compare(0, kFlows.size(), kFlows) == 0;
  if (hdf5::on_one_line(path) != path) throw hdf5::Failure{"the list of its arrays is damaged"};
  const hdf5::Dataset array = hdf5::open_array(file, path);
  const std::vector<hsize_t> lengths = hdf5::lengths_of(array.get(), path);
  if (lengths.empty() || lengths.size() > kMostAxes)
    throw hdf5::Failure{fmt::format("array \"{}\" has no rows", path)};
  static_cast<void>(row_values(lengths, path));
  check_storage(array.get(), path, lengths.size());
  rows = std::min<std::uint64_t>(rows, lengths.front());
  Panel panel;
  panel.values = values_of(array.get(), path);
  panel.name = flow ? path.substr(kFlows.size()) : path;
  panel.dimensions = dimensions.dimensions_of(array.get(), path, lengths);
  panel.unit = hdf5::text_or_nothing(array.get(), "units");
  panel.meaning = hdf5::text_or_nothing(array.get(), "long_name");
  panel.group = flow ? PanelGroup::flow : panel.dimensions.empty() ? PanelGroup::index : PanelGroup::state;
  return panel;
}

// Reads whole rows as real numbers.
void read_block(hid_t array, const std::string& path, std::uint64_t first, std::vector<hsize_t> shape,
                std::vector<double>& values) {
  const std::string what = fmt::format("read array \"{}\"", path);
  const hdf5::Space place{H5Dget_space(array), what};
  std::vector<hsize_t> start(shape.size(), 0);
  start.front() = first;
  hdf5::check(H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, start.data(), nullptr, shape.data(), nullptr),
              what);
  const hdf5::Space memory{H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), what};
  hdf5::check(H5Dread(array, H5T_NATIVE_DOUBLE, memory.get(), place.get(), H5P_DEFAULT, values.data()), what);
}

// Shows rows of an array whose storage was checked.
void show_rows(hid_t file, const std::string& path, std::uint64_t first, std::uint64_t count,
               const UseRow& use) {
  const hdf5::Dataset array = hdf5::open_array(file, path);
  std::vector<hsize_t> shape = hdf5::lengths_of(array.get(), path);
  if (shape.empty() || shape.front() < first + count)
    throw hdf5::Failure{fmt::format("array \"{}\" has lost rows", path)};
  const std::uint64_t length = row_values(shape, path);
  const std::uint64_t block =
      std::clamp<std::uint64_t>(kBlockValues / length, 1, std::max<std::uint64_t>(count, 1));
  std::vector<double> values(length * block);
  for (std::uint64_t row = first; row < first + count; row += block) {
    const std::uint64_t rows = std::min(block, first + count - row);
    shape.front() = rows;
    read_block(array.get(), path, row, shape, values);
    for (std::uint64_t k = 0; k < rows; ++k) use(row + k, std::span{values}.subspan(k * length, length));
  }
}

std::vector<std::chrono::year_month_day> read_dates(hid_t file, std::uint64_t rows) {
  const std::optional<std::chrono::year_month_day> start = date_from(hdf5::read_text(file, "start"));
  if (!start) throw hdf5::Failure{"its dates are not dates"};
  std::vector<std::chrono::year_month_day> dates;
  show_rows(file, "time", 0, rows, [&](std::uint64_t, std::span<const double> days) {
    if (days.size() != 1 || !(std::abs(days[0]) <= kMostDays)) throw hdf5::Failure{"its dates are not dates"};
    const auto date = std::chrono::sys_days{*start} + std::chrono::days{static_cast<int>(days[0])};
    if (!dates.empty() && date <= std::chrono::sys_days{dates.back()})
      throw hdf5::Failure{"its records are not in the order of their dates"};
    dates.emplace_back(date);
  });
  return dates;
}

}  // namespace

struct RunPanels::Open {
  std::filesystem::path path;
  run_repair::OpenedFile file;
  std::vector<Dimension> dimensions;
  std::vector<Panel> panels;
  std::vector<std::chrono::year_month_day> dates;

  explicit Open(const std::filesystem::path& run) : path{run}, file{run_repair::open_for_reading(run)} {
    const hid_t root = file.file.get();
    if (const std::int64_t version = hdf5::read_integer(root, "layout_version");
        version != run_layout::kVersion)
      throw hdf5::Failure{fmt::format("its layout is version {}, this program reads version {}", version,
                                      run_layout::kVersion)};
    DimensionReader reader{root, path};
    std::uint64_t rows = std::min(check_coordinate(root, "time"), check_coordinate(root, "step"));
    for (const std::string& name : hdf5::split_names(hdf5::read_text(root, "recorded"), '\n')) {
      if (name != "time" && name != "step") panels.push_back(describe_panel(root, name, reader, rows));
    }
    if (rows > kMostRows) throw hdf5::Failure{"it has more records than a run makes"};
    reader.read_aliases();
    dimensions = reader.take();
    dates = read_dates(root, rows);
  }

  static std::uint64_t check_coordinate(hid_t root, const std::string& name) {
    const hdf5::Dataset array = hdf5::open_array(root, name);
    const std::vector<hsize_t> lengths = hdf5::lengths_of(array.get(), name);
    if (lengths.size() != 1) throw hdf5::Failure{fmt::format("array \"{}\" has no rows", name)};
    static_cast<void>(values_of(array.get(), name));
    check_storage(array.get(), name, 1);
    return lengths.front();
  }
};

RunPanels::RunPanels(const std::filesystem::path& path)
    : open_{hdf5::naming(path, [&] { return std::make_unique<Open>(path); })} {}
RunPanels::RunPanels(RunPanels&& other) noexcept = default;
RunPanels& RunPanels::operator=(RunPanels&& other) noexcept = default;
RunPanels::~RunPanels() = default;

const std::vector<Dimension>& RunPanels::dimensions() const { return open_->dimensions; }
const std::vector<Panel>& RunPanels::panels() const { return open_->panels; }
const std::vector<std::chrono::year_month_day>& RunPanels::dates() const { return open_->dates; }

const Dimension& RunPanels::dimension(const std::string& name) const {
  const auto found = std::find_if(open_->dimensions.begin(), open_->dimensions.end(),
                                  [&](const Dimension& one) { return one.name == name; });
  if (found == open_->dimensions.end()) throw std::logic_error{"no recorded panel has dimension " + name};
  return *found;
}

const Panel* RunPanels::find_panel(const std::string& name) const {
  const auto found = std::find_if(open_->panels.begin(), open_->panels.end(),
                                  [&](const Panel& panel) { return panel.name == name; });
  return found == open_->panels.end() ? nullptr : &*found;
}

void RunPanels::read_rows(const Panel& panel, std::uint64_t first, std::uint64_t count,
                          const UseRow& use) const {
  hdf5::naming(open_->path, [&] { show_rows(open_->file.file.get(), path_of(panel), first, count, use); });
}

}  // namespace yanzhen
