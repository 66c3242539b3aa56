#include "io/run_layout.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "io/labelled_array.hpp"

namespace yanzhen::run_layout {
namespace {

using Scales = std::map<std::string, hdf5::Dataset>;

const Dimension& dimension(const Model& model, const std::string& name) {
  for (const Dimension& candidate : model.dimensions())
    if (candidate.name == name) return candidate;
  throw std::logic_error{fmt::format("a panel has dimension {}, which its model does not declare", name)};
}

/// How many records a run makes at most; only the size of chunks depends on it.
std::uint64_t expected_records(const Scenario& scenario) {
  const auto days = std::chrono::sys_days{scenario.clock.date(scenario.clock.steps())} -
                    std::chrono::sys_days{scenario.clock.date(0)};
  const auto shortest_interval = [&] {
    switch (scenario.record.every) {
      case RecordOptions::Every::step:
        return 1;
      case RecordOptions::Every::month:
        return 28;
      case RecordOptions::Every::quarter:
        return 90;
      case RecordOptions::Every::year:
        return 365;
    }
    return 1;
  }();
  const auto intervals = static_cast<std::uint64_t>(days.count() / shortest_interval);
  return std::min<std::uint64_t>(intervals + 2, scenario.clock.steps() + std::uint64_t{1});
}

/// A coordinate that grows with the records. Small and not compressed, so that adding a row rewrites nothing
/// else.
hdf5::Dataset create_coordinate(hid_t file, const std::string& name, hid_t type) {
  const std::string what = fmt::format("create coordinate \"{}\"", name);
  const hdf5::Properties creation{H5Pcreate(H5P_DATASET_CREATE), what};
  hdf5::check(H5Pset_obj_track_times(creation.get(), false), what);
  hdf5::check(H5Pset_chunk(creation.get(), 1, &kCoordinateChunkRows), what);
  constexpr hsize_t kNoRows = 0;
  constexpr hsize_t kOpenEnd = H5S_UNLIMITED;
  const hdf5::Space space{H5Screate_simple(1, &kNoRows, &kOpenEnd), what};
  return {H5Dcreate2(file, name.c_str(), type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), what};
}

void create_time(hid_t file, const Clock& clock, Scales& scales) {
  hdf5::Dataset time = create_coordinate(file, "time", H5T_NATIVE_DOUBLE);
  hdf5::describe(time.get(), fmt::format("days since {}", to_text(clock.date(0))), "date of the record");
  hdf5::write_text(time.get(), "calendar", "proleptic_gregorian");
  hdf5::write_text(time.get(), "standard_name", "time");
  hdf5::make_scale(time.get(), "time");
  const hdf5::Dataset step = create_coordinate(file, "step", H5T_NATIVE_INT64);
  hdf5::describe(step.get(), "1", "steps done when the record was made");
  hdf5::attach_scale(step.get(), time, 0);
  scales.emplace("time", std::move(time));
}

/// \returns names of the aliases, which are coordinates too
std::vector<std::string> create_dimension(hid_t file, const Dimension& dimension, Scales& scales) {
  if (dimension.labels.empty())
    throw std::logic_error{fmt::format("dimension {} has no labels", dimension.name)};
  hdf5::Dataset scale = hdf5::create_labels(file, dimension.name, dimension.meaning, dimension.labels);
  hdf5::make_scale(scale.get(), dimension.name);
  std::vector<std::string> names;
  for (const Dimension::Alias& alias : dimension.aliases) {
    const hdf5::Dataset labels = hdf5::create_labels(file, alias.name, alias.meaning, alias.labels);
    hdf5::attach_scale(labels.get(), scale, 0);
    names.push_back(alias.name);
  }
  scales.emplace(dimension.name, std::move(scale));
  return names;
}

/// Creates the coordinates that the recorded panels use. \returns names of coordinates that are not scales
std::vector<std::string> create_coordinates(hid_t file, const Scenario& scenario, const Model& model,
                                            const std::vector<std::size_t>& panels, Scales& scales) {
  create_time(file, scenario.clock, scales);
  std::set<std::string> used;
  for (const std::size_t panel : panels)
    for (const std::string& name : model.panels()[panel].dimensions) used.insert(dimension(model, name).name);
  std::vector<std::string> further{"step"};
  for (const Dimension& each : model.dimensions()) {
    if (used.count(each.name) == 0) continue;
    const std::vector<std::string> aliases = create_dimension(file, each, scales);
    further.insert(further.end(), aliases.begin(), aliases.end());
  }
  return further;
}

/// \returns paths of what gets a row a record
std::vector<std::string> create_panels(hid_t file, const Scenario& scenario, const Model& model,
                                       const std::vector<std::size_t>& panels, const Scales& scales) {
  const bool any_flow = std::any_of(panels.begin(), panels.end(), [&](std::size_t panel) {
    return model.panels()[panel].group == PanelGroup::flow;
  });
  if (any_flow) static_cast<void>(hdf5::create_group(file, "flows"));
  std::vector<std::string> paths{"time", "step"};
  for (const std::size_t index : panels) {
    const Panel& panel = model.panels()[index];
    const hdf5::Dataset array = create_array(file, array_path(panel), panel_shape(panel, model, scenario));
    hdf5::describe(array.get(), panel.unit, panel.meaning);
    hdf5::attach_scale(array.get(), scales.at("time"), 0);
    for (std::size_t k = 0; k < panel.dimensions.size(); ++k)
      hdf5::attach_scale(array.get(), scales.at(panel.dimensions[k]), k + 1);
    paths.push_back(array_path(panel));
  }
  return paths;
}

/// The axis of a population: a length without labels. The name of such a scale is netCDF-4's convention.
hdf5::Dataset create_agent_axis(hid_t group) {
  hdf5::Dataset axis = create_coordinate(group, "agent", H5T_NATIVE_FLOAT);
  hdf5::make_scale(axis.get(), fmt::format("This is a netCDF dimension but not a netCDF variable.{:>10}", 0));
  return axis;
}

/// \returns paths of what is recorded once, at the end
std::vector<std::string> create_agents(hid_t file, const Model& model) {
  std::vector<std::string> paths;
  const hdf5::Group agents = hdf5::create_group(file, "agents");
  Scales axes;
  for (const AgentColumn& column : model.copy_agents()) {
    if (axes.count(column.population) == 0) {
      const hdf5::Group population = hdf5::create_group(agents.get(), column.population);
      axes.emplace(column.population, create_agent_axis(population.get()));
      paths.push_back(agent_axis_path(column));
    }
    const ArrayShape shape{{}, {kAgentChunkRows}, PanelValues::real};
    const hdf5::Dataset array = create_array(file, array_path(column), shape);
    hdf5::describe(array.get(), column.unit, column.meaning);
    hdf5::attach_scale(array.get(), axes.at(column.population), 0);
    paths.push_back(array_path(column));
  }
  return paths;
}

void write_list(hid_t file, const char* name, const std::vector<std::string>& entries, const char* between) {
  hdf5::write_text(file, name, fmt::format("{}", fmt::join(entries, between)));
}

void describe_run(hid_t file, const Scenario& scenario, const Model& model, const RunIdentity& identity) {
  hdf5::write_text(file, "Conventions", "CF-1.8");
  hdf5::write_number(file, "layout_version", kVersion);
  hdf5::write_text(file, "title", scenario.title);
  hdf5::write_text(file, "question", scenario.question);
  hdf5::write_text(file, "model", scenario.model);
  hdf5::write_text(file, "scenario", scenario.resolved);
  hdf5::write_text(file, "scenario_file", scenario.file);
  hdf5::write_number(file, "seed", scenario.seed);
  hdf5::write_number(file, "people_per_agent", scenario.people_per_agent);
  hdf5::write_text(file, "start", to_text(scenario.clock.date(0)));
  hdf5::write_text(file, "end", to_text(scenario.clock.date(scenario.clock.steps())));
  hdf5::write_text(file, "step", std::string{to_word(scenario.clock.length())});
  write_list(file, "notes", model.notes(), "\n");
  hdf5::write_text(file, "command", identity.command);
  hdf5::write_text(file, "version", identity.version);
  hdf5::write_text(file, "commit", identity.commit);
  hdf5::write_number(file, "complete", std::int64_t{0});
  hdf5::write_number(file, "checksum", std::uint64_t{0});
}

}  // namespace

std::string array_path(const Panel& panel) {
  return panel.group == PanelGroup::flow ? "flows/" + panel.name : panel.name;
}

std::string array_path(const AgentColumn& column) {
  return fmt::format("agents/{}/{}", column.population, column.name);
}

std::string agent_axis_path(const AgentColumn& column) {
  return fmt::format("agents/{}/agent", column.population);
}

ArrayShape panel_shape(const Panel& panel, const Model& model, const Scenario& scenario) {
  std::vector<hsize_t> lengths;
  for (const std::string& name : panel.dimensions) lengths.push_back(dimension(model, name).labels.size());
  return choose_shape(std::move(lengths), panel.values, expected_records(scenario));
}

void create(const std::filesystem::path& path, const Scenario& scenario, const Model& model,
            const RunIdentity& identity, const std::vector<std::size_t>& panels) {
  hdf5::File file = hdf5::create_file(path);
  {
    Scales scales;
    const std::vector<std::string> further = create_coordinates(file.get(), scenario, model, panels, scales);
    write_list(file.get(), "coordinates", further, " ");
    write_list(file.get(), "recorded", create_panels(file.get(), scenario, model, panels, scales), "\n");
    write_list(file.get(), "recorded_at_end",
               scenario.record.agents ? create_agents(file.get(), model) : std::vector<std::string>{}, "\n");
    describe_run(file.get(), scenario, model, identity);
  }
  file.close("write it");
}

}  // namespace yanzhen::run_layout
