#include "io/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/checksum.hpp"
#include "io/file_guard.hpp"
#include "io/hdf5_handle.hpp"

namespace yanzhen {
namespace {

constexpr std::int64_t kLayoutVersion = 1;  // of checkpoints; raised whenever an older reader would misread
constexpr const char* kStateGroup = "state";

hid_t type_of(ScalarKind kind) {
  switch (kind) {
    case ScalarKind::int8:
      return H5T_NATIVE_INT8;
    case ScalarKind::uint8:
      return H5T_NATIVE_UINT8;
    case ScalarKind::int16:
      return H5T_NATIVE_INT16;
    case ScalarKind::uint16:
      return H5T_NATIVE_UINT16;
    case ScalarKind::int32:
      return H5T_NATIVE_INT32;
    case ScalarKind::uint32:
      return H5T_NATIVE_UINT32;
    case ScalarKind::int64:
      return H5T_NATIVE_INT64;
    case ScalarKind::uint64:
      return H5T_NATIVE_UINT64;
    case ScalarKind::float32:
      return H5T_NATIVE_FLOAT;
    case ScalarKind::float64:
      return H5T_NATIVE_DOUBLE;
  }
  throw std::logic_error{"a kind of number that checkpoints do not know"};
}

/// Over the bytes and their count, eight at a time.
std::uint64_t checksum_of(std::span<const std::byte> bytes) {
  Checksum checksum;
  checksum.add(bytes.size());
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t count = std::min(bytes.size(), sizeof word);
    std::memcpy(&word, bytes.data(), count);
    checksum.add(word);
    bytes = bytes.subspan(count);
  }
  return checksum.value();
}

/// Writes each array that it is shown as one contiguous dataset with a checksum.
class StateSaver final : public StateVisitor {
 public:
  explicit StateSaver(hid_t group)
      : group_{group},
        links_{H5Pcreate(H5P_LINK_CREATE), "set up names"},
        creation_{H5Pcreate(H5P_DATASET_CREATE), "set up arrays"} {
    hdf5::check(H5Pset_create_intermediate_group(links_.get(), 1), "set up names");
    hdf5::check(H5Pset_obj_track_times(creation_.get(), false), "leave out time stamps");
    hdf5::check(H5Pset_fill_time(creation_.get(), H5D_FILL_TIME_NEVER), "leave out filling");
  }
  [[nodiscard]] std::uint64_t arrays() const noexcept { return arrays_; }

 protected:
  std::size_t begin_array(const std::string&, ScalarKind, std::size_t count) override { return count; }

  void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) override {
    const std::string what = fmt::format("write state \"{}\"", name);
    const hid_t type = type_of(kind);
    const hsize_t count = bytes.size() / H5Tget_size(type);
    const hdf5::Space space{H5Screate_simple(1, &count, nullptr), what};
    const hdf5::Dataset dataset{
        H5Dcreate2(group_, name.c_str(), type, space.get(), links_.get(), creation_.get(), H5P_DEFAULT),
        what};
    if (count > 0)
      hdf5::check(H5Dwrite(dataset.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), what);
    hdf5::write_number(dataset.get(), "checksum", checksum_of(bytes));
    ++arrays_;
  }

 private:
  hid_t group_;
  hdf5::Properties links_;
  hdf5::Properties creation_;
  std::uint64_t arrays_ = 0;
};

/// Replaces each array that it is shown. Believes nothing that the file says before it has been checked
/// against its size.
class StateLoader final : public StateVisitor {
 public:
  StateLoader(hid_t group, std::uint64_t file_bytes) : group_{group}, file_bytes_{file_bytes} {}
  [[nodiscard]] std::uint64_t arrays() const noexcept { return arrays_; }

 protected:
  std::size_t begin_array(const std::string& name, ScalarKind kind, std::size_t) override {
    dataset_ = {H5Dopen2(group_, name.c_str(), H5P_DEFAULT), fmt::format("find state \"{}\"", name)};
    const std::vector<hsize_t> lengths = hdf5::lengths_of(dataset_.get(), name);
    require_kind(name, kind);
    require_contiguous(name);
    if (lengths.size() != 1 || lengths.front() > file_bytes_ / H5Tget_size(type_of(kind)))
      throw hdf5::Failure{fmt::format("state \"{}\" is larger than the file that holds it", name)};
    return lengths.front();
  }

  void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) override {
    const std::string what = fmt::format("read state \"{}\"", name);
    if (!bytes.empty())
      hdf5::check(H5Dread(dataset_.get(), type_of(kind), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()), what);
    if (checksum_of(bytes) != hdf5::read_unsigned(dataset_.get(), "checksum"))
      throw hdf5::Failure{fmt::format("state \"{}\" is damaged: its checksum does not fit", name)};
    ++arrays_;
  }

 private:
  void require_kind(const std::string& name, ScalarKind kind) const {
    const hdf5::Type type{H5Dget_type(dataset_.get()), "read a type"};
    if (H5Tequal(type.get(), type_of(kind)) <= 0)
      throw hdf5::Failure{fmt::format("state \"{}\" has another type than the model's", name)};
  }
  void require_contiguous(const std::string& name) const {
    const hdf5::Properties creation{H5Dget_create_plist(dataset_.get()), "read how an array is stored"};
    if (H5Pget_layout(creation.get()) != H5D_CONTIGUOUS || H5Pget_external_count(creation.get()) != 0)
      throw hdf5::Failure{fmt::format("state \"{}\" is not stored as a checkpoint's is", name)};
  }

  hid_t group_;
  std::uint64_t file_bytes_;
  hdf5::Dataset dataset_;
  std::uint64_t arrays_ = 0;
};

void write_info(hid_t file, const CheckpointInfo& info) {
  hdf5::write_number(file, "checkpoint_layout_version", kLayoutVersion);
  hdf5::write_number(file, "steps_done", std::uint64_t{info.step});
  hdf5::write_number(file, "rows", info.rows);
  hdf5::write_text(file, "scenario", info.scenario);
  hdf5::write_number(file, "seed", info.seed);
  hdf5::write_text(file, "version", info.version);
}

CheckpointInfo read_info(hid_t file) {
  const std::int64_t layout = hdf5::read_integer(file, "checkpoint_layout_version");
  if (layout != kLayoutVersion)
    throw hdf5::Failure{fmt::format("it is a checkpoint of layout version {}, this program reads version {}",
                                    layout, kLayoutVersion)};
  CheckpointInfo info;
  info.step = static_cast<Step>(hdf5::read_unsigned(file, "steps_done"));
  info.rows = hdf5::read_unsigned(file, "rows");
  info.scenario = hdf5::read_text(file, "scenario");
  info.seed = hdf5::read_unsigned(file, "seed");
  info.version = hdf5::read_text(file, "version");
  return info;
}

hdf5::File open_checkpoint(const std::filesystem::path& path) {
  require_ordinary(path);
  return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), "open it"};
}

/// The first line in which two texts differ, for a message.
std::string first_difference(std::string_view before, std::string_view now) {
  int line = 1;
  while (true) {
    const std::string_view left = before.substr(0, before.find('\n'));
    const std::string_view right = now.substr(0, now.find('\n'));
    if (left != right) return fmt::format("line {} was `{}` and is `{}`", line, left, right);
    if (left.size() == before.size() || right.size() == now.size())
      return fmt::format("one ends at line {}", line);
    before.remove_prefix(left.size() + 1);
    now.remove_prefix(right.size() + 1);
    ++line;
  }
}

void require_same_run(const CheckpointInfo& info, const Scenario& scenario, const std::string& version) {
  if (info.scenario != scenario.resolved)
    throw hdf5::Failure{"it is a checkpoint of another scenario: " +
                        first_difference(info.scenario, scenario.resolved)};
  if (info.seed != scenario.seed)
    throw hdf5::Failure{
        fmt::format("it is a checkpoint of seed {}, the scenario's is {}", info.seed, scenario.seed)};
  if (!version.empty() && info.version != version)
    throw hdf5::Failure{
        fmt::format("version {} wrote it, this is version {}: only the same version goes on exactly",
                    info.version, version)};
}

void load_state(hid_t file, std::uint64_t file_bytes, Simulation& simulation) {
  const hdf5::Group state{H5Gopen2(file, kStateGroup, H5P_DEFAULT), "find the state"};
  StateLoader loader{state.get(), file_bytes};
  try {
    simulation.visit_state(loader);
  } catch (const std::out_of_range&) {  // a single value of which the file has none
    throw hdf5::Failure{"its state does not fit the model"};
  }
  if (loader.arrays() != hdf5::read_unsigned(file, "arrays"))
    throw hdf5::Failure{"it holds other state than this model has"};
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path, Simulation& simulation, const Scenario& scenario,
                     std::uint64_t rows, const RunIdentity& identity) {
  hdf5::naming(path, [&] {
    TemporaryFile fresh{path};
    hdf5::File file = hdf5::create_file(fresh.path());
    write_info(file.get(), {simulation.now(), rows, scenario.resolved, scenario.seed, identity.version});
    {
      const hdf5::Group state = hdf5::create_group(file.get(), kStateGroup);
      StateSaver saver{state.get()};
      simulation.visit_state(saver);
      hdf5::write_number(file.get(), "arrays", saver.arrays());
    }
    file.close("write it");
    fresh.replace_target();
  });
}

CheckpointInfo read_checkpoint_info(const std::filesystem::path& path) {
  return hdf5::naming(path, [&] {
    const hdf5::File file = open_checkpoint(path);
    return read_info(file.get());
  });
}

void load_checkpoint(const std::filesystem::path& path, Simulation& simulation, const Scenario& scenario,
                     const std::string& version) {
  hdf5::naming(path, [&] {
    const hdf5::File file = open_checkpoint(path);
    const CheckpointInfo info = read_info(file.get());
    require_same_run(info, scenario, version);
    load_state(file.get(), std::filesystem::file_size(path), simulation);
    if (simulation.now() != info.step || info.step > simulation.end())
      throw hdf5::Failure{"its state is of another step than it says"};
  });
}

}  // namespace yanzhen
