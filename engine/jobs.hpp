#pragma once
//! \file  Many independent jobs, some at a time, each in a thread and an arena of its own.
#include <cstddef>
#include <exception>
#include <functional>
#include <vector>

namespace yanzhen {

/// Calls work(job) for jobs 0 .. count-1, up to `at_once` at a time; no job waits for the parallel loops of
/// another. Takes no further job once one has thrown; those that have begun go on to their end.
/// \param threads_each  that the parallel loops of a job may use, its own included
/// \returns what each job threw, null where nothing  (count)
[[nodiscard]] std::vector<std::exception_ptr> run_jobs(std::size_t count, std::size_t at_once,
                                                       int threads_each,
                                                       const std::function<void(std::size_t)>& work);

}  // namespace yanzhen
