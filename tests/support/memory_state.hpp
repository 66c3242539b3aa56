#pragma once
//! \file  A checkpoint in memory: saves what it is shown, and gives it back.
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/state.hpp"

namespace yanzhen::testing {

using SavedArrays = std::map<std::string, std::pair<ScalarKind, std::vector<std::byte>>>;

class StateSaver : public StateVisitor {
 public:
  SavedArrays saved;

 protected:
  std::size_t begin_array(const std::string&, ScalarKind, std::size_t count) override { return count; }
  void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) override {
    if (!saved.try_emplace(name, kind, std::vector<std::byte>(bytes.begin(), bytes.end())).second)
      throw std::logic_error{"two arrays of a state are called " + name};
  }
};

class StateLoader : public StateVisitor {
 public:
  explicit StateLoader(SavedArrays saved) : saved_{std::move(saved)} {}

 protected:
  std::size_t begin_array(const std::string& name, ScalarKind kind, std::size_t) override {
    if (saved_.at(name).first != kind) throw std::logic_error{name + " was saved as another kind of number"};
    return saved_.at(name).second.size() / size_of(kind);
  }
  void array_bytes(const std::string& name, ScalarKind, std::span<std::byte> bytes) override {
    if (!bytes.empty()) std::memcpy(bytes.data(), saved_.at(name).second.data(), bytes.size());
  }

 private:
  static std::size_t size_of(ScalarKind kind) {
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
  SavedArrays saved_;
};

}  // namespace yanzhen::testing
