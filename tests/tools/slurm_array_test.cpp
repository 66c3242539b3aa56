#include "tools/sweep/slurm_array.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <optional>

#include "io/sweep_reader.hpp"
#include "tests/io/scratch_folder.hpp"
#include "tests/tools/fake_slurm.hpp"
#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/sweep/child_command.hpp"

namespace yanzhen::tools {
namespace {

namespace fs = std::filesystem;
using testing::FakeSlurm;

constexpr std::size_t kRuns = 6;

SweepPlan small_plan(const fs::path& file, const std::string& slurm) {
  const std::string text =
      "title = \"a\"\nquestion = \"b\"\nscenario = \"" + std::string{kSourceFolder} +
      "/scenarios/tiny/tiny.toml\"\nreplicates = 2\n[design]\nkind = \"grid\"\n[factor.x]\n"
      "path = \"scale.people_per_agent\"\nvalues = [100, 200, 300]\n[slurm]\n" +
      slurm;
  Problems problems;
  std::optional<SweepSettings> settings = parse_sweep(text, file, problems);
  problems.throw_if_any();
  return SweepPlan{std::move(settings.value()), {"1", "test"}};
}

// A sweep of six runs whose records are made when the test says so, and a Slurm that is not one.
struct Desk {
  sample::ScratchFolder scratch;
  FakeSlurm slurm;
  SweepPlan plan;
  SweepFolder folder{scratch / "a.sweep"};
  SweepFolder done{scratch / "done"};  // records that a fake Slurm copies from
  SlurmRequest request;
  std::vector<std::string> told;

  explicit Desk(const std::string& settings = "tasks = 4\n")
      : plan{small_plan(scratch / "a.toml", settings)} {
    folder.make();
    request.program = "/bin/yanzhen";
    request.sweep_file = scratch / "a.toml";
    request.output = scratch / "a.h5";
    request.pause = std::chrono::milliseconds{1};
    request.tell = [this](const std::string& line) { told.push_back(line); };
    for (std::size_t run = 0; run < kRuns; ++run) write(done, run);
    slurm.at("sbatch", 0, "echo 7; " + does_all());
    slurm.at("scontrol", 0, "echo 'MaxArraySize = 1001'");
  }

  void write(const SweepFolder& where, std::size_t run) const {
    RunRecord record;
    record.identity = plan.run(run).identity;
    where.write(plan.run(run), record);
  }
  // What a fake runs to do all runs, or to begin the first.
  [[nodiscard]] std::string does_all() const {
    return "cp -r '" + (done.path() / "results").string() + "' '" + folder.path().string() + "'";
  }
  [[nodiscard]] std::string begins_one() const {
    return "touch '" + (folder.path() / "attempts" / (plan.run(0).key + ".1")).string() + "'";
  }
  SlurmEnding run() { return run_on_slurm(plan, folder, request); }
  [[nodiscard]] std::string submissions() const {
    std::string calls = slurm.calls("sbatch");
    const std::string script = " " + (folder.slurm() / "array.sh").string();
    for (std::size_t at = 0; (at = calls.find(script)) != std::string::npos;) calls.erase(at, script.size());
    return calls;
  }
  [[nodiscard]] std::string submission_of(const std::string& tasks) const {
    return "sbatch --parsable --job-name=" + array_name(folder) + " --array=" + tasks + "\n";
  }
};

}  // namespace

TEST_SUITE("tools/slurm_array") {
  TEST_CASE("neighbours among tasks are told as ranges") {
    CHECK(task_list({0, 1, 2, 3, 7, 9, 10}) == "0-3,7,9-10");
    CHECK(task_list({5}) == "5");
    CHECK(task_list({}).empty());
  }
  TEST_CASE("an array has as many tasks as asked, and no more than there are runs or Slurm allows") {
    SlurmSettings settings;
    CHECK(task_count(settings, 2000, 1001) == 500);
    CHECK(task_count(settings, 3, 1001) == 3);
    settings.tasks = 800;
    CHECK(task_count(settings, 2000, 1001) == 800);
    CHECK(task_count(settings, 2000, 100) == 100);
    CHECK(task_count(settings, 0, 1001) == 1);
    settings.tasks = 1000000;
    CHECK(task_count(settings, 1000000, 4000001) == 10000);
  }
  TEST_CASE("arrays of two folders have two names, of letters that every Slurm takes") {
    const std::string name = array_name(SweepFolder{"/data/苏州 tax,split.sweep"});
    CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    CHECK(name != array_name(SweepFolder{"/data2/苏州 tax,split.sweep"}));
    CHECK(name == array_name(SweepFolder{"/data/./苏州 tax,split.sweep"}));
  }
  TEST_CASE("a task is told the sweep, its share, where to work, and which plan") {
    const Desk desk{"cores = 2\n"};
    const std::string script = batch_script(desk.plan, desk.folder, desk.request, 4);
    CHECK(script.find("exec /bin/yanzhen sweep-task " + (desk.scratch / "a.toml").string() +
                      " --task \"$SLURM_ARRAY_TASK_ID\" --of 4 -o " + (desk.scratch / "a.h5").string() +
                      " --jobs 2 --threads 2 --plan " + desk.plan.checksum() + " --quiet\n") !=
          std::string::npos);
  }
  TEST_CASE("everything is submitted once, and watched until every run has its record") {
    Desk desk{"tasks = 4\nthrottle = 2\n"};
    std::size_t last = 0;
    desk.request.ended = [&](std::size_t ended, std::size_t failed) {
      CHECK(ended >= last);
      CHECK(failed == 0);
      last = ended;
    };
    desk.slurm.at("squeue", 2, "echo 'PENDING|Priority'");
    desk.slurm.at("squeue", 3, "echo 'RUNNING|None'");
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("0-3%2"));
    CHECK(last == kRuns);
    REQUIRE(desk.told.size() == 2);
    CHECK(desk.told[0] == "job 7: 4 of 4 tasks for 6 runs");
    CHECK(desk.told[1] == "in the queue: 1 pending (Priority)");
    CHECK(fs::exists(desk.folder.slurm() / "array.sh"));
  }
  TEST_CASE("a sweep without missing runs asks nothing of Slurm") {
    Desk desk;
    for (std::size_t run = 0; run < kRuns; ++run) desk.write(desk.folder, run);
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.slurm.calls("squeue").empty());
  }
  TEST_CASE("only tasks with missing runs are submitted") {
    Desk desk;
    for (const std::size_t run : {0, 1, 4}) desk.write(desk.folder, run);  // 5 is of task 1 as well
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("1-3"));
  }
  TEST_CASE("nothing is submitted while an array of the sweep is in the queue") {
    Desk desk;
    desk.slurm.at("squeue", 1, "echo 'RUNNING|None'");
    desk.slurm.at("squeue", 2, "echo 'COMPLETING|None'; " + desk.does_all());
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions().empty());
  }
  TEST_CASE("runs whose task was lost are submitted again") {
    Desk desk;
    desk.slurm.at("sbatch", 1, "echo 7; " + desk.begins_one());
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("0-3") + desk.submission_of("0-3"));
  }
  TEST_CASE("an array that was accepted although sbatch failed is not submitted again") {
    Desk desk;
    desk.slurm.at("sbatch", 1, "echo 'Socket timed out' >&2; exit 1");
    desk.slurm.at("squeue", 2, "echo 'PENDING|None'");
    desk.slurm.at("squeue", 3, "echo 'RUNNING|None'; " + desk.does_all());
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("0-3"));
  }
  TEST_CASE("a Slurm that goes away for a while is waited for") {
    Desk desk;
    const std::string away = "echo 'Unable to contact slurm controller' >&2; exit 1";
    for (const int call : {1, 2, 4}) desk.slurm.at("squeue", call, away);
    desk.slurm.at("scontrol", 1, away);
    desk.slurm.at("sbatch", 1, away);
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("0-3") + desk.submission_of("0-3"));
    REQUIRE_FALSE(desk.told.empty());
    CHECK(desk.told[0] ==
          "Slurm does not answer, trying again for 600 s: squeue exited with 1: Unable to contact slurm "
          "controller");
  }
  TEST_CASE("a Slurm that stays away is given up in its own words") {
    Desk desk;
    desk.request.patience = std::chrono::seconds{0};
    desk.slurm.at("squeue", 0, "echo 'no controller' >&2; exit 1");
    CHECK_THROWS_WITH(desk.run(), "Slurm has not answered for 0 s: squeue exited with 1: no controller");
  }
  TEST_CASE("what Slurm refuses is told in its own words") {
    Desk desk;
    desk.slurm.at("sbatch", 0, "echo 'sbatch: error: invalid partition specified: nope' >&2; exit 1");
    CHECK_THROWS_WITH(desk.run(), "sbatch exited with 1: sbatch: error: invalid partition specified: nope");
  }
  TEST_CASE("tasks that do nothing are given up with what the last one said") {
    Desk desk;
    desk.request.fruitless_rounds = 2;
    desk.slurm.at("sbatch", 0,
                  "echo 7; printf 'a\\nb\\nc\\nd\\ne\\nmodule: not found\\n' > '" +
                      (desk.folder.slurm() / "7_0.out").string() + "'");
    CHECK_THROWS_WITH(desk.run(), doctest::Contains("2 arrays of tasks in a row ended without any run ending "
                                                    "or beginning; "));
    CHECK_THROWS_WITH(desk.run(),
                      doctest::Contains("7_0.out ends with\n  b\n  c\n  d\n  e\n  module: not found"));
    CHECK(desk.submissions() == desk.submission_of("0-3") + desk.submission_of("0-3") +
                                    desk.submission_of("0-3") + desk.submission_of("0-3"));
  }
  TEST_CASE("an attempt that began keeps the watcher from giving up") {
    Desk desk;
    desk.request.fruitless_rounds = 1;
    desk.slurm.at("sbatch", 1, "echo 7; " + desk.begins_one());
    CHECK(desk.run() == SlurmEnding::all_recorded);
  }
  TEST_CASE("when asked to stop the watcher leaves the array alone") {
    Desk desk;
    desk.slurm.at("squeue", 0, "echo 'RUNNING|None'");
    desk.request.asked_to_stop = [&] { return !desk.slurm.calls("squeue").empty(); };
    CHECK(desk.run() == SlurmEnding::stopped);
    CHECK(desk.submissions().empty());
  }
  TEST_CASE("a torn record is a missing run, and is done again") {
    Desk desk;
    for (std::size_t run = 0; run < kRuns; ++run) desk.write(desk.folder, run);
    fs::resize_file(desk.folder.record_of(desk.plan.run(2)), 10);
    CHECK(desk.run() == SlurmEnding::all_recorded);
    CHECK(desk.submissions() == desk.submission_of("2"));
  }
  TEST_CASE("the state of the queue is that of this folder's arrays") {
    const Desk desk;
    CHECK(queue_state(desk.folder).empty());
    desk.slurm.at("squeue", 2, "echo 'RUNNING|None'; echo 'PENDING|Resources'");
    CHECK(queue_state(desk.folder) == "1 running, 1 pending (Resources)");
    CHECK(desk.slurm.calls("squeue").find("--name=" + array_name(desk.folder) + " ") != std::string::npos);
  }
}

}  // namespace yanzhen::tools
