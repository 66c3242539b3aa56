#include "models/lock_in/runs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <thread>

#include "engine/jobs.hpp"

namespace yanzhen::lock_in {
namespace {

constexpr int kMonthsPerYear = 12;

bool is_stopped(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Stopped&) {
    return true;
  } catch (...) {
    return false;
  }
}

// What stopped because another run failed is told only where nothing else is.
void throw_first(std::vector<std::exception_ptr> failures) {
  std::erase(failures, nullptr);
  if (failures.empty()) return;
  const auto cause = std::find_if_not(failures.begin(), failures.end(), is_stopped);
  std::rethrow_exception(cause == failures.end() ? failures.front() : *cause);
}

int machine_threads(int wanted) {
  return wanted > 0 ? wanted : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace

void Runs::for_each_job(std::size_t count, const std::function<void(std::size_t)>& work) {
  const int threads = machine_threads(conduct_.threads);
  const auto at_once =
      std::min<std::size_t>(count, static_cast<std::size_t>(conduct_.jobs > 0 ? conduct_.jobs : threads));
  // Every job's own thread works too, so that so many helpers besides make `threads` of all.
  const int each = std::max(1, threads - static_cast<int>(at_once) + 1);
  throw_first(run_jobs(count, at_once, each, [&](std::size_t job) {
    try {
      work(job);
    } catch (...) {
      failed_ = true;  // the runs that go on beside it stop at their next step
      throw;
    }
  }));
}

void Runs::throw_with_run(std::span<const std::string> settings, std::uint64_t seed,
                          const std::runtime_error& error) {
  throw std::runtime_error{fmt::format("seed {}{}{}: {}", seed, settings.empty() ? "" : " with ",
                                       fmt::join(settings, " and "), error.what())};
}

void Runs::step(Simulation& run) {
  if (failed_) throw Stopped{};
  if (conduct_.asked_to_stop && conduct_.asked_to_stop()) throw Stopped{};
  run.step();
  const std::uint64_t done = ++steps_;
  if (!conduct_.stepped) return;
  const std::lock_guard lock{telling_};
  conduct_.stepped(done);
}

std::string setting(const std::string& path, double value) { return fmt::format("{}={}", path, value); }

bool whole_year(const Clock& clock, Step step) {
  return step == 0 || clock.months(step) / kMonthsPerYear > clock.months(step - 1) / kMonthsPerYear;
}

bool look_due(const Clock& clock, Step step) { return whole_year(clock, step) || step == clock.steps(); }

}  // namespace yanzhen::lock_in
