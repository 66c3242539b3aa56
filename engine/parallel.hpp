#pragma once
//! \file  Parallel loops over fixed blocks, and sums whose order never depends on the threads. The only place
//! that names TBB.
#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace yanzhen {

/// The threads a run may use. Everything parallel happens inside run(); elsewhere the default of the machine
/// holds.
class Workers {
 public:
  /// \param threads  0 = as many as the machine has; more than it has is allowed (for tests of determinism)
  explicit Workers(int threads = 0)
      : limit_{tbb::global_control::max_allowed_parallelism,
               static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency())},
        arena_{threads > 0 ? threads : tbb::info::default_concurrency()} {}

  [[nodiscard]] int threads() const { return arena_.max_concurrency(); }

  template <class F>
  decltype(auto) run(F&& f) {
    return arena_.execute(std::forward<F>(f));
  }

 private:
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

/// Calls f(block, begin, end) for every block of `grain` consecutive rows of 0 .. count-1, in parallel.
/// Blocks are the same for any number of threads, so what f keeps by block can be joined in block order
/// afterwards.
template <class F>
void for_each_block(std::size_t count, std::size_t grain, F&& f) {
  const std::size_t blocks = (count + grain - 1) / grain;
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>{0, blocks, 1},
      [&](const tbb::blocked_range<std::size_t>& range) {
        for (std::size_t block = range.begin(); block != range.end(); ++block)
          f(block, block * grain, std::min(count, (block + 1) * grain));
      },
      tbb::auto_partitioner{});
}

/// Calls f(row) for rows 0 .. count-1 in parallel, `grain` rows at a time. f writes only what belongs to its
/// row.
template <class F>
void for_each_row(std::size_t count, std::size_t grain, F&& f) {
  for_each_block(count, grain, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) f(row);
  });
}

/// Sum of f(begin, end) over fixed blocks, joined in block order: the same bits for any number of threads.
template <class F>
[[nodiscard]] double blockwise_sum(std::size_t count, std::size_t grain, F&& f) {
  std::vector<double> parts((count + grain - 1) / grain, 0.0);
  for_each_block(count, grain, [&](std::size_t block, std::size_t begin, std::size_t end) {
    parts[block] = f(begin, end);
  });
  double sum = 0.0;
  for (const double part : parts) sum += part;
  return sum;
}

/// Whole-number counters, one set a thread, added up at the end: whole numbers add to the same sum in any
/// order.
template <class Count>
class ThreadCounts {
 public:
  explicit ThreadCounts(std::size_t size)
      : size_{size}, parts_{[size] { return std::vector<Count>(size, Count{0}); }} {}

  /// This thread's counters, zero at first.
  [[nodiscard]] std::vector<Count>& mine() { return parts_.local(); }

  /// Adds all counters to `total` and sets them to zero. \pre total.size() == size, no loop is running
  template <class Total>
  void collect(std::vector<Total>& total) {
    for (std::vector<Count>& part : parts_)
      for (std::size_t k = 0; k < size_; ++k) {
        total[k] += static_cast<Total>(part[k]);
        part[k] = Count{0};
      }
  }

 private:
  std::size_t size_;
  tbb::enumerable_thread_specific<std::vector<Count>> parts_;
};

}  // namespace yanzhen
