#pragma once
//! \file  The door to running: how an experiment makes a run, and how many runs go on at once.
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/simulation.hpp"

namespace yanzhen::lock_in {

using Settings = std::vector<std::string>;  ///< "path.to.key=value" each, as --set takes them

/// Makes a run at its start: the scenario with these settings on top and this seed. Called from many threads
/// at once. \throws ScenarioError when the scenario refuses the settings
using Maker = std::function<Simulation(std::span<const std::string> settings, std::uint64_t seed)>;

/// The experiment was asked to stop, and has.
class Stopped : public std::runtime_error {
 public:
  Stopped() : std::runtime_error{"stopped as asked"} {}
};

/// How an experiment runs. Nothing of it changes a result.
struct Conduct {
  int threads = 0;                      ///< of the machine, for all runs together; 0 = as many as it has
  int jobs = 0;                         ///< runs at once; 0 = as many as there are threads
  std::function<bool()> asked_to_stop;  ///< between two steps of every run, from any thread; may be empty
  std::function<void(std::uint64_t)>
      stepped;  ///< with the steps that all runs have done so far, one call at a time; may be empty
};

/// Does the runs of one experiment.
class Runs {
 public:
  Runs(Maker maker, Conduct conduct) : maker_{std::move(maker)}, conduct_{std::move(conduct)} {}

  /// Calls work(job) for jobs 0 .. count-1, each whole in a thread of its own, `jobs` at a time. What a job
  /// writes must be its own; what runs in it must not depend on threads, as no model's does. When
  /// one fails the others stop after their step, and the first failure in the order of jobs is thrown.
  void for_each_job(std::size_t count, const std::function<void(std::size_t)>& work);

  /// Makes a run and gives back use(run). What fails in it (prices that explode) is told with seed and
  /// settings.
  template <class F>
  auto with_run(std::span<const std::string> settings, std::uint64_t seed, F&& use) {
    try {
      Simulation run = maker_(settings, seed);
      return use(run);
    } catch (const Stopped&) {
      throw;
    } catch (const ScenarioError&) {
      throw;
    } catch (const std::runtime_error& error) {
      throw_with_run(settings, seed, error);
    }
  }
  /// One step of a run. \throws Stopped
  void step(Simulation& run);

 private:
  [[noreturn]] static void throw_with_run(std::span<const std::string> settings, std::uint64_t seed,
                                          const std::runtime_error& error);
  Maker maker_;
  Conduct conduct_;
  std::mutex telling_;
  std::atomic<std::uint64_t> steps_{0};
  std::atomic<bool> failed_{false};  // one run did, so that the others need not go on
};

/// "path=value", the value with as many digits as it needs to be the same number again.
[[nodiscard]] std::string setting(const std::string& path, double value);

/// True at the start, wherever a whole year since the start is complete, and at the end: when experiments
/// look. A calendar year would make the first interval shorter where a run begins in summer.
[[nodiscard]] bool look_due(const Clock& clock, Step step);

/// The same, without an end that is no whole year after the start.
[[nodiscard]] bool whole_year(const Clock& clock, Step step);

}  // namespace yanzhen::lock_in
