#include "io/sweep_reader.hpp"

#include <fmt/format.h>

#include "io/file_kind.hpp"
#include "io/scenario_merge.hpp"
#include "io/sweep_design_reader.hpp"
#include "io/sweep_factor_reader.hpp"
#include "io/sweep_keep_reader.hpp"
#include "io/sweep_names.hpp"
#include "io/sweep_setting.hpp"
#include "io/sweep_slurm_reader.hpp"
#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostSweepBytes = kMostScenarioBytes;
constexpr std::int64_t kLargestMasterSeed = std::int64_t{1} << 53;  // every reader of JSON keeps it
constexpr std::int64_t kMostReplicates = 100'000;

// Reads the sweep file, one table after the other.
class SweepReader {
 public:
  SweepReader(const TomlTable& keys, const fs::path& file, Problems& problems)
      : problems_{problems},
        top_{keys,
             "",
             {"title", "question", "scenario", "master_seed", "replicates", "set", "design", "factor",
              "point", "keep", "limits", "slurm"},
             problems,
             "a sweep file"},
        folder_{file.parent_path()} {
    out_.file = file.string();
  }

  SweepSettings read(bool look_for_scenario) {
    out_.title = sweep_line(top_, "title", problems_);
    out_.question = sweep_line(top_, "question", problems_);
    read_scenario(look_for_scenario);
    read_seeds();
    if (const TomlTable* table = top_.table("set")) read_set(*table);
    read_factors_and_design();
    if (const TomlTable* table = top_.table("keep")) out_.keep = read_keep(*table, problems_);
    if (const TomlTable* table = top_.table("limits")) read_limits(*table);
    if (const TomlTable* table = top_.table("slurm")) out_.slurm = read_slurm(*table, problems_);
    return std::move(out_);
  }

 private:
  void missing(const std::string& what, const std::string& hint) const {
    problems_.add({out_.file, 0, 0}, what + " is missing", hint);
  }

  void read_scenario(bool look_for_it) {
    const TomlValue* value = top_.find("scenario");
    if (value == nullptr) return missing("scenario", "the path of the scenario that every run begins with");
    const std::string allowed = "text: the path of a scenario";
    out_.scenario_where = value->where;
    const std::optional<std::string> name = top_.text("scenario", allowed);
    if (!name) return;
    if (name->empty() || has_control_character(*name)) return top_.refuse("scenario", allowed);
    const fs::path path = plain_path(folder_ / *name);
    out_.scenario = path.string();
    const auto why = look_for_it ? why_unreadable(path, kMostScenarioBytes) : std::nullopt;
    if (why)
      problems_.add(value->where, fmt::format("scenario names {}, which {}", in_quotes(path.string()), *why),
                    nearest_file(path));
  }

  void read_seeds() {
    const auto seed =
        top_.whole_number("master_seed", 0, kLargestMasterSeed, "the seeds of all runs come from it");
    out_.master_seed = static_cast<std::uint64_t>(seed.value_or(1));
    const auto replicates =
        top_.whole_number("replicates", 1, kMostReplicates, "runs of every point, each with its own seed");
    out_.replicates = static_cast<std::uint32_t>(replicates.value_or(1));
  }

  void read_set(const TomlTable& table) {
    for (const SweepSetting& one : read_sweep_settings(table, "set", PathUse::set, problems_)) {
      out_.settings.push_back(one.text);
      out_.settings_places.push_back(one.where);
    }
  }

  // Runs are only counted where the factors and the design are right.
  void read_factors_and_design() {
    const std::size_t problems_before = problems_.count();
    const TomlTable* table = top_.table("factor");
    if (top_.find("factor") == nullptr || (table != nullptr && table->empty()))
      missing("factor", "a table [factor.NAME] for everything that varies");
    if (table != nullptr) out_.factors = read_factors(*table, problems_);
    out_.design = read_design(top_, out_.file, out_.factors, problems_);
    if (problems_.count() == problems_before)
      check_run_count(out_.design, out_.factors, out_.replicates, problems_);
  }

  void read_limits(const TomlTable& table) {
    const TomlSection section{table, "limits", {"seconds", "memory_mb", "attempts"}, problems_};
    constexpr double kMostSeconds = 1e8;
    if (section.find("seconds") != nullptr) {
      const std::optional<double> seconds = number_in(*section.find("seconds"));
      if (seconds && *seconds > 0 && *seconds <= kMostSeconds)
        out_.limits.seconds = *seconds;
      else
        section.refuse("seconds", "a number above 0, at most 100000000 (wall time of one run)");
    }
    const auto memory = section.whole_number("memory_mb", 16, 1'000'000'000, "MiB of one run");
    out_.limits.memory_mb = static_cast<std::uint64_t>(memory.value_or(0));
    const auto attempts = section.whole_number("attempts", 1, 100, "times that a run may die without a word");
    out_.limits.attempts = static_cast<std::uint32_t>(attempts.value_or(out_.limits.attempts));
  }

  Problems& problems_;
  TomlSection top_;
  fs::path folder_;
  SweepSettings out_;
};

std::optional<SweepSettings> read(std::string_view text, const fs::path& file, bool look_for_scenario,
                                  Problems& problems) {
  const std::size_t problems_before = problems.count();
  const std::optional<TomlTable> keys = read_toml(text, file.string(), problems);
  if (!keys || refuse_scenario(*keys, file.string(), problems)) return std::nullopt;
  SweepSettings settings = SweepReader{*keys, file, problems}.read(look_for_scenario);
  if (problems.count() > problems_before) return std::nullopt;
  settings.text = text;
  return settings;
}

}  // namespace

std::optional<SweepSettings> load_sweep(const fs::path& file, Problems& problems) {
  if (const auto why = why_unreadable(file, kMostSweepBytes)) {
    problems.add({file.string(), 0, 0}, "the sweep file " + *why, nearest_file(file));
    return std::nullopt;
  }
  return read(read_text(file, kMostSweepBytes), file, true, problems);
}

std::optional<SweepSettings> parse_sweep(std::string_view text, const fs::path& file, Problems& problems) {
  return read(text, file, false, problems);
}

}  // namespace yanzhen
