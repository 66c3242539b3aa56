#include "tools/report/report_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/clock.hpp"
#include "engine/diagnostic.hpp"
#include "io/run_file.hpp"
#include "io/run_panels.hpp"
#include "io/sweep_file.hpp"
#include "tools/build_info.hpp"
#include "tools/command.hpp"
#include "tools/report/packed_numbers.hpp"
#include "tools/report/report_panels.hpp"
#include "tools/report/report_places.hpp"
#include "tools/report/report_run.hpp"
#include "tools/report/report_sweep.hpp"
#include "tools/report/report_views.hpp"
#include "tools/report/view_moves.hpp"
#include "tools/run_heads.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

// Open at once; more would meet the system's limit of open files.
constexpr std::size_t kMostFiles = 500;

// Texts of files may hold anything; what is no UTF-8 becomes U+FFFD.
std::string dump(const Json& object) { return object.dump(-1, ' ', false, Json::error_handler_t::replace); }
std::string valid_text(const std::string& text) { return Json::parse(dump(Json(text))).get<std::string>(); }

Json both(const std::string& zh, const std::string& en) { return Json{{"zh", zh}, {"en", en}}; }

// Run files that were found to fit on one page.
struct Runs {
  Heads heads;
  std::vector<RunSummary> summaries;
  std::vector<RunPanels> panels;
  std::vector<ReportView> views;
  std::size_t records = 0;  // that all files have
  std::vector<ReportNote> notes;
};

void check_asked(const std::vector<std::string>& asked, const Heads& heads) {
  std::vector<std::string> names;
  for (const Panel& panel : heads.panels) names.push_back(panel.name);
  for (const std::string& name : asked) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      const std::string near = nearest_name(name, names);
      const auto lacking = heads.lacks.find(name);
      const std::string hint = near.empty() ? fmt::format("recorded are: {}", fmt::join(names, ", "))
                                            : fmt::format("did you mean {}?", near);
      if (lacking != heads.lacks.end())
        throw UsageError{fmt::format("--panel is \"{}\", which {} does not record", name, lacking->second)};
      throw UsageError{fmt::format("--panel is \"{}\", which is no recorded panel", name), hint};
    }
    if (is_between_places(heads.panels[static_cast<std::size_t>(found - names.begin())]))
      throw UsageError{fmt::format("--panel is \"{}\", which says what went from place to place", name),
                       "a page has the largest moves of each record, never such a panel as a whole."};
  }
}

Runs read_runs(const ReportRequest& request) {
  if (request.files.size() > kMostFiles)
    throw UsageError{
        fmt::format("{} files were given, a page is made of at most {}", request.files.size(), kMostFiles)};
  Runs runs;
  runs.heads = read_heads(request.files);
  check_asked(request.panels, runs.heads);
  std::vector<std::string> notes;
  std::vector<GivenRun> given;
  for (const Head& head : runs.heads.files) given.push_back(head.run);
  runs.views = plan_views(given, notes);
  note_programs(runs.heads, notes);
  runs.records = last_common_record(runs.heads, notes) + 1;
  for (const std::string& file : request.files) {
    runs.summaries.push_back(read_run_summary(file));
    runs.panels.emplace_back(file);
  }
  for (const std::string& note : notes) runs.notes.push_back({note, note});
  return runs;
}

std::size_t arrays_of(const std::vector<ReportView>& views) {
  std::size_t arrays = 0;
  for (const ReportView& view : views) arrays += view.seeds() > 1 ? 3 : 1;
  return arrays;
}

// Which runs some view is made of.
std::vector<bool> runs_needed(const Runs& runs) {
  std::vector<bool> needed(runs.panels.size(), false);
  for (const ReportView& view : runs.views)
    for (const std::size_t run : view.runs) needed[run] = true;
  return needed;
}

// A panel of every run that is needed: records x entries.
std::vector<std::vector<double>> read_panel(const Runs& runs, const Panel& panel) {
  const std::vector<bool> needed = runs_needed(runs);
  std::vector<std::vector<double>> by_run(runs.panels.size());
  for (std::size_t run = 0; run < by_run.size(); ++run) {
    if (!needed[run]) continue;
    std::vector<double>& values = by_run[run];
    values.reserve(runs.records * entries_of(panel, runs.heads.dimensions));
    runs.panels[run].read_rows(*runs.panels[run].find_panel(panel.name), 0, runs.records,
                               [&](std::uint64_t, std::span<const double> row) {
                                 values.insert(values.end(), row.begin(), row.end());
                               });
  }
  return by_run;
}

std::string to_word(PanelGroup group) {
  if (group == PanelGroup::flow) return "flow";
  return group == PanelGroup::index ? "index" : "state";
}

Json panel_object(const Panel& panel, const ViewNumbers& numbers) {
  Json object{{"dimensions", panel.dimensions},
              {"unit", panel.unit},
              {"meaning", panel.meaning},
              {"group", to_word(panel.group)},
              {"values", pack_numbers(numbers.values)}};
  if (numbers.low.empty()) return object;
  object["low"] = pack_numbers(numbers.low);
  object["high"] = pack_numbers(numbers.high);
  return object;
}

Json view_object(const ReportView& view) {
  Json object;
  object["name"] = view.is_difference() ? both(fmt::format("{} 减 {}", view.name, view.base),
                                               fmt::format("{} less {}", view.name, view.base))
                                        : both(view.name, view.name);
  object["kind"] = view.is_difference() ? "difference" : "level";
  object["runs"] = view.runs;
  for (const SeedPair& pair : view.pairs) {
    object["runs"].push_back(pair.policy);
    object["runs"].push_back(pair.base);
  }
  object["seeds"] = view.seeds();
  object["panels"] = Json::object();
  object["moves"] = Json::object();
  return object;
}

// Moves of every view, and how many bytes they take.
std::size_t add_moves(const Runs& runs, Json& views) {
  std::size_t bytes = 0;
  for (const MoveKind& kind : move_kinds(runs.heads.panels)) {
    const std::vector<Json> moves =
        moves_by_view(kind, runs.panels, runs_needed(runs), runs.views, runs.heads.dimensions, runs.records);
    for (std::size_t v = 0; v < moves.size(); ++v) {
      bytes += dump(moves[v]).size();
      (kind.word == "transfers" ? views[v]["transfers"] : views[v]["moves"][kind.word]) = moves[v];
    }
  }
  return bytes;
}

Json left_out_list(const std::vector<LeftOutPanel>& panels) {
  Json list = Json::array();
  for (const LeftOutPanel& one : panels) list.push_back({{"panel", one.panel}, {"reason", one.reason}});
  return list;
}

void add_panels(const Runs& runs, const ReportRequest& request, std::size_t taken, Json& page) {
  PageRoom room;
  room.records = runs.records;
  room.arrays = arrays_of(runs.views);
  room.taken = taken;
  for (const Dimension& dimension : runs.heads.dimensions)
    if (dimension.name == "city") room.cities = dimension.labels.size();
  const ChosenPanels chosen = choose_panels(runs.heads.panels, runs.heads.dimensions, room, request.panels);
  for (const Panel& panel : chosen.panels) {
    const std::vector<std::vector<double>> by_run = read_panel(runs, panel);
    for (std::size_t v = 0; v < runs.views.size(); ++v)
      page["views"][v]["panels"][panel.name] = panel_object(panel, numbers_of(runs.views[v], by_run));
  }
  page["left_out"] = left_out_list(chosen.left_out);
}

Json dates_of(const Runs& runs) {
  Json dates = Json::array();
  for (std::size_t k = 0; k < runs.records; ++k) dates.push_back(to_text(runs.heads.files[0].dates[k]));
  return dates;
}

Json page_head(const ReportRequest& request, const std::string& kind, const std::string& title,
               const std::string& question) {
  return {{"format", kPageFormat}, {"lang", request.language},
          {"kind", kind},          {"title", title},
          {"question", question},  {"program", {{"version", kVersion}, {"commit", kCommit}}}};
}

// Names of the scenarios; a single one has its title.
std::string title_of(const Runs& runs) {
  std::string title;
  for (const ReportView& view : runs.views)
    if (!view.is_difference()) title += (title.empty() ? "" : " · ") + view.name;
  return title;
}

// That of the first scenario after the base that asks one.
std::string question_of(const Runs& runs) {
  std::string question = runs.summaries[0].question;
  for (std::size_t v = 1; v < runs.views.size() && !runs.views[v].is_difference(); ++v) {
    const std::string& own = runs.summaries[runs.views[v].runs[0]].question;
    if (!own.empty()) return own;
  }
  return question;
}

Json notes_list(const std::vector<ReportNote>& notes) {
  Json list = Json::array();
  for (const ReportNote& note : notes) list.push_back(both(note.zh, note.en));
  return list;
}

ReportData finish(const Json& page, const std::vector<ReportNote>& notes) {
  ReportData data;
  data.title = valid_text(page["title"].get_ref<const std::string&>());
  data.json = dump(page);
  for (const ReportNote& note : notes) data.warnings.push_back(note.en);
  return data;
}

ReportData report_runs(const ReportRequest& request) {
  Runs runs = read_runs(request);
  Json page =
      page_head(request, request.files.size() == 1 ? "run" : "comparison", title_of(runs), question_of(runs));
  page["dates"] = dates_of(runs);
  add_places(runs.heads.dimensions, runs.summaries[0], request.files[0], page, runs.notes);
  std::size_t taken = dump(page).size();
  page["links"] = Json::array();
  page["runs"] = Json::array();
  for (std::size_t run = 0; run < runs.summaries.size(); ++run)
    add_run(runs.summaries[run], request.files[run], runs.heads.dimensions, page);
  page["views"] = Json::array();
  for (const ReportView& view : runs.views) page["views"].push_back(view_object(view));
  taken += add_moves(runs, page["views"]);
  add_panels(runs, request, taken, page);
  page["notes"] = notes_list(runs.notes);
  return finish(page, runs.notes);
}

ReportData report_sweep(const ReportRequest& request) {
  if (request.files.size() > 1)
    throw UsageError{"a page is of run files or of one sweep file, and a sweep file is among several files",
                     fmt::format("for example: yanzhen report {}", request.files[0])};
  if (!request.panels.empty())
    throw UsageError{"--panel is for run files; a sweep file has indices, and all of them are on the page"};
  const Json sweep = sweep_object(request.files[0]);
  Json page = page_head(request, "sweep", sweep["title"], sweep["question"]);
  page["dates"] = sweep["dates"];
  page["dimensions"] = Json::object();
  page["outlines"] = nullptr;
  for (const char* const name : {"links", "runs", "views", "left_out"}) page[name] = Json::array();
  std::vector<ReportNote> notes;
  for (const Json& line : sweep["notes"]) notes.push_back({line, line});
  page["notes"] = notes_list(notes);
  page["sweep"] = sweep;
  page["sweep"].erase("dates");
  page["sweep"].erase("notes");
  return finish(page, notes);
}

}  // namespace

ReportData report_data(const ReportRequest& request) {
  const bool sweep = std::any_of(request.files.begin(), request.files.end(),
                                 [](const std::string& file) { return is_sweep_file(file); });
  return sweep ? report_sweep(request) : report_runs(request);
}

}  // namespace yanzhen::tools
