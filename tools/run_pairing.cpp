#include "tools/run_pairing.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// Replicates of one scenario, as places in the list of given runs.
struct Replicates {
  std::string text;  // without the seed
  std::vector<std::size_t> runs;
};

std::vector<Replicates> replicates_of(const std::vector<GivenRun>& runs) {
  std::vector<Replicates> all;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::string text = without_seed(runs[i].scenario);
    const auto known =
        std::find_if(all.begin(), all.end(), [&](const Replicates& one) { return one.text == text; });
    if (known == all.end()) {
      all.push_back({text, {i}});
    } else {
      known->runs.push_back(i);
    }
  }
  return all;
}

std::optional<std::size_t> find_seed(const std::vector<GivenRun>& runs, const std::vector<std::size_t>& among,
                                     std::uint64_t seed) {
  for (const std::size_t run : among)
    if (runs[run].seed == seed) return run;
  return std::nullopt;
}

// Takes out the runs whose seed came before among the same replicates.
std::vector<std::size_t> take_repeated(const std::vector<GivenRun>& runs, Replicates& replicates) {
  std::vector<std::size_t> first;
  std::vector<std::size_t> repeated;
  for (const std::size_t run : replicates.runs)
    (find_seed(runs, first, runs[run].seed) ? repeated : first).push_back(run);
  replicates.runs = std::move(first);
  return repeated;
}

// Only one scenario was given: runs given again are compared with the first of their seed.
void compare_with_itself(const std::vector<GivenRun>& runs, std::vector<Replicates>& scenarios,
                         std::vector<std::string>& notes) {
  Replicates again{scenarios[0].text, take_repeated(runs, scenarios[0])};
  if (again.runs.empty()) {
    throw UsageError{"the files are all runs of one scenario, with different seeds",
                     "give runs of a second scenario too; its seeds should be the same."};
  }
  notes.emplace_back("base and policy are one scenario with the same seed");
  scenarios.push_back(std::move(again));
}

void leave_out_repeated(const std::vector<GivenRun>& runs, Replicates& scenario,
                        std::vector<std::string>& notes) {
  for (const std::size_t run : take_repeated(runs, scenario)) {
    const std::size_t first = *find_seed(runs, scenario.runs, runs[run].seed);
    notes.push_back(runs[run].file == runs[first].file
                        ? fmt::format("{} was given twice and counts once", runs[run].file)
                        : fmt::format("{} is left out: it is the same scenario and seed as {}",
                                      runs[run].file, runs[first].file));
  }
}

std::string seeds_text(const std::vector<GivenRun>& runs, const std::vector<std::size_t>& of) {
  std::vector<std::uint64_t> seeds;
  for (const std::size_t run : of) seeds.push_back(runs[run].seed);
  return fmt::format("{} {}", seeds.size() == 1 ? "seed" : "seeds", fmt::join(seeds, ", "));
}

std::vector<SeedPair> pairs_of(const std::vector<GivenRun>& runs, const Replicates& base,
                               const Replicates& policy, std::vector<std::string>& notes) {
  std::vector<SeedPair> pairs;
  std::vector<std::string> alone;
  for (const std::size_t run : base.runs) {
    if (const auto partner = find_seed(runs, policy.runs, runs[run].seed)) {
      pairs.push_back({runs[run].seed, run, *partner});
    } else {
      alone.push_back(fmt::format("{} (seed {})", runs[run].file, runs[run].seed));
    }
  }
  for (const std::size_t run : policy.runs)
    if (!find_seed(runs, base.runs, runs[run].seed))
      alone.push_back(fmt::format("{} (seed {})", runs[run].file, runs[run].seed));
  if (pairs.empty()) {
    throw UsageError{fmt::format("{} and {} have no seed in common ({}; {}), and runs are paired by seed",
                                 runs[base.runs[0]].file, runs[policy.runs[0]].file,
                                 seeds_text(runs, base.runs), seeds_text(runs, policy.runs)),
                     "run both scenarios with the same seeds: yanzhen run SCENARIO --seed N"};
  }
  if (!alone.empty()) {
    notes.push_back(fmt::format("left out, for no run of the other scenario has the same seed: {}",
                                fmt::join(alone, ", ")));
  }
  return pairs;
}

// Titles where they tell the scenarios apart, otherwise with the name of the first file, or of its place.
std::vector<std::string> names_of(const std::vector<GivenRun>& runs,
                                  const std::vector<Replicates>& scenarios) {
  std::map<std::string, int> titles;
  for (const Replicates& one : scenarios) ++titles[runs[one.runs[0]].title];
  std::vector<std::string> names;
  for (const Replicates& one : scenarios) {
    const GivenRun& first = runs[one.runs[0]];
    std::string name = first.title;
    if (titles[first.title] > 1)
      name += fmt::format(" ({})", std::filesystem::path{first.file}.stem().string());
    while (std::find(names.begin(), names.end(), name) != names.end())
      name = fmt::format("{} {}", name, names.size() + 1);
    names.push_back(std::move(name));
  }
  return names;
}

// ---- what a scenario changes

// A table of a resolved scenario: its values by key, in order.
struct Section {
  std::string name;  // "" for the root; "policy" with its name for a policy
  std::vector<std::pair<std::string, std::string>> values;

  [[nodiscard]] const std::string* find(const std::string& key) const {
    for (const auto& value : values)
      if (value.first == key) return &value.second;
    return nullptr;
  }
};

// Reads what to_toml() writes: a line is a heading or "key = value".
std::vector<Section> sections_of(const std::string& scenario) {
  std::vector<Section> sections{{"", {}}};
  for (const std::string& line : lines_of(scenario)) {
    if (!line.empty() && line[0] == '[') {
      const std::size_t begin = line.find_first_not_of('[');
      sections.push_back({line.substr(begin, line.find(']') - begin), {}});
      continue;
    }
    const std::size_t sign = line.find(" = ");
    if (sign == std::string::npos) continue;
    const std::string key = line.substr(0, sign);
    Section& section = sections.back();
    if (section.name == "policy" && key == "name") section.name += " " + line.substr(sign + 3);
    section.values.emplace_back(key, line.substr(sign + 3));
  }
  return sections;
}

const Section* find_section(const std::vector<Section>& sections, const std::string& name) {
  for (const Section& section : sections)
    if (section.name == name) return &section;
  return nullptr;
}

std::string unquoted(const std::string& key) {
  return key.size() > 1 && key.front() == '"' && key.back() == '"' ? key.substr(1, key.size() - 2) : key;
}

// Parameters are known by their own names, everything else by its table too.
std::string full_key(const Section& section, const std::string& key) {
  const bool own = section.name.empty() || section.name == "parameters";
  return own ? unquoted(key) : section.name + "." + unquoted(key);
}

std::string whole_section(const Section& section) {
  std::string text = section.name + ":";
  for (const auto& value : section.values)
    if (value.first != "name") text += fmt::format(" {} = {},", unquoted(value.first), value.second);
  text.pop_back();
  return text;
}

// Paths of tables are written from the folder of each scenario: the same table may be "data/x" and
// "../data/x".
bool says_the_same(const Section& section, const std::string& one, const std::string& other) {
  const auto file =
      [](const std::string& quoted) {  // the last part of a quoted path, its last quote included
        return quoted.substr(std::min(quoted.size(), quoted.find_last_of("/\"", quoted.size() - 2) + 1));
      };
  return one == other ||
         (section.name == "data" && one.size() > 2 && other.size() > 2 && file(one) == file(other));
}

void add_changed_values(const Section& base, const Section& policy, std::vector<std::string>& changes) {
  for (const auto& value : policy.values) {
    if (policy.name.empty() && (value.first == "title" || value.first == "question")) continue;
    const std::string* const before = base.find(value.first);
    if (before != nullptr && says_the_same(policy, *before, value.second)) continue;
    changes.push_back(fmt::format("{} = {}{}", full_key(policy, value.first), value.second,
                                  before == nullptr ? "" : fmt::format(" (base: {})", *before)));
  }
  for (const auto& value : base.values) {
    if (base.name.empty() && value.first == "question") continue;
    if (policy.find(value.first) == nullptr)
      changes.push_back(fmt::format("without {} = {}", full_key(base, value.first), value.second));
  }
}

}  // namespace

std::string without_seed(const std::string& scenario) {
  std::string text;
  bool root = true;  // a table below may have a seed of its own
  for (const std::string& line : lines_of(scenario)) {
    root = root && line.compare(0, 1, "[") != 0;
    if (!root || line.compare(0, 7, "seed = ") != 0) text += line + "\n";
  }
  return text;
}

std::vector<std::string> changes_between(const std::string& base, const std::string& policy) {
  const std::vector<Section> before = sections_of(without_seed(base));
  const std::vector<Section> after = sections_of(without_seed(policy));
  std::vector<std::string> changes;
  for (const Section& section : after) {
    if (const Section* const same = find_section(before, section.name)) {
      add_changed_values(*same, section, changes);
    } else {
      changes.push_back(whole_section(section));
    }
  }
  for (const Section& section : before)
    if (find_section(after, section.name) == nullptr) changes.push_back("without " + whole_section(section));
  return changes;
}

Pairing pair_runs(const std::vector<GivenRun>& runs) {
  Pairing pairing;
  std::vector<Replicates> scenarios = replicates_of(runs);
  if (scenarios.size() == 1) compare_with_itself(runs, scenarios, pairing.notes);
  for (Replicates& scenario : scenarios) leave_out_repeated(runs, scenario, pairing.notes);
  const std::vector<std::string> names = names_of(runs, scenarios);
  pairing.base_name = names[0];
  for (std::size_t k = 1; k < scenarios.size(); ++k) {
    pairing.policies.push_back(
        {names[k], pairs_of(runs, scenarios[0], scenarios[k], pairing.notes),
         changes_between(runs[scenarios[0].runs[0]].scenario, runs[scenarios[k].runs[0]].scenario)});
  }
  return pairing;
}

}  // namespace yanzhen::tools
