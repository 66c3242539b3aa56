#include "engine/memory_state.hpp"

#include <cstring>
#include <stdexcept>

namespace yanzhen {

std::size_t size_of(ScalarKind kind) {
  switch (kind) {
    case ScalarKind::int8:
    case ScalarKind::uint8:
      return 1;
    case ScalarKind::int16:
    case ScalarKind::uint16:
      return 2;
    case ScalarKind::int32:
    case ScalarKind::uint32:
    case ScalarKind::float32:
      return 4;
    case ScalarKind::int64:
    case ScalarKind::uint64:
    case ScalarKind::float64:
      return 8;
  }
  throw std::logic_error{"unknown kind of number"};
}

std::size_t StateSaver::begin_array(const std::string&, ScalarKind, std::size_t count) { return count; }

void StateSaver::array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) {
  if (!saved.try_emplace(name, SavedArray{kind, {bytes.begin(), bytes.end()}}).second)
    throw std::logic_error{"two arrays of a state are called " + name};
}

const SavedArray& StateLoader::find(const std::string& name) const {
  const auto found = saved_.find(name);
  if (found == saved_.end()) throw std::runtime_error{"the state to go on from has no " + name};
  return found->second;
}

std::size_t StateLoader::begin_array(const std::string& name, ScalarKind kind, std::size_t) {
  if (find(name).kind != kind)
    throw std::runtime_error{"the state to go on from has " + name + " as another kind of number"};
  return find(name).bytes.size() / size_of(kind);
}

void StateLoader::array_bytes(const std::string& name, ScalarKind, std::span<std::byte> bytes) {
  if (!bytes.empty()) std::memcpy(bytes.data(), find(name).bytes.data(), bytes.size());
}

}  // namespace yanzhen
