#include "io/recorded_array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace yanzhen {
namespace {

constexpr std::size_t kValueBytes = 8;  // double and int64 alike
// Level 4 made real panels 1 % and counts 5 % smaller, at half to three quarters of the speed (zlib 1.2.13,
// x86-64).
constexpr unsigned kGzipLevel = 1;
constexpr std::uint32_t kNoFilters =
    0xFFFFFFFFU;  // mask of the filters that a chunk was written without: all
constexpr double kMostWhole = 9007199254740992.0;  // 2^53: every whole number up to here is a double

hid_t type_of(PanelValues values) {
  return values == PanelValues::whole ? H5T_NATIVE_INT64 : H5T_NATIVE_DOUBLE;
}

std::int64_t whole(double value, const std::string& path) {
  if (!(std::abs(value) <= kMostWhole) || value != std::trunc(value))
    throw std::logic_error{fmt::format("panel {} of whole numbers measured {}", path, value)};
  return static_cast<std::int64_t>(value);
}

std::vector<hsize_t> with_rows(hsize_t rows, const std::vector<hsize_t>& lengths) {
  std::vector<hsize_t> shape{rows};
  shape.insert(shape.end(), lengths.begin(), lengths.end());
  return shape;
}

hdf5::Space make_space(const std::vector<hsize_t>& lengths, const std::vector<hsize_t>& limits) {
  return {H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), limits.data()),
          "describe an array"};
}

// Chunks pass straight to the file: they are written whole, so a cache would only copy them.
hdf5::Dataset open_uncached(hid_t file, const std::string& path) {
  const hdf5::Properties access{H5Pcreate(H5P_DATASET_ACCESS), "set up access to an array"};
  hdf5::check(H5Pset_chunk_cache(access.get(), 1, 0, H5D_CHUNK_CACHE_W0_DEFAULT), "turn off the chunk cache");
  return {H5Dopen2(file, path.c_str(), access.get()), fmt::format("open array \"{}\"", path)};
}

/// Selects `count` rows from `first` on.
hdf5::Space select_rows(hid_t dataset, std::uint64_t first, std::uint64_t count,
                        const std::vector<hsize_t>& lengths) {
  hdf5::Space space{H5Dget_space(dataset), "read the shape of an array"};
  std::vector<hsize_t> start(lengths.size() + 1, 0);
  start.front() = first;
  hdf5::check(H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr,
                                  with_rows(count, lengths).data(), nullptr),
              "select rows of an array");
  return space;
}

}  // namespace

std::size_t ArrayShape::row_values() const {
  return std::accumulate(lengths.begin(), lengths.end(), std::size_t{1}, std::multiplies<>{});
}

ArrayShape choose_shape(std::vector<hsize_t> lengths, PanelValues values, std::uint64_t expected_rows) {
  ArrayShape shape{std::move(lengths), {}, values};
  const std::size_t row_bytes = std::max<std::size_t>(shape.row_values(), 1) * kValueBytes;
  const hsize_t most_rows =
      std::min<hsize_t>(kMostChunkRows, std::bit_ceil(std::max<std::uint64_t>(expected_rows, 1)));
  const hsize_t rows = std::clamp<hsize_t>(std::bit_floor(kChunkBytes / row_bytes), 1, most_rows);
  shape.chunk = with_rows(rows, shape.lengths);
  // A row larger than a chunk is cut along its slowest dimensions.
  std::size_t bytes = row_bytes * rows;
  for (std::size_t k = 1; k < shape.chunk.size() && bytes > kChunkBytes; ++k) {
    const std::size_t rest = bytes / shape.chunk[k];
    shape.chunk[k] = std::max<hsize_t>(kChunkBytes / rest, 1);
    bytes = rest * shape.chunk[k];
  }
  return shape;
}

hdf5::Dataset create_array(hid_t parent, const std::string& name, const ArrayShape& shape) {
  const std::string what = fmt::format("create array \"{}\"", name);
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), what};
  hdf5::check(H5Pset_obj_track_times(creation.get(), false), what);
  hdf5::check(H5Pset_chunk(creation.get(), static_cast<int>(shape.chunk.size()), shape.chunk.data()), what);
  hdf5::check(H5Pset_shuffle(creation.get()), what);
  hdf5::check(H5Pset_deflate(creation.get(), kGzipLevel), what);
  if (shape.values == PanelValues::real) {
    constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
    hdf5::check(H5Pset_fill_value(creation.get(), H5T_NATIVE_DOUBLE, &kNothing), what);
  }
  const hdf5::Space space = make_space(with_rows(0, shape.lengths), with_rows(H5S_UNLIMITED, shape.lengths));
  return {H5Dcreate2(parent, name.c_str(), type_of(shape.values), space.get(), H5P_DEFAULT, creation.get(),
                     H5P_DEFAULT),
          what};
}

void write_column(hid_t file, const std::string& path, std::span<const double> values) {
  const hdf5::Dataset dataset = open_uncached(file, path);
  const hsize_t count = values.size();
  hdf5::check(H5Dset_extent(dataset.get(), &count), fmt::format("extend array \"{}\"", path));
  if (values.empty()) return;
  hdf5::check(H5Dwrite(dataset.get(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
              fmt::format("write array \"{}\"", path));
}

RecordedArray::RecordedArray(hid_t file, std::string path, ArrayShape shape, std::uint64_t rows)
    : path_{std::move(path)},
      shape_{std::move(shape)},
      row_values_{shape_.row_values()},
      dataset_{open_uncached(file, path_)},
      chunk_(shape_.chunk_rows() * row_values_ * kValueBytes),
      rows_{rows},
      held_{rows % shape_.chunk_rows()} {
  if (hdf5::lengths_of(dataset_.get(), path_) != with_rows(rows, shape_.lengths))
    throw hdf5::Failure{fmt::format("array \"{}\" has another shape than its scenario asks for", path_)};
  check_chunk();
  if (held_ > 0) read_unfinished();
}

// Rows are written chunk by chunk, so a file with other chunks, however good, would be spoilt.
void RecordedArray::check_chunk() const {
  const hdf5::Properties creation{H5Dget_create_plist(dataset_.get()), "read the chunks of an array"};
  std::vector<hsize_t> chunk(shape_.chunk.size(), 0);
  if (H5Pget_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()) < 0 || chunk != shape_.chunk)
    throw hdf5::Failure{fmt::format("array \"{}\" has other chunks than this version writes", path_)};
}

hid_t RecordedArray::memory_type() const { return type_of(shape_.values); }

void RecordedArray::read_unfinished() {
  const hdf5::Space rows = select_rows(dataset_.get(), first_held(), held_, shape_.lengths);
  const hdf5::Space memory = make_space(with_rows(held_, shape_.lengths), with_rows(held_, shape_.lengths));
  hdf5::check(H5Dread(dataset_.get(), memory_type(), memory.get(), rows.get(), H5P_DEFAULT, chunk_.data()),
              fmt::format("read array \"{}\"", path_));
}

void RecordedArray::append(std::span<const double> row) {
  if (row.size() != row_values_)
    throw std::logic_error{fmt::format("panel {} got a row of another length", path_)};
  std::byte* const place = chunk_.data() + held_ * row_values_ * kValueBytes;
  if (shape_.values == PanelValues::real) {
    std::memcpy(place, row.data(), row.size_bytes());
  } else {
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::int64_t value = whole(row[k], path_);
      std::memcpy(place + k * kValueBytes, &value, kValueBytes);
    }
  }
  ++rows_;
  ++held_;
  unwritten_ = true;
  if (held_ == shape_.chunk_rows()) {
    write_unfinished(Last::yes);
    held_ = 0;
    has_place_ = false;
  }
}

void RecordedArray::write_unfinished(Last last) {
  if (!unwritten_) return;
  extend();
  if (last == Last::yes && !has_place_)
    write_compressed();
  else
    write_in_place();
  unwritten_ = false;
}

void RecordedArray::extend() {
  hdf5::check(H5Dset_extent(dataset_.get(), with_rows(rows_, shape_.lengths).data()),
              fmt::format("extend array \"{}\"", path_));
}

void RecordedArray::write_compressed() {
  const hdf5::Space rows = select_rows(dataset_.get(), first_held(), held_, shape_.lengths);
  const hdf5::Space memory = make_space(with_rows(held_, shape_.lengths), with_rows(held_, shape_.lengths));
  hdf5::check(H5Dwrite(dataset_.get(), memory_type(), memory.get(), rows.get(), H5P_DEFAULT, chunk_.data()),
              fmt::format("write array \"{}\"", path_));
}

// Only ever called for chunks of several rows, which hold their rows whole (choose_shape).
void RecordedArray::write_in_place() {
  std::vector<hsize_t> offset(shape_.chunk.size(), 0);
  offset.front() = first_held();
  hdf5::check(
      H5Dwrite_chunk(dataset_.get(), H5P_DEFAULT, kNoFilters, offset.data(), chunk_.size(), chunk_.data()),
      fmt::format("write array \"{}\"", path_));
  has_place_ = true;
}

void RecordedArray::close() { dataset_.close(fmt::format("close array \"{}\"", path_)); }

}  // namespace yanzhen
