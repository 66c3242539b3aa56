#pragma once
//! \file  For tests: a forked child that may be killed or may meet a full disk, and what it said and how it
//! ended.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

namespace yanzhen::testing {

/// Runs `work` in a child. Its standard output and standard error go to `said`. The child ends by exit(0),
/// with all that libraries do at exit, when `work` returns, and by exit(9) when it throws, after saying what.
class ChildProcess {
 public:
  explicit ChildProcess(const std::function<void()>& work) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error{"no pipe for a test"};
    std::cout.flush();  // or the child would say at exit what the tests have said so far
    std::fflush(nullptr);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(ends[1], STDERR_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      std::exit(run(work));
    }
    ::close(ends[1]);
    output_ = ends[0];
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() {
    kill();
    wait();
    ::close(output_);
  }

  /// For the child: says something at once. Whole lines, so that a killed child never leaves half a word.
  static void say(const std::string& line) {
    const std::string text = line + "\n";
    if (::write(STDOUT_FILENO, text.data(), text.size()) < 0) std::exit(8);
  }

  /// Waits for the child to say one more line.
  std::string next_line() {
    std::string line;
    char letter = 0;
    while (::read(output_, &letter, 1) == 1 && letter != '\n') line += letter;
    return line;
  }

  void kill() {
    if (child_ > 0) ::kill(child_, SIGKILL);
  }

  /// \returns the exit status, or minus the signal that ended the child
  int wait() {
    if (child_ <= 0) return status_;
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return status_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }

 private:
  static int run(const std::function<void()>& work) {
    try {
      work();
      return 0;
    } catch (const std::exception& failure) {
      say(failure.what());
      return 9;
    }
  }

  pid_t child_ = -1;
  int output_ = -1;
  int status_ = 0;
};

}  // namespace yanzhen::testing
