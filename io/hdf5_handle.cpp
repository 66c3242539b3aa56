#include "io/hdf5_handle.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace yanzhen::hdf5 {
namespace {

/// The number after "errno = " in a message of HDF5, or 0.
int errno_in(const std::string& message) {
  constexpr std::string_view kKey = "errno = ";
  const std::size_t at = message.find(kKey);
  if (at == std::string::npos) return 0;
  int number = 0;
  std::from_chars(message.data() + at + kKey.size(), message.data() + message.size(), number);
  return number;
}

/// HDF5's words for what users meet, in words that tell them what to do.
std::string plain(const std::string& message) {
  if (message.find("lock file") != std::string::npos) return "it is in use by another program";
  if (message.find("is already open") != std::string::npos)
    return "it was not closed: its run goes on or was killed";
  if (message.find("truncated file") != std::string::npos) return "it is cut short";
  if (message.find("signature") != std::string::npos) return "it is not an HDF5 file";
  const int number = errno_in(message);
  return number == 0 ? message : std::generic_category().message(number);
}

herr_t keep_first(unsigned, const H5E_error2_t* error, void* out) {
  auto& text = *static_cast<std::string*>(out);
  if (text.empty() && error->desc != nullptr) text = error->desc;
  return 0;
}

/// Why the last call failed: the innermost message is the most telling, e.g. that of write(2).
std::string reason() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
  return text.empty() ? "HDF5 gave no reason" : plain(text);
}

Space scalar() { return {H5Screate(H5S_SCALAR), "describe a single value"}; }

Type text_type(std::size_t bytes) {
  Type type{H5Tcopy(H5T_C_S1), "describe a text"};
  check(H5Tset_size(type.get(), bytes), "set the length of a text");
  check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "set the padding of a text");
  check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "set the encoding of a text");
  return type;
}

void write_attribute(hid_t object, const std::string& name, hid_t type, const void* value) {
  const std::string what = fmt::format("write attribute \"{}\"", name);
  const Space space = scalar();
  const Attribute attribute{H5Acreate2(object, name.c_str(), type, space.get(), H5P_DEFAULT, H5P_DEFAULT),
                            what};
  check(H5Awrite(attribute.get(), type, value), what);
}

void replace_attribute(hid_t object, const std::string& name, hid_t type, const void* value) {
  const std::string what = fmt::format("change attribute \"{}\"", name);
  const Attribute attribute{H5Aopen(object, name.c_str(), H5P_DEFAULT), what};
  check(H5Awrite(attribute.get(), type, value), what);
}

hsize_t file_bytes(hid_t object) {
  const File file{H5Iget_file_id(object), "find the file of an object"};
  hsize_t bytes = 0;
  check(H5Fget_filesize(file.get(), &bytes), "get the size of the file");
  return bytes;
}

/// Opens an attribute that holds a single value of one class of types.
Attribute open_single(hid_t object, const std::string& name, H5T_class_t wanted) {
  const std::string what = fmt::format("read attribute \"{}\"", name);
  Attribute attribute{H5Aopen(object, name.c_str(), H5P_DEFAULT), what};
  const Space space{H5Aget_space(attribute.get()), what};
  const Type type{H5Aget_type(attribute.get()), what};
  if (H5Sget_simple_extent_npoints(space.get()) != 1 || H5Tget_class(type.get()) != wanted)
    throw Failure{fmt::format("attribute \"{}\" is not of the kind that this program writes", name)};
  return attribute;
}

template <class Number>
Number read_number(hid_t object, const std::string& name, H5T_class_t wanted, hid_t memory_type) {
  const Attribute attribute = open_single(object, name, wanted);
  Number number{};
  check(H5Aread(attribute.get(), memory_type, &number), fmt::format("read attribute \"{}\"", name));
  return number;
}

}  // namespace

void silence() noexcept {
  static const herr_t no_writing_at_exit = H5dont_atexit();
  static_cast<void>(no_writing_at_exit);
  thread_local const herr_t no_printing = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  static_cast<void>(no_printing);
}

void fail(const std::string& what) { throw Failure{fmt::format("cannot {}: {}", what, reason())}; }

Properties file_access() {
  Properties access{H5Pcreate(H5P_FILE_ACCESS), "set up file access"};
  check(H5Pset_libver_bounds(access.get(), H5F_LIBVER_V110, H5F_LIBVER_V110), "choose the file format");
  return access;
}

File create_file(const std::filesystem::path& path) {
  constexpr unsigned kMostAttributes = 64;  // more than any file here has at its root
  const Properties creation{H5Pcreate(H5P_FILE_CREATE), "set up a new file"};
  check(H5Pset_attr_phase_change(creation.get(), kMostAttributes, 0), "keep attributes together");
  check(H5Pset_obj_track_times(creation.get(), false), "leave out time stamps");
  const Properties access = file_access();
  return {H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), "create it"};
}

Group create_group(hid_t parent, const std::string& name) {
  const Properties creation{H5Pcreate(H5P_GROUP_CREATE), "set up a group"};
  check(H5Pset_obj_track_times(creation.get(), false), "leave out time stamps");
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
          fmt::format("create group \"{}\"", name)};
}

void write_text(hid_t object, const std::string& name, const std::string& text) {
  const Type type = text_type(std::max<std::size_t>(text.size(), 1));  // HDF5 has no text of length 0
  write_attribute(object, name, type.get(), text.c_str());
}
void write_number(hid_t object, const std::string& name, double number) {
  write_attribute(object, name, H5T_NATIVE_DOUBLE, &number);
}
void write_number(hid_t object, const std::string& name, std::int64_t number) {
  write_attribute(object, name, H5T_NATIVE_INT64, &number);
}
void write_number(hid_t object, const std::string& name, std::uint64_t number) {
  write_attribute(object, name, H5T_NATIVE_UINT64, &number);
}
void replace_number(hid_t object, const std::string& name, std::int64_t number) {
  replace_attribute(object, name, H5T_NATIVE_INT64, &number);
}
void replace_number(hid_t object, const std::string& name, std::uint64_t number) {
  replace_attribute(object, name, H5T_NATIVE_UINT64, &number);
}

std::string read_text(hid_t object, const std::string& name) {
  const Attribute attribute = open_single(object, name, H5T_STRING);
  const Type stored{H5Aget_type(attribute.get()), "read the type of a text"};
  const std::size_t bytes = H5Tget_size(stored.get());
  if (H5Tis_variable_str(stored.get()) != 0 || bytes > file_bytes(object))
    throw Failure{fmt::format("attribute \"{}\" is not of the kind that this program writes", name)};
  std::string text(bytes, '\0');
  const Type type = text_type(bytes);
  check(H5Aread(attribute.get(), type.get(), text.data()), fmt::format("read attribute \"{}\"", name));
  text.resize(text.find_last_not_of('\0') + 1);
  return text;
}
double read_real(hid_t object, const std::string& name) {
  return read_number<double>(object, name, H5T_FLOAT, H5T_NATIVE_DOUBLE);
}
std::int64_t read_integer(hid_t object, const std::string& name) {
  return read_number<std::int64_t>(object, name, H5T_INTEGER, H5T_NATIVE_INT64);
}
std::uint64_t read_unsigned(hid_t object, const std::string& name) {
  return read_number<std::uint64_t>(object, name, H5T_INTEGER, H5T_NATIVE_UINT64);
}

std::vector<hsize_t> lengths_of(hid_t dataset, const std::string& name) {
  const std::string what = fmt::format("read the shape of \"{}\"", name);
  const Space space{H5Dget_space(dataset), what};
  const int rank = H5Sget_simple_extent_ndims(space.get());
  check(rank, what);
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  check(H5Sget_simple_extent_dims(space.get(), lengths.data(), nullptr), what);
  return lengths;
}

}  // namespace yanzhen::hdf5
