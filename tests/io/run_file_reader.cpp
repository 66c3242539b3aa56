#include "tests/io/run_file_reader.hpp"

#include <numeric>

#include "io/run_layout.hpp"
#include "io/run_repair.hpp"

namespace yanzhen::testing {
namespace {

std::vector<double> read_rows(hid_t file, const std::string& path, std::uint64_t rows) {
  const hdf5::Dataset dataset{H5Dopen2(file, path.c_str(), H5P_DEFAULT), "open " + path};
  std::vector<hsize_t> lengths = hdf5::lengths_of(dataset.get(), path);
  lengths.front() = rows;
  std::vector<double> values(
      std::accumulate(lengths.begin(), lengths.end(), std::size_t{1}, std::multiplies<>{}));
  if (values.empty()) return values;
  const std::vector<hsize_t> start(lengths.size(), 0);
  const hdf5::Space place{H5Dget_space(dataset.get()), "read " + path};
  const hdf5::Space memory{H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr),
                           "read " + path};
  hdf5::check(
      H5Sselect_hyperslab(place.get(), H5S_SELECT_SET, start.data(), nullptr, lengths.data(), nullptr),
      "read " + path);
  hdf5::check(
      H5Dread(dataset.get(), H5T_NATIVE_DOUBLE, memory.get(), place.get(), H5P_DEFAULT, values.data()),
      "read " + path);
  return values;
}

void append_measured(Arrays& arrays, const Scenario& scenario, const Simulation& simulation) {
  for (const std::size_t k : recorded_panels(scenario, simulation.model())) {
    const Panel& panel = simulation.model().panels()[k];
    std::vector<double> row(run_layout::panel_shape(panel, simulation.model(), scenario).row_values());
    simulation.model().measure(k, row);
    std::vector<double>& all = arrays[run_layout::array_path(panel)];
    all.insert(all.end(), row.begin(), row.end());
  }
  const auto passed = std::chrono::sys_days{simulation.clock().date(simulation.now())} -
                      std::chrono::sys_days{simulation.clock().date(0)};
  arrays["time"].push_back(static_cast<double>(passed.count()));
  arrays["step"].push_back(simulation.now());
}

}  // namespace

Arrays read_arrays(const std::filesystem::path& path, std::uint64_t rows) {
  return hdf5::naming(path, [&] {
    const run_repair::OpenedFile opened = run_repair::open_for_reading(path);
    Arrays arrays;
    for (const std::string& name : run_repair::recorded_arrays(opened.file.get()))
      arrays[name] = read_rows(opened.file.get(), name, rows);
    return arrays;
  });
}

Arrays expected_arrays(const Scenario& scenario, std::uint64_t rows, ToySize size) {
  Simulation simulation = toy_simulation(scenario, size);
  Arrays arrays;
  for (std::uint64_t row = 0; row < rows; ++row) {
    if (row > 0) simulation.step();
    append_measured(arrays, scenario, simulation);
    simulation.model().start_flow_interval();
  }
  return arrays;
}

void record_until(RunFile& file, Simulation& simulation, Step last) {
  while (true) {
    if (file.rows() == simulation.now()) {
      file.record(simulation);
      simulation.model().start_flow_interval();
    }
    if (simulation.now() == last) return;
    simulation.step();
  }
}

}  // namespace yanzhen::testing
