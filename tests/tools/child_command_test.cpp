#include "tools/sweep/child_command.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "tests/io/scratch_folder.hpp"

namespace yanzhen::tools {
namespace {

using How = CommandEnd::How;

CommandEnd shell(const std::string& line, const CommandLimits& limits = {}) {
  const std::vector<std::string> words{"sh", "-c", line};
  return run_command(words, limits);
}

}  // namespace

TEST_SUITE("tools/child_command") {
  TEST_CASE("what a program says on either side is kept apart, with what it exits with") {
    const CommandEnd end = shell("echo good; echo bad >&2; exit 3");
    CHECK(end.how == How::exited);
    CHECK(end.code == 3);
    CHECK(end.output == "good\n");
    CHECK(end.error == "bad\n");
    CHECK_FALSE(end.good());
    CHECK(what_went_wrong("it", end) == "it exited with 3: bad");
  }
  TEST_CASE("words arrive as they are, no shell reads them") {
    const std::vector<std::string> words{"printf", "<%s>", "a b", "'", "\"",
                                         "$HOME",  "`id`", "*",   "",  "苏州"};
    CHECK(run_command(words).output == "<a b><'><\"><$HOME><`id`><*><><苏州>");
  }
  TEST_CASE("more than a pipe holds is read whole") {
    const CommandEnd end = shell("head -c 1000000 /dev/zero; head -c 300000 /dev/zero >&2");
    CHECK(end.good());
    CHECK(end.output.size() == 1000000);
    CHECK(end.error.size() == 300000);
  }
  TEST_CASE("a program that dies is told by its signal") {
    const CommandEnd end = shell("kill -9 $$");
    CHECK(end.how == How::killed);
    CHECK(end.code == SIGKILL);
    CHECK(what_went_wrong("it", end) == "it was killed by signal 9");
  }
  TEST_CASE("a program that is too slow is killed, and so is what it started") {
    const sample::ScratchFolder scratch;
    const std::string mark = (scratch / "mark").string();
    CommandLimits limits;
    limits.time = std::chrono::milliseconds{200};
    const CommandEnd end = shell("echo begun; (sleep 1; touch " + mark + ") & wait", limits);
    CHECK(end.how == How::too_slow);
    CHECK(end.output == "begun\n");
    std::this_thread::sleep_for(std::chrono::milliseconds{1300});
    CHECK_FALSE(std::filesystem::exists(mark));
  }
  TEST_CASE("a program that never ends its speech is cut off") {
    CommandLimits limits;
    limits.bytes = 1000;
    const CommandEnd end = shell("yes", limits);
    CHECK(end.how == How::too_much);
    CHECK_FALSE(end.good());
  }
  TEST_CASE("a program is ended when its caller was asked to stop") {
    int questions = 0;
    CommandLimits limits;
    limits.asked_to_stop = [&] { return ++questions > 3; };
    CHECK(shell("sleep 60", limits).how == How::stopped);
  }
  TEST_CASE("what a program leaves running is not waited for") {
    CommandLimits limits;
    limits.asked_to_stop = [] { return false; };
    const CommandEnd end = shell("sleep 3 & echo done", limits);
    CHECK(end.good());
    CHECK(end.output == "done\n");
  }
  TEST_CASE("a program has nothing to read") { CHECK(shell("cat").good()); }
  TEST_CASE("a program that is not there is told by name") {
    const std::vector<std::string> words{"yanzhen-no-such-program"};
    CHECK_THROWS_WITH_AS(static_cast<void>(run_command(words)), "yanzhen-no-such-program was not found",
                         CommandNotFound);
  }
  TEST_CASE("hidden variables are not seen, others are") {
    ::setenv("YANZHEN_TEST_HIDDEN", "1", 1);
    ::setenv("YANZHEN_TEST_SHOWN", "1", 1);
    CommandLimits limits;
    limits.hidden = {"YANZHEN_TEST_HID"};
    const std::string seen = shell("env", limits).output;
    CHECK(seen.find("YANZHEN_TEST_HIDDEN") == std::string::npos);
    CHECK(seen.find("YANZHEN_TEST_SHOWN") != std::string::npos);
    ::unsetenv("YANZHEN_TEST_HIDDEN");
    ::unsetenv("YANZHEN_TEST_SHOWN");
  }
  TEST_CASE("signals of writing that are switched off here are on for a program") {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    const std::string ignored = shell("sed -n 's/SigIgn:[^0-9a-f]*//p' /proc/self/status").output;
    std::signal(SIGPIPE, before);
    CHECK((std::stoull(ignored, nullptr, 16) >> (SIGPIPE - 1) & 1U) == 0);
  }
}

}  // namespace yanzhen::tools
