#include "tools/sweep/slurm_queue.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/tools/fake_slurm.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {

using testing::FakeSlurm;

TEST_SUITE("tools/slurm_queue") {
  TEST_CASE("tasks are counted by state, those that wait by reason") {
    const QueuedTasks queued = read_queue(
        "PENDING|Priority\nRUNNING|None\nPENDING|Priority\nPENDING|JobArrayTaskLimit\nCOMPLETING|None\n"
        "RUNNING|None\n");
    CHECK(queued.tasks == 6);
    CHECK(queued.running == 2);
    CHECK(queued.text == "2 running, 2 pending (Priority), 1 pending (JobArrayTaskLimit), 1 completing");
  }
  TEST_CASE("an empty queue says nothing") {
    CHECK(read_queue("").tasks == 0);
    CHECK(read_queue("\n").text.empty());
  }
  TEST_CASE("what is no list of tasks is no empty queue") {
    CHECK_THROWS_AS(static_cast<void>(read_queue("Welcome to the cluster!\n")), SlurmSilent);
  }
  TEST_CASE("a squeue that fails is no empty queue") {
    const FakeSlurm slurm;
    slurm.at("squeue", 0, "echo 'Unable to contact slurm controller' >&2; exit 1");
    CHECK_THROWS_WITH_AS(static_cast<void>(look_into_queue("a", {})),
                         "squeue exited with 1: Unable to contact slurm controller", SlurmSilent);
  }
  TEST_CASE("a squeue that hangs is no empty queue") {
    const FakeSlurm slurm;
    slurm.at("squeue", 0, "exec sleep 60");
    CommandLimits limits;
    limits.time = std::chrono::milliseconds{100};
    CHECK_THROWS_WITH_AS(static_cast<void>(look_into_queue("a", limits)), "squeue did not answer in time",
                         SlurmSilent);
  }
  TEST_CASE("a user's own filters of squeue are not seen by it") {
    const FakeSlurm slurm;
    slurm.at("squeue", 0, "echo \"RUNNING|$SQUEUE_STATES\"");
    ::setenv("SQUEUE_STATES", "PENDING", 1);
    const QueuedTasks queued = look_into_queue("a", {});
    ::unsetenv("SQUEUE_STATES");
    CHECK(queued.text == "1 running");
    CHECK(slurm.calls("squeue") == "squeue --noheader --array --name=a --format=%T|%r\n");
  }
  TEST_CASE("the largest array is what Slurm says, or what it usually is") {
    const FakeSlurm slurm;
    slurm.at("scontrol", 1, "printf 'MaxArrayCount = 3\\nMaxArraySize            = 77\\n'");
    CHECK(most_tasks_allowed({}) == 77);
    CHECK(most_tasks_allowed({}) == 1001);
  }
  TEST_CASE("a submission says the job's number") {
    const FakeSlurm slurm;
    slurm.at("sbatch", 1, "echo 123");
    slurm.at("sbatch", 2, "echo '124;delta'");
    CHECK(submit_array("a", "0-3,7%2", "/tmp/it.sh", {}) == "123");
    CHECK(submit_array("a", "1", "/tmp/it.sh", {}) == "124");
    CHECK(slurm.calls("sbatch") ==
          "sbatch --parsable --job-name=a --array=0-3,7%2 /tmp/it.sh\n"
          "sbatch --parsable --job-name=a --array=1 /tmp/it.sh\n");
  }
  TEST_CASE("a submission without a number has failed") {
    const FakeSlurm slurm;
    CHECK_THROWS_AS(static_cast<void>(submit_array("a", "1", "/tmp/it.sh", {})), SubmissionFailed);
  }
  TEST_CASE("a machine without Slurm is told as such") {
    const std::string path = std::getenv("PATH");
    ::setenv("PATH", "/nowhere", 1);
    CHECK_THROWS_WITH_AS(static_cast<void>(submit_array("a", "1", "/tmp/it.sh", {})),
                         "sbatch was not found; is Slurm loaded?", UsageError);
    ::setenv("PATH", path.c_str(), 1);
  }
}

}  // namespace yanzhen::tools
