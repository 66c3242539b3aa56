#pragma once
//! \file  What this process may use of the machine.
#include <cstddef>
#include <cstdint>

namespace yanzhen::tools {

/// Cores that the system lets it run on, at least 1.
[[nodiscard]] std::size_t usable_cores();

/// Threads of each of `jobs` runs that go on at once. \param threads  of all together; 0 = as many as usable
/// cores
[[nodiscard]] int threads_each(std::size_t threads, std::size_t jobs);

/// Bytes that are free for it: of the machine, and of its control group where that has a limit.
[[nodiscard]] std::uint64_t usable_bytes();

}  // namespace yanzhen::tools
