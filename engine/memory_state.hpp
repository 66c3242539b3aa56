#pragma once
//! \file  The state of a run in memory: saves what it is shown, and gives it back. What a checkpoint does,
//! without a file.
#include <map>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace yanzhen {

/// One array of a state, as bytes of numbers of one kind.
struct SavedArray {
  ScalarKind kind = ScalarKind::int8;
  std::vector<std::byte> bytes;
  friend bool operator==(const SavedArray&, const SavedArray&) = default;
};

/// Everything that changes in a run, by name.
using SavedArrays = std::map<std::string, SavedArray>;

/// Bytes that one number of this kind takes.
[[nodiscard]] std::size_t size_of(ScalarKind kind);

/// Copies what it is shown into `saved`. \throws std::logic_error when two arrays have one name
class StateSaver : public StateVisitor {
 public:
  SavedArrays saved;

 protected:
  std::size_t begin_array(const std::string& name, ScalarKind kind, std::size_t count) override;
  void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) override;
};

/// Puts a saved state in the place of what it is shown.
/// \throws std::runtime_error when the state lacks an array or has it as another kind of number: it was saved
/// by a model that is built otherwise
class StateLoader : public StateVisitor {
 public:
  explicit StateLoader(SavedArrays saved) : saved_{std::move(saved)} {}

 protected:
  std::size_t begin_array(const std::string& name, ScalarKind kind, std::size_t count) override;
  void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) override;

 private:
  [[nodiscard]] const SavedArray& find(const std::string& name) const;
  SavedArrays saved_;
};

}  // namespace yanzhen
