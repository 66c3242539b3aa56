#include "tools/sweep/batch_script.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/io/scratch_folder.hpp"
#include "tools/command.hpp"
#include "tools/sweep/child_command.hpp"

namespace yanzhen::tools {
namespace {

BatchJob plain_job() { return {"yanzhen-a-1", {}, "/data/a.sweep/slurm", {"/bin/yanzhen", "sweep-task"}}; }

// What bash says when it runs the script as task 3.
std::string run_by_bash(const std::string& script) {
  const sample::ScratchFolder scratch;
  const std::vector<std::string> words{"env", "SLURM_ARRAY_TASK_ID=3", "bash",
                                       scratch.write("array.sh", script).string()};
  return run_command(words).output;
}

bool has_line(const std::string& script, const std::string& line) {
  return ("\n" + script).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_SUITE("tools/batch_script") {
  TEST_CASE("what is not asked does not stand in the script") {
    CHECK(batch_text(plain_job()) ==
          "#!/bin/bash\n"
          "#SBATCH --job-name=\"yanzhen-a-1\"\n"
          "#SBATCH --output=\"/data/a.sweep/slurm/%A_%a.out\"\n"
          "#SBATCH --nodes=1\n"
          "#SBATCH --ntasks=1\n"
          "#SBATCH --cpus-per-task=1\n"
          "#SBATCH --no-requeue\n"
          "#SBATCH --dependency=singleton\n"
          "\n"
          "exec /bin/yanzhen sweep-task\n");
  }
  TEST_CASE("what is asked stands there, options last so that they win") {
    BatchJob job = plain_job();
    job.slurm = {"main", "02:00:00", "4G", 8, 100, 20, {"gcc/12", "hdf5"}, {"--account=delta", "-q long"}};
    const std::string script = batch_text(job);
    CHECK(has_line(script, "#SBATCH --partition=\"main\""));
    CHECK(has_line(script, "#SBATCH --time=\"02:00:00\""));
    CHECK(has_line(script, "#SBATCH --mem=\"4G\""));
    CHECK(has_line(script, "#SBATCH --cpus-per-task=8"));
    CHECK(script.find("#SBATCH --dependency=singleton\n#SBATCH --account=delta\n#SBATCH -q long\n\n") !=
          std::string::npos);
    CHECK(script.find("module load gcc/12 || exit 1\nmodule load hdf5 || exit 1\n\nexec ") !=
          std::string::npos);
  }
  TEST_CASE("a value with spaces is one word for sbatch, unless it is quoted already") {
    BatchJob job = plain_job();
    job.slurm.options = {"--comment=two words", "--comment='two words'", "-A my delta"};
    const std::string script = batch_text(job);
    CHECK(has_line(script, "#SBATCH --comment=\"two words\""));
    CHECK(has_line(script, "#SBATCH --comment='two words'"));
    CHECK(has_line(script, "#SBATCH -A my delta"));
  }
  TEST_CASE("no name of a file means anything to the shell") {
    const std::vector<std::string> hostile{"a b", "it's", "\"", "$HOME", "`id`", "$(id)", ";exit",
                                           "*",   "\\",   "#x", "~",     "-n",   "苏州",  "two\nlines"};
    BatchJob job = plain_job();
    job.command = {"printf", "<%s>"};
    job.command.insert(job.command.end(), hostile.begin(), hostile.end());
    job.command.emplace_back(kTaskNumber);
    std::string expected;
    for (const std::string& word : hostile) expected += "<" + word + ">";
    CHECK(run_by_bash(batch_text(job)) == expected + "<3>");
  }
  TEST_CASE("a module that cannot be loaded ends the task before its work") {
    BatchJob job = plain_job();
    job.slurm.modules = {"yanzhen no such module"};
    job.command = {"echo", "worked"};
    CHECK(run_by_bash(batch_text(job)).find("worked") == std::string::npos);
  }
  TEST_CASE("a folder's name is read back by sbatch, and nothing in it is filled in") {
    BatchJob job = plain_job();
    job.folder = "/data/100 %j \"苏州\"/a.sweep/slurm";
    CHECK(
        has_line(batch_text(job), "#SBATCH --output=\"/data/100 %%j \\\"苏州\\\"/a.sweep/slurm/%A_%a.out\""));
  }
  TEST_CASE("what sbatch could not read is refused") {
    BatchJob job = plain_job();
    job.folder = "/data/back\\slash";
    CHECK_THROWS_WITH_AS(static_cast<void>(batch_text(job)), doctest::Contains("has a backslash in its name"),
                         UsageError);
    job.folder = "/data/two\nlines";
    CHECK_THROWS_WITH_AS(static_cast<void>(batch_text(job)), doctest::Contains("the sweep's folder is"),
                         UsageError);
    job = plain_job();
    job.slurm.options = {"--account=a\nrm -r /"};
    CHECK_THROWS_WITH_AS(static_cast<void>(batch_text(job)), doctest::Contains("slurm.options is"),
                         UsageError);
  }
}

}  // namespace yanzhen::tools
