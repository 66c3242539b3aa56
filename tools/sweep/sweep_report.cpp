#include "tools/sweep/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLabel = 10;

std::string line(const std::string& label, const std::string& text) {
  return fmt::format("  {} {}\n", pad_right(label, kLabel), text);
}

std::string count(std::size_t number) { return with_commas(std::uint64_t{number}); }

std::string title_line(const std::string& title) { return title.empty() ? "" : title + "\n"; }

std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

// How much of the cores' time went into anything but runs.
std::string time_text(const SweepReport& report) {
  std::string text = fmt::format("{:.1f} s", report.seconds);
  if (report.run_seconds > 0 && report.jobs > 0)
    text += fmt::format("; the runs took {:.1f} s, {} at once", report.run_seconds, report.jobs);
  return text;
}

}  // namespace

std::string to_text(const SweepReport& report) {
  std::string text = title_line(report.title);
  text += line("runs", fmt::format("{}: {} done, {} failed, {} missing", count(report.runs),
                                   count(report.done), count(report.failed), count(report.missing)));
  for (const std::string& failure : failure_lines(report.failures)) text += line("failed", failure);
  if (report.slurm) text += line("slurm", report.slurm->empty() ? "nothing in the queue" : *report.slurm);
  if (report.seconds > 0) text += line("time", time_text(report));
  text += line("folder", report.folder +
                             (report.bytes ? fmt::format(" ({})", size_text(*report.bytes)) : std::string{}));
  if (!report.file.empty()) text += line("file", report.file);
  return text;
}

std::string to_json(const SweepReport& report) {
  Json json{{"title", report.title},     {"file", report.file.empty() ? Json(nullptr) : Json(report.file)},
            {"folder", report.folder},   {"runs", report.runs},
            {"done", report.done},       {"failed", report.failed},
            {"missing", report.missing}, {"jobs", report.jobs},
            {"seconds", report.seconds}, {"run_seconds", report.run_seconds},
            {"failures", Json::array()}};
  for (const FailedRun& failure : report.failures)
    json["failures"].push_back({{"run", failure.run}, {"reason", failure.reason}});
  if (report.slurm) json["slurm"] = *report.slurm;
  if (report.bytes) json["bytes"] = *report.bytes;
  return dump(json);
}

std::string to_text(const SweepForecast& forecast) {
  std::string text = title_line(forecast.title);
  text += line(
      "runs",
      fmt::format("{}: {} points, {} replicate{} each{}", count(forecast.runs), count(forecast.points),
                  count(forecast.replicates), forecast.replicates == 1 ? "" : "s",
                  forecast.recorded > 0 ? fmt::format("; {} have a record already", count(forecast.recorded))
                                        : std::string{}));
  if (forecast.cost) {
    text += line("a run",
                 fmt::format("{:.3g} s, {}", forecast.cost->seconds, size_text(forecast.cost->peak_bytes)));
    text += line("time", fmt::format("about {}, {} run{} at once", duration(forecast.seconds), forecast.jobs,
                                     forecast.jobs == 1 ? "" : "s"));
  } else {
    text += line("time", "not known: the first run fails");
  }
  text += line("disk", fmt::format("{} while it runs, at most {} for the file",
                                   size_text(forecast.folder_bytes), size_text(forecast.file_bytes)));
  return text;
}

std::string to_json(const SweepForecast& forecast) {
  const Json unknown = nullptr;
  return dump(Json{{"title", forecast.title},
                   {"runs", forecast.runs},
                   {"points", forecast.points},
                   {"replicates", forecast.replicates},
                   {"recorded", forecast.recorded},
                   {"seconds_per_run", forecast.cost ? Json(forecast.cost->seconds) : unknown},
                   {"memory_per_run", forecast.cost ? Json(forecast.cost->peak_bytes) : unknown},
                   {"jobs", forecast.jobs},
                   {"seconds", forecast.cost ? Json(forecast.seconds) : unknown},
                   {"folder_bytes", forecast.folder_bytes},
                   {"file_bytes", forecast.file_bytes}});
}

std::vector<std::string> failure_lines(const std::vector<FailedRun>& failures) {
  constexpr std::size_t kMost = 10;
  std::map<std::string, std::vector<std::size_t>> by_reason;
  for (const FailedRun& failure : failures) by_reason[failure.reason].push_back(failure.run);
  std::vector<std::pair<std::string, std::vector<std::size_t>>> reasons{by_reason.begin(), by_reason.end()};
  std::stable_sort(reasons.begin(), reasons.end(), [](const auto& one, const auto& other) {
    return one.second.size() > other.second.size();
  });
  std::vector<std::string> lines;
  for (const auto& [reason, runs] : reasons) {
    if (lines.size() == kMost) {
      lines.push_back(fmt::format("and {} further reasons", reasons.size() - kMost));
      break;
    }
    lines.push_back(fmt::format("{} ({} {}): {}", count(runs.size()), runs.size() == 1 ? "run" : "first run",
                                runs.front(), reason));
  }
  return lines;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; size >= 1024 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  return fmt::format("{:.{}f} {}", size, unit > 0 && size < 10 ? 1 : 0, kUnits[unit]);
}

}  // namespace yanzhen::tools
