#include "tools/run_heads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/clock.hpp"
#include "io/run_file.hpp"
#include "io/run_panels.hpp"
#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

using Date = std::chrono::year_month_day;

void check_model(const Heads& heads, const RunSummary& summary, const std::string& file) {
  if (summary.model == heads.model) return;
  throw UsageError{fmt::format("{} is a run of model {}, {} one of model {}", file, summary.model,
                               heads.files[0].run.file, heads.model)};
}

void check_dimension(const Dimension& known, const Dimension& found, const std::string& first,
                     const std::string& file) {
  if (known.labels == found.labels) return;
  const std::size_t shorter = std::min(known.labels.size(), found.labels.size());
  std::size_t at = 0;
  while (at < shorter && known.labels[at] == found.labels[at]) ++at;
  const std::string difference = at == shorter ? ""
                                               : fmt::format(", and number {} is {} instead of {}", at + 1,
                                                             found.labels[at], known.labels[at]);
  throw UsageError{fmt::format("{} and {} differ along {}: {} labels instead of {}{}", file, first,
                               known.name, found.labels.size(), known.labels.size(), difference),
                   "only runs with the same cities and industries can be compared."};
}

// Records of two files must be of the same dates as far as both go.
void check_dates(const Head& first, const Head& other) {
  const std::size_t shorter = std::min(first.dates.size(), other.dates.size());
  for (std::size_t k = 0; k < shorter; ++k) {
    if (first.dates[k] == other.dates[k]) continue;
    throw UsageError{fmt::format("record {} of {} is of {}, that of {} is of {}", k + 1, other.run.file,
                                 to_text(other.dates[k]), first.run.file, to_text(first.dates[k])),
                     "only runs that start on one day and record as often can be compared."};
  }
}

bool same_axes(const Panel& a, const Panel& b) {
  return a.name == b.name && a.dimensions == b.dimensions && a.group == b.group;
}

// Keeps the panels that this file too records.
void intersect_panels(Heads& heads, const RunPanels& run, const std::string& file) {
  const auto has = [](const std::vector<Panel>& panels, const Panel& wanted) {
    return std::any_of(panels.begin(), panels.end(),
                       [&](const Panel& panel) { return same_axes(panel, wanted); });
  };
  for (const Panel& panel : run.panels())
    if (!has(heads.panels, panel)) heads.lacks.emplace(panel.name, heads.files[0].run.file);
  const auto gone = std::stable_partition(heads.panels.begin(), heads.panels.end(),
                                          [&](const Panel& panel) { return has(run.panels(), panel); });
  for (auto panel = gone; panel != heads.panels.end(); ++panel) heads.lacks.emplace(panel->name, file);
  heads.panels.erase(gone, heads.panels.end());
}

void add_dimensions(Heads& heads, const RunPanels& run, const std::string& file) {
  for (const Dimension& dimension : run.dimensions()) {
    const auto known = std::find_if(heads.dimensions.begin(), heads.dimensions.end(),
                                    [&](const Dimension& one) { return one.name == dimension.name; });
    if (known == heads.dimensions.end()) {
      heads.dimensions.push_back(dimension);
    } else {
      check_dimension(*known, dimension, heads.files[0].run.file, file);
    }
  }
}

const Head& longest(const Heads& heads) {
  return *std::max_element(heads.files.begin(), heads.files.end(),
                           [](const Head& a, const Head& b) { return a.dates.size() < b.dates.size(); });
}
}  // namespace

Heads read_heads(const std::vector<std::string>& files) {
  Heads heads;
  for (const std::string& file : files) {
    const RunSummary summary = read_run_summary(file);
    const RunPanels run{file};
    Head head{{file, summary.title, summary.scenario, summary.seed},
              summary.complete,
              fmt::format("yanzhen {} ({})", summary.version, summary.commit),
              run.dates()};
    if (head.dates.empty()) throw UsageError{fmt::format("{} has no record yet", file)};
    if (heads.files.empty()) {
      heads.model = summary.model;
      heads.panels = run.panels();
      heads.dimensions = run.dimensions();
    } else {
      check_model(heads, summary, file);
      add_dimensions(heads, run, file);
      check_dates(heads.files[0], head);
      intersect_panels(heads, run, file);
    }
    heads.files.push_back(std::move(head));
  }
  return heads;
}

void note_programs(const Heads& heads, std::vector<std::string>& notes) {
  for (const Head& head : heads.files) {
    if (head.program == heads.files[0].program) continue;
    notes.push_back(fmt::format("{} wrote {}, but {} wrote {}: what differs may be the program", head.program,
                                head.run.file, heads.files[0].program, heads.files[0].run.file));
    return;
  }
}

const Head& shortest(const Heads& heads) {
  return *std::min_element(heads.files.begin(), heads.files.end(),
                           [](const Head& a, const Head& b) { return a.dates.size() < b.dates.size(); });
}

std::size_t record_at(const Heads& heads, const std::string& text) {
  const std::optional<Date> date = date_from(text);
  if (!date)
    throw UsageError{
        fmt::format("--at is \"{}\", allowed is a date such as 2030, 2030-07 or 2030-07-01", text)};
  const std::vector<Date>& dates = longest(heads).dates;
  const auto after = std::upper_bound(dates.begin(), dates.end(), *date);
  if (after == dates.begin()) {
    throw UsageError{fmt::format("--at is {}, but the first record is of {}", text, to_text(dates.front()))};
  }
  const auto record = static_cast<std::size_t>(after - dates.begin()) - 1;
  const Head& least = shortest(heads);
  if (record < least.dates.size()) return record;
  throw UsageError{fmt::format("{} has no record of {}; its last is of {}", least.run.file,
                               to_text(dates[record]), to_text(least.dates.back())),
                   fmt::format("for example: --at {}", to_text(least.dates.back()))};
}

std::size_t last_common_record(const Heads& heads, std::vector<std::string>& notes) {
  const std::size_t common = shortest(heads).dates.size();
  for (const Head& head : heads.files) {
    if (head.complete && head.dates.size() == common && longest(heads).dates.size() > common) {
      throw UsageError{
          fmt::format("{} ends on {}, {} on {}", head.run.file, to_text(head.dates.back()),
                      longest(heads).run.file, to_text(longest(heads).dates.back())),
          fmt::format("compare them where both have a record: --at {}", to_text(head.dates.back()))};
    }
  }
  for (const Head& head : heads.files) {
    if (!head.complete)
      notes.push_back(fmt::format("{} is not complete; its last record is of {}", head.run.file,
                                  to_text(head.dates.back())));
  }
  return common - 1;
}

}  // namespace yanzhen::tools
