#include "io/sweep_array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>

#include "io/labelled_array.hpp"

namespace yanzhen {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 18U;  // HDF5 keeps chunks up to 1 MiB between reads
constexpr std::size_t kHeldBytes = std::size_t{1} << 23U;   // of one array at most, or one row
constexpr hsize_t kMostChunkRows = 8192;
constexpr unsigned kGzipLevel = 1;  // as in run files: see recorded_array.cpp
// gzip makes at most 1032 bytes of one (RFC 1951: 258 bytes of two bits).
constexpr std::uint64_t kMostCompression = 1032;
constexpr hsize_t kMostChunkValues = kChunkBytes;  // of one byte each

std::uint64_t product(const std::vector<hsize_t>& lengths, std::size_t first) {
  return std::accumulate(lengths.begin() + static_cast<std::ptrdiff_t>(first), lengths.end(),
                         std::uint64_t{1}, std::multiplies<>{});
}

std::vector<hsize_t> choose_chunk(const std::vector<hsize_t>& lengths, std::size_t number_bytes,
                                  LastDimension last) {
  std::vector<hsize_t> chunk = lengths;
  if (last == LastDimension::apart) chunk.back() = 1;
  std::size_t bytes = product(chunk, 1) * number_bytes;
  const std::size_t row_bytes = product(lengths, 1) * number_bytes;
  const std::size_t rows = std::min(kChunkBytes / bytes, kHeldBytes / row_bytes);
  chunk.front() = std::min({std::max<hsize_t>(std::bit_floor(rows), 1), lengths.front(), kMostChunkRows});
  bytes *= chunk.front();
  // A row larger than a chunk is cut along its slowest dimensions.
  for (std::size_t k = 1; k < chunk.size() && bytes > kChunkBytes; ++k) {
    const std::size_t rest = bytes / chunk[k];
    chunk[k] = std::max<hsize_t>(kChunkBytes / rest, 1);
    bytes = rest * chunk[k];
  }
  return chunk;
}

// Chunks pass straight to the file: they are written whole, so a cache would only copy them.
hdf5::Properties no_cache() {
  hdf5::Properties access{H5Pcreate(H5P_DATASET_ACCESS), "set up access to an array"};
  hdf5::check(H5Pset_chunk_cache(access.get(), 1, 0, H5D_CHUNK_CACHE_W0_DEFAULT), "turn off the chunk cache");
  return access;
}

// The rest of the last chunk is filled with this: whatever it is, it must be the same each time.
void set_filling(hid_t creation, const SweepNumber& number, const std::string& what) {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  constexpr std::uint64_t kZero = 0;
  const bool real = H5Tget_class(number.memory) == H5T_FLOAT;
  const void* filling = real ? static_cast<const void*>(&kNothing) : static_cast<const void*>(&kZero);
  hdf5::check(H5Pset_fill_value(creation, number.memory, filling), what);
}

hdf5::Dataset create(hid_t file, const std::string& name, const SweepNumber& number,
                     const std::vector<hsize_t>& lengths, const std::vector<hsize_t>& chunk) {
  const std::string what = fmt::format("create array \"{}\"", name);
  const int rank = static_cast<int>(lengths.size());
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), what};
  hdf5::check(H5Pset_obj_track_times(creation.get(), false), what);
  hdf5::check(H5Pset_chunk(creation.get(), rank, chunk.data()), what);
  hdf5::check(H5Pset_shuffle(creation.get()), what);
  hdf5::check(H5Pset_deflate(creation.get(), kGzipLevel), what);
  hdf5::check(H5Pset_fletcher32(creation.get()), what);
  set_filling(creation.get(), number, what);
  const hdf5::Space space{H5Screate_simple(rank, lengths.data(), nullptr), what};
  const hdf5::Properties access = no_cache();
  return {
      H5Dcreate2(file, name.c_str(), number.stored, space.get(), H5P_DEFAULT, creation.get(), access.get()),
      what};
}

bool stored_as_ours(hid_t dataset, const std::string& name, std::size_t rank) {
  const std::string what = fmt::format("read how \"{}\" is stored", name);
  const hdf5::Properties creation{H5Dget_create_plist(dataset), what};
  std::vector<hsize_t> chunk(rank, 0);
  constexpr H5Z_filter_t kFilters[] = {H5Z_FILTER_SHUFFLE, H5Z_FILTER_DEFLATE, H5Z_FILTER_FLETCHER32};
  if (H5Pget_layout(creation.get()) != H5D_CHUNKED || H5Pget_nfilters(creation.get()) != 3 ||
      H5Pget_chunk(creation.get(), static_cast<int>(rank), chunk.data()) != static_cast<int>(rank))
    return false;
  for (unsigned k = 0; k < 3; ++k) {
    unsigned flags = 0;
    std::size_t parameters = 0;
    if (H5Pget_filter2(creation.get(), k, &flags, &parameters, nullptr, 0, nullptr, nullptr) != kFilters[k])
      return false;
  }
  std::uint64_t values = 1;
  for (const hsize_t length : chunk) {
    if (length == 0 || length > kMostChunkValues / values) return false;
    values *= length;
  }
  return true;
}

// Without believing that the lengths can be multiplied.
bool fits_into(const SweepLengths& lengths, std::size_t number_bytes, std::uint64_t file_bytes) {
  std::uint64_t room = file_bytes * kMostCompression / number_bytes;
  for (const std::uint64_t length : lengths) {
    if (length == 0) return false;
    room /= length;
  }
  return room > 0;
}

}  // namespace

SweepNumber number_type(double) { return {H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, sizeof(double)}; }
SweepNumber number_type(std::int64_t) { return {H5T_STD_I64LE, H5T_NATIVE_INT64, sizeof(std::int64_t)}; }
SweepNumber number_type(std::uint64_t) { return {H5T_STD_U64LE, H5T_NATIVE_UINT64, sizeof(std::uint64_t)}; }
SweepNumber number_type(std::uint32_t) { return {H5T_STD_U32LE, H5T_NATIVE_UINT32, sizeof(std::uint32_t)}; }
SweepNumber number_type(std::uint8_t) { return {H5T_STD_U8LE, H5T_NATIVE_UINT8, sizeof(std::uint8_t)}; }

SweepArray::SweepArray(hid_t file, std::string name, const SweepNumber& number, const SweepLengths& lengths,
                       LastDimension last)
    : name_{std::move(name)},
      memory_type_{number.memory},
      lengths_(lengths.begin(), lengths.end()),
      chunk_{choose_chunk(lengths_, number.bytes, last)},
      row_bytes_{product(lengths_, 1) * number.bytes},
      dataset_{create(file, name_, number, lengths_, chunk_)} {
  held_.reserve(chunk_.front() * row_bytes_);
}

void SweepArray::append_bytes(std::span<const std::byte> row) {
  if (row.size() != row_bytes_)
    throw std::logic_error{fmt::format("array {} got a row of another length", name_)};
  held_.insert(held_.end(), row.begin(), row.end());
  if (held_.size() == chunk_.front() * row_bytes_) write_held();
}

void SweepArray::write_held() {
  const std::string what = fmt::format("write array \"{}\"", name_);
  std::vector<hsize_t> start(lengths_.size(), 0);
  std::vector<hsize_t> count = lengths_;
  start.front() = written_;
  count.front() = held_.size() / row_bytes_;
  const hdf5::Space place{H5Dget_space(dataset_.get()), what};
  hdf5::check(H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
              what);
  const hdf5::Space memory{H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), what};
  hdf5::check(H5Dwrite(dataset_.get(), memory_type_, memory.get(), place.get(), H5P_DEFAULT, held_.data()),
              what);
  written_ += count.front();
  held_.clear();
}

void SweepArray::finish() {
  if (!held_.empty()) write_held();
  dataset_.close(fmt::format("close array \"{}\"", name_));
}

hdf5::Dataset open_sweep_array(hid_t file, const std::string& name, const SweepNumber& number,
                               const SweepLengths& lengths, std::uint64_t file_bytes) {
  hdf5::Dataset dataset = hdf5::open_array(file, name);
  const hdf5::Type type{H5Dget_type(dataset.get()), fmt::format("read the type of \"{}\"", name)};
  if (hdf5::lengths_of(dataset.get(), name) != std::vector<hsize_t>(lengths.begin(), lengths.end()))
    throw hdf5::Failure{fmt::format("array \"{}\" does not have the lengths that it should", name)};
  if (H5Tequal(type.get(), number.stored) <= 0 || !stored_as_ours(dataset.get(), name, lengths.size()))
    throw hdf5::Failure{fmt::format("array \"{}\" is not stored as a sweep file's is", name)};
  if (!fits_into(lengths, number.bytes, file_bytes))
    throw hdf5::Failure{"it says that it holds more than its size allows"};
  return dataset;
}

void read_sweep_block(hid_t dataset, const std::string& name, hid_t memory_type, const SweepLengths& start,
                      const SweepLengths& count, void* values) {
  const std::string what = fmt::format("read array \"{}\"", name);
  const std::vector<hsize_t> first(start.begin(), start.end());
  const std::vector<hsize_t> lengths(count.begin(), count.end());
  const hdf5::Space place{H5Dget_space(dataset), what};
  hdf5::check(
      H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, first.data(), nullptr, lengths.data(), nullptr), what);
  const hdf5::Space memory{H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr), what};
  hdf5::check(H5Dread(dataset, memory_type, memory.get(), place.get(), H5P_DEFAULT, values), what);
}

}  // namespace yanzhen
