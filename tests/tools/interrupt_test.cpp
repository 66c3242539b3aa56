#include "tools/interrupt.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace yanzhen::tools {
namespace {

// How a child ends that does `work`: its exit code, or minus the signal that ended it.
template <class Work>
int end_of_child(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TEST_SUITE("tools/interrupt") {
  TEST_CASE("the first signal only asks, whichever of the three it is") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      CAPTURE(signal);
      const InterruptWatch watch;
      CHECK_FALSE(watch.asked());
      std::raise(signal);
      CHECK(watch.asked());
    }
  }
  TEST_CASE("a second Ctrl-C ends the program at once") {
    const int end = end_of_child([] {
      const InterruptWatch watch;
      std::raise(SIGINT);
      if (!watch.asked()) return 7;
      std::raise(SIGINT);
      return 8;
    });
    CHECK(end == -SIGINT);
  }
  TEST_CASE("after the watch a signal does what it did before") {
    const int end = end_of_child([] {
      std::signal(SIGTERM, SIG_DFL);  // the test program has a handler of its own
      { const InterruptWatch watch; }
      std::raise(SIGTERM);
      return 8;
    });
    CHECK(end == -SIGTERM);
  }
  TEST_CASE("a signal that was switched off stays off") {
    const int end = end_of_child([] {
      std::signal(SIGHUP, SIG_IGN);
      const InterruptWatch watch;
      std::raise(SIGHUP);
      return watch.asked() ? 8 : 3;
    });
    CHECK(end == 3);
  }
  TEST_CASE("writing to a pipe that nobody reads fails instead of ending the program") {
    const int end = end_of_child([] {
      turn_write_signals_into_errors();
      int ends[2];
      if (::pipe(ends) != 0) return 7;
      ::close(ends[0]);
      return ::write(ends[1], "x", 1) == -1 ? 3 : 8;
    });
    CHECK(end == 3);
  }
}

}  // namespace yanzhen::tools
