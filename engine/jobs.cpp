#include "engine/jobs.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "engine/parallel.hpp"

namespace yanzhen {

std::vector<std::exception_ptr> run_jobs(std::size_t count, std::size_t at_once, int threads_each,
                                         const std::function<void(std::size_t)>& work) {
  std::vector<std::exception_ptr> thrown(count);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  const auto take_jobs = [&] {
    for (std::size_t job = next++; job < count && !failed; job = next++) {
      try {
        work(job);
      } catch (...) {
        thrown[job] = std::current_exception();
        failed = true;
      }
    }
  };
  // The arenas are there before the first thread begins and until the last has ended, because TBB reads its
  // limits without a lock while an arena is set up.
  std::vector<std::unique_ptr<Workers>> arenas;
  for (std::size_t k = 0; k < std::min(count, at_once); ++k)
    arenas.push_back(std::make_unique<Workers>(threads_each));
  {
    std::vector<std::jthread> hands;
    for (const std::unique_ptr<Workers>& arena : arenas)
      hands.emplace_back([&take_jobs, &arena] { arena->run(take_jobs); });
  }
  return thrown;
}

}  // namespace yanzhen
