#include "tools/sweep/forked_work.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <new>
#include <stdexcept>
#include <vector>

namespace yanzhen::tools {
namespace {

TEST_CASE("what the work returns is said, and memory is told") {
  ForkedWork work{"test", [] { return std::string{"你好"}; }, 0};
  const WorkEnd end = work.wait();
  CHECK(end.said == "你好");
  CHECK(end.signal == 0);
  CHECK_FALSE(end.threw);
  CHECK(end.peak_bytes > 0);
}

TEST_CASE("what the work throws is said, and this process lives on") {
  ForkedWork work{"test", []() -> std::string { throw std::runtime_error{"no room"}; }, 0};
  const WorkEnd end = work.wait();
  CHECK(end.threw);
  CHECK(end.said == "no room");
}

TEST_CASE("work that is killed says nothing but the signal") {
  ForkedWork work{"test",
                  []() -> std::string {
                    for (;;) ::pause();
                  },
                  0};
  work.kill();
  const WorkEnd end = work.wait();
  CHECK(end.signal == SIGKILL);
  CHECK(end.said.empty());
}

TEST_CASE("a long answer is cut and blocks nobody") {
  ForkedWork work{"test", [] { return std::string(1'000'000, 'x'); }, 0};
  pollfd polled{work.descriptor(), POLLIN, 0};
  CHECK(::poll(&polled, 1, 60'000) == 1);
  CHECK(work.wait().said.size() == 4096);
}

TEST_CASE("signals that a terminal sends to a whole group leave the work alone") {
  ForkedWork work{"test",
                  []() -> std::string {
                    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::raise(signal);
                    return "still here";
                  },
                  0};
  CHECK(work.wait().said == "still here");
}

// A sanitizer takes memory of its own in ways that no limit should cut.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("memory beyond the limit is refused within the work") {
  constexpr std::uint64_t kMebibyte = 1U << 20U;
  const auto take = [](std::size_t mebibytes) {
    return [mebibytes]() -> std::string {
      try {
        std::vector<char> room(mebibytes * kMebibyte, 'x');
        return room[mebibytes] == 'x' ? "enough" : "";
      } catch (const std::bad_alloc&) {
        return "not enough";
      }
    };
  };
  CHECK(ForkedWork("test", take(50), 100 * kMebibyte).wait().said == "enough");
  CHECK(ForkedWork("test", take(200), 100 * kMebibyte).wait().said == "not enough");
}
#endif

TEST_CASE("work that nobody waits for is killed and buried") {
  {
    const ForkedWork work{"test",
                          []() -> std::string {
                            for (;;) ::pause();
                          },
                          0};
    CHECK(work.resident_bytes() > 0);
  }
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child is left, not even a dead one
}

}  // namespace
}  // namespace yanzhen::tools
