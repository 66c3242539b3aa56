#pragma once
//! \file  One walk over everything that changes in a run; saving and loading a checkpoint are the same walk.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace yanzhen {

enum class ScalarKind { int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64 };

template <class T>
[[nodiscard]] constexpr ScalarKind scalar_kind() {
  if constexpr (std::is_same_v<T, double>)
    return ScalarKind::float64;
  else if constexpr (std::is_same_v<T, float>)
    return ScalarKind::float32;
  else {
    static_assert(std::is_integral_v<T> && !std::is_same_v<T, bool>);
    constexpr bool is_signed = std::is_signed_v<T>;
    if constexpr (sizeof(T) == 1)
      return is_signed ? ScalarKind::int8 : ScalarKind::uint8;
    else if constexpr (sizeof(T) == 2)
      return is_signed ? ScalarKind::int16 : ScalarKind::uint16;
    else if constexpr (sizeof(T) == 4)
      return is_signed ? ScalarKind::int32 : ScalarKind::uint32;
    else
      return is_signed ? ScalarKind::int64 : ScalarKind::uint64;
  }
}

/// Visits named arrays. A saver writes what it is shown; a loader replaces it. Names may hold '/' for groups.
class StateVisitor {
 public:
  virtual ~StateVisitor() = default;

  template <class T>
  void array(const std::string& name, std::vector<T>& values) {
    const std::size_t count = begin_array(name, scalar_kind<T>(), values.size());
    values.resize(count);  // a loader says how many there are; a saver gives back what it was told
    array_bytes(name, scalar_kind<T>(), std::as_writable_bytes(std::span<T>{values}));
  }
  template <class T>
  void value(const std::string& name, T& one) {
    std::vector<T> values{one};
    array(name, values);
    one = values.at(0);
  }

 protected:
  /// \returns how many elements the array has once visited (a saver: `count`; a loader: what was stored).
  virtual std::size_t begin_array(const std::string& name, ScalarKind kind, std::size_t count) = 0;
  /// Called once after begin_array with exactly that many elements.
  virtual void array_bytes(const std::string& name, ScalarKind kind, std::span<std::byte> bytes) = 0;
};

}  // namespace yanzhen
