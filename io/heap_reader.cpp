#include "io/heap_reader.hpp"

#include <fmt/format.h>

namespace yanzhen::hdf5 {
namespace {

// An element as the file has it: length (4 bytes), address of a collection (8), number of an object (4).
constexpr std::size_t kReferenceBytes = 16;
// A collection: "GCOL", version 1 (1 byte), nothing (3), its size with all this (8); then its objects.
constexpr std::size_t kCollectionHeader = 16;
// An object: number (2), count of users (2), nothing (4), bytes (8); then the bytes, filled up to whole
// eights.
constexpr std::size_t kObjectHeader = 16;
constexpr std::uint64_t kMostKept = std::uint64_t{1} << 26U;  // the labels of a run take some KiB

// In a file all numbers are little-endian.
std::uint64_t number_at(const std::string& bytes, std::size_t begin, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t k = count; k-- > 0;) number = number << 8U | static_cast<unsigned char>(bytes[begin + k]);
  return number;
}

// "Converts" elements of variable length to plain bytes by leaving them as the file has them.
herr_t leave_as_stored(hid_t from, hid_t to, H5T_cdata_t* conversion, std::size_t, std::size_t, std::size_t,
                       void*, void*, hid_t) {
  if (conversion->command != H5T_CONV_INIT) return 0;
  conversion->need_bkg = H5T_BKG_NO;
  return H5Tget_size(from) == kReferenceBytes && H5Tget_size(to) == kReferenceBytes ? 0 : -1;
}

// The type of memory into which HDF5 puts references without following them. It knows the conversion from
// then on.
Type as_stored() {
  Type bytes{H5Tcreate(H5T_OPAQUE, kReferenceBytes), "describe a reference"};
  static const herr_t registered = [&] {
    const Type any{H5Tvlen_create(H5T_NATIVE_UINT8), "describe an element of variable length"};
    return H5Tregister(H5T_PERS_SOFT, "as stored", any.get(), bytes.get(), leave_as_stored);
  }();
  check(registered, "set up the reading of references");
  return bytes;
}

std::vector<HeapReference> decode(const std::string& bytes) {
  std::vector<HeapReference> references;
  for (std::size_t k = 0; k < bytes.size(); k += kReferenceBytes)
    references.push_back({static_cast<std::uint32_t>(number_at(bytes, k, 4)), number_at(bytes, k + 4, 8),
                          static_cast<std::uint32_t>(number_at(bytes, k + 12, 4))});
  return references;
}

[[noreturn]] void refuse(const std::string& name) {
  throw Failure{fmt::format("\"{}\" is not of the kind that this program writes", name)};
}

[[noreturn]] void refuse_heap() { throw Failure{"its labels are damaged"}; }

}  // namespace

std::vector<HeapReference> read_text_references(hid_t dataset, const std::string& name, std::size_t most) {
  const std::string what = fmt::format("read \"{}\"", name);
  const Type stored{H5Dget_type(dataset), what};
  const Properties creation{H5Dget_create_plist(dataset), what};
  const std::vector<hsize_t> lengths = lengths_of(dataset, name);
  if (H5Tis_variable_str(stored.get()) <= 0 || lengths.size() != 1 || lengths.front() > most ||
      H5Pget_layout(creation.get()) != H5D_CONTIGUOUS || H5Pget_external_count(creation.get()) != 0)
    refuse(name);
  std::string bytes(lengths.front() * kReferenceBytes, '\0');
  const Type memory = as_stored();
  check(H5Dread(dataset, memory.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), what);
  return decode(bytes);
}

std::vector<HeapReference> read_list_references(hid_t object, const std::string& name, std::size_t most) {
  const std::string what = fmt::format("read attribute \"{}\"", name);
  const Attribute attribute{H5Aopen(object, name.c_str(), H5P_DEFAULT), what};
  const Type stored{H5Aget_type(attribute.get()), what};
  const Space space{H5Aget_space(attribute.get()), what};
  const hssize_t count = H5Sget_simple_extent_npoints(space.get());
  if (H5Tget_class(stored.get()) != H5T_VLEN || count < 0 || static_cast<std::size_t>(count) > most)
    refuse(name);
  std::string bytes(static_cast<std::size_t>(count) * kReferenceBytes, '\0');
  const Type memory = as_stored();
  if (count > 0) check(H5Aread(attribute.get(), memory.get(), bytes.data()), what);
  return decode(bytes);
}

HeapReader::HeapReader(const std::filesystem::path& path)
    : file_{path, std::ios::binary}, size_{std::filesystem::file_size(path)} {}

std::string HeapReader::file_bytes(std::uint64_t begin, std::uint64_t count) {
  if (begin > size_ || count > size_ - begin) refuse_heap();
  std::string bytes(count, '\0');
  file_.clear();
  file_.seekg(static_cast<std::streamoff>(begin));
  file_.read(bytes.data(), static_cast<std::streamsize>(count));
  if (!file_) throw Failure{"cannot read its labels"};
  return bytes;
}

const HeapReader::Collection& HeapReader::collection_at(std::uint64_t begin) {
  const auto known = collections_.find(begin);
  if (known != collections_.end()) return known->second;
  const std::string header = file_bytes(begin, kCollectionHeader);
  const std::uint64_t size = number_at(header, 8, 8);
  if (header.compare(0, 5, "GCOL\x01") != 0 || size < kCollectionHeader || size > kMostKept - kept_)
    refuse_heap();
  const std::string bytes = file_bytes(begin, size);
  kept_ += size;
  Collection& collection = collections_[begin];
  for (std::size_t at = kCollectionHeader; bytes.size() - at >= kObjectHeader;) {
    const auto object = static_cast<std::uint32_t>(number_at(bytes, at, 2));
    const std::uint64_t length = number_at(bytes, at + 8, 8);
    if (object == 0) break;  // the free space, which is the last
    at += kObjectHeader;
    if (length > bytes.size() - at) refuse_heap();
    collection[object] = bytes.substr(at, length);
    at += std::min<std::size_t>((length + 7) / 8 * 8, bytes.size() - at);
  }
  return collection;
}

std::string HeapReader::read(const HeapReference& where, std::size_t bytes) {
  if (bytes == 0) return {};
  const Collection& collection = collection_at(where.collection);
  const auto object = collection.find(where.object);
  if (object == collection.end() || object->second.size() < bytes) refuse_heap();
  return object->second.substr(0, bytes);
}

}  // namespace yanzhen::hdf5
