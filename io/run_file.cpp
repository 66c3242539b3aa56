#include "io/run_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/file_guard.hpp"
#include "io/recorded_array.hpp"
#include "io/run_layout.hpp"
#include "io/run_repair.hpp"

namespace yanzhen {
namespace {

std::uint64_t days_since_start(const Clock& clock, Step step) {
  const auto passed = std::chrono::sys_days{clock.date(step)} - std::chrono::sys_days{clock.date(0)};
  return static_cast<std::uint64_t>(passed.count());
}

std::vector<std::string> panel_names(const Model& model) {
  std::vector<std::string> names;
  for (const Panel& panel : model.panels()) names.push_back(panel.name);
  return names;
}

void require_known(const Scenario& scenario, const std::vector<std::string>& known) {
  Problems problems;
  for (const std::string& name : scenario.record.panels) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = nearest_name(name, known);
    problems.add({scenario.file},
                 fmt::format("record.panels has \"{}\", which is no panel of model {}", name, scenario.model),
                 nearest.empty() ? "" : fmt::format("did you mean \"{}\"?", nearest));
  }
  problems.throw_if_any();
}

// \throws hdf5::Failure when another program writes to the file that is to be replaced
void require_same_run(hid_t file, const Scenario& scenario, std::uint64_t rows) {
  const std::int64_t version = hdf5::read_integer(file, "layout_version");
  if (version != run_layout::kVersion)
    throw hdf5::Failure{fmt::format("its layout is version {}, this program writes version {}", version,
                                    run_layout::kVersion)};
  if (hdf5::read_text(file, "scenario") != scenario.resolved)
    throw hdf5::Failure{"it is the record of another scenario"};
  const std::uint64_t seed = hdf5::read_unsigned(file, "seed");
  if (seed != scenario.seed)
    throw hdf5::Failure{fmt::format("its seed is {}, that of the scenario is {}", seed, scenario.seed)};
  const std::uint64_t found = run_repair::common_rows(file, run_repair::recorded_arrays(file));
  if (found < rows)
    throw hdf5::Failure{fmt::format("it has {} records, the run to go on with has made {}", found, rows)};
}

}  // namespace

std::vector<std::size_t> recorded_panels(const Scenario& scenario, const Model& model) {
  require_known(scenario, panel_names(model));
  const std::vector<std::string>& asked = scenario.record.panels;
  std::vector<std::size_t> chosen;
  for (std::size_t k = 0; k < model.panels().size(); ++k) {
    const Panel& panel = model.panels()[k];
    const bool wanted = asked.empty() ? scenario.record.flows || panel.group != PanelGroup::flow
                                      : std::find(asked.begin(), asked.end(), panel.name) != asked.end();
    if (wanted) chosen.push_back(k);
  }
  return chosen;
}

struct RunFile::Open {
  // Members close in reverse order: arrays first, the file last.
  std::filesystem::path path;
  FileLock lock;
  hdf5::File file;
  hdf5::Dataset time;
  hdf5::Dataset step;
  std::vector<std::size_t> panels;
  std::vector<RecordedArray> arrays;  // one for each of `panels`
  std::uint64_t block_rows = 1;       // after so many rows every array's chunk is full
  std::uint64_t rows = 0;
  std::uint64_t published = 0;   // rows that `time` and `step` have
  std::vector<double> new_days;  // of the rows after the published ones
  std::vector<std::int64_t> new_steps;
  std::vector<double> measured;  // one record, panel after panel
  bool agents = false;
  bool failed = false;  // the disk failed us, or we are half way through a change

  Open(const std::filesystem::path& where, const Scenario& scenario, const Model& model,
       std::uint64_t rows_there);
  void append_measured();
  void write_unfinished(RecordedArray::Last last);
  void publish();
  void write_agents(const Model& model);
  void close();
};

RunFile::Open::Open(const std::filesystem::path& where, const Scenario& scenario, const Model& model,
                    std::uint64_t rows_there)
    : path{where}, panels{recorded_panels(scenario, model)}, rows{rows_there}, published{rows_there} {
  const hdf5::Properties access = hdf5::file_access();
  file = {H5Fopen(path.c_str(), H5F_ACC_RDWR | H5F_ACC_SWMR_WRITE, access.get()), "open it for writing"};
  lock = FileLock{path, FileLock::Kind::shared};
  time = {H5Dopen2(file.get(), "time", H5P_DEFAULT), "open \"time\""};
  step = {H5Dopen2(file.get(), "step", H5P_DEFAULT), "open \"step\""};
  std::size_t values = 0;
  for (const std::size_t panel : panels) {
    ArrayShape shape = run_layout::panel_shape(model.panels()[panel], model, scenario);
    block_rows = std::max<std::uint64_t>(block_rows, shape.chunk_rows());
    values += shape.row_values();
    arrays.emplace_back(file.get(), run_layout::array_path(model.panels()[panel]), std::move(shape), rows);
  }
  measured.resize(values);
  agents = scenario.record.agents;
}

void RunFile::Open::append_measured() {
  std::span<const double> rest{measured};
  for (RecordedArray& array : arrays) {
    array.append(rest.first(array.row_values()));
    rest = rest.subspan(array.row_values());
  }
}

void RunFile::Open::write_unfinished(RecordedArray::Last last) {
  for (RecordedArray& array : arrays) array.write_unfinished(last);
}

namespace {

void append_to_coordinate(hid_t dataset, hid_t type, std::uint64_t rows, std::uint64_t count,
                          const void* values) {
  const hsize_t length = rows + count;
  const hsize_t first = rows;
  const hsize_t added = count;
  hdf5::check(H5Dset_extent(dataset, &length), "extend the time axis");
  const hdf5::Space place{H5Dget_space(dataset), "extend the time axis"};
  const hdf5::Space memory{H5Screate_simple(1, &added, nullptr), "extend the time axis"};
  hdf5::check(H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, &first, nullptr, &added, nullptr),
              "extend the time axis");
  hdf5::check(H5Dwrite(dataset, type, memory.get(), place.get(), H5P_DEFAULT, values), "write the time axis");
  hdf5::check(H5Dflush(dataset), "write the time axis");
}

}  // namespace

// The time axis comes last: a row that it has is there in every array.
void RunFile::Open::publish() {
  hdf5::check(H5Fflush(file.get(), H5F_SCOPE_GLOBAL), "write it");
  if (published == rows) return;
  append_to_coordinate(time.get(), H5T_NATIVE_DOUBLE, published, new_days.size(), new_days.data());
  append_to_coordinate(step.get(), H5T_NATIVE_INT64, published, new_steps.size(), new_steps.data());
  published = rows;
  new_days.clear();
  new_steps.clear();
}

void RunFile::Open::write_agents(const Model& model) {
  for (const AgentColumn& column : model.copy_agents()) {
    const std::string axis = run_layout::agent_axis_path(column);
    const hdf5::Dataset dataset{H5Dopen2(file.get(), axis.c_str(), H5P_DEFAULT), "open the axis of agents"};
    const hsize_t count = column.values.size();
    hdf5::check(H5Dset_extent(dataset.get(), &count), "extend the axis of agents");
    write_column(file.get(), run_layout::array_path(column), column.values);
  }
}

void RunFile::Open::close() {
  for (RecordedArray& array : arrays) array.close();
  step.close("close the time axis");
  time.close("close the time axis");
  file.close("close it");
  lock.sync();
}

RunFile::RunFile(std::unique_ptr<Open> open) : open_{std::move(open)} {}
RunFile::RunFile(RunFile&& other) noexcept = default;
RunFile& RunFile::operator=(RunFile&& other) noexcept {
  std::swap(open_, other.open_);
  return *this;
}

RunFile::~RunFile() {
  if (!open_ || open_->failed) return;
  try {
    flush();
  } catch (const std::exception&) {
    // Nobody is left to tell; what was flushed before is safe.
  }
}

RunFile RunFile::create(const std::filesystem::path& path, const Scenario& scenario, const Model& model,
                        const RunIdentity& identity, bool overwrite) {
  const std::vector<std::size_t> panels = recorded_panels(scenario, model);
  return hdf5::naming(path, [&] {
    require_replaceable(path, overwrite);
    TemporaryFile fresh{path};
    run_layout::create(fresh.path(), scenario, model, identity, panels);
    fresh.replace_target();
    return RunFile{std::make_unique<Open>(path, scenario, model, 0)};
  });
}

RunFile RunFile::reopen(const std::filesystem::path& path, const Scenario& scenario, const Model& model,
                        std::uint64_t rows) {
  return hdf5::naming(path, [&] {
    run_repair::change_copy(path, [&](hid_t file) {
      require_same_run(file, scenario, rows);
      run_repair::cut_to(file, rows);
      run_repair::drop_agents(file);
      hdf5::replace_number(file, "complete", std::int64_t{0});
      hdf5::replace_number(file, "checksum", std::uint64_t{0});
    });
    return RunFile{std::make_unique<Open>(path, scenario, model, rows)};
  });
}

std::uint64_t RunFile::rows() const { return open_->rows; }

void RunFile::record(const Simulation& simulation) {
  Open& open = *open_;
  std::span<double> rest{open.measured};
  for (std::size_t k = 0; k < open.panels.size(); ++k) {
    simulation.model().measure(open.panels[k], rest.first(open.arrays[k].row_values()));
    rest = rest.subspan(open.arrays[k].row_values());
  }
  hdf5::naming(open.path, [&] {
    open.failed = true;
    open.append_measured();
    open.new_days.push_back(static_cast<double>(days_since_start(simulation.clock(), simulation.now())));
    open.new_steps.push_back(simulation.now());
    ++open.rows;
    if (open.rows % open.block_rows == 0) open.publish();
    open.failed = false;
  });
}

void RunFile::flush() {
  Open& open = *open_;
  hdf5::naming(open.path, [&] {
    open.failed = true;
    open.write_unfinished(RecordedArray::Last::no);
    open.publish();
    open.lock.sync();
    open.failed = false;
  });
}

void RunFile::finish(const Simulation& simulation, bool complete) {
  Open& open = *open_;
  hdf5::naming(open.path, [&] {
    open.failed = true;
    open.write_unfinished(RecordedArray::Last::yes);
    open.publish();
    if (open.agents && complete) open.write_agents(simulation.model());
    hdf5::check(H5Fflush(open.file.get(), H5F_SCOPE_GLOBAL), "write it");
    hdf5::replace_number(open.file.get(), "checksum", simulation.model().checksum());
    hdf5::replace_number(open.file.get(), "complete", std::int64_t{complete ? 1 : 0});
    open.close();
  });
  open_.reset();
}

}  // namespace yanzhen
