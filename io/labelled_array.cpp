#include "io/labelled_array.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>

#include "io/text_file.hpp"

namespace yanzhen::hdf5 {
namespace {

herr_t refuse_link(const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) { return -1; }

}  // namespace

void describe(hid_t array, const std::string& unit, const std::string& meaning) {
  if (!unit.empty()) write_text(array, "units", unit);
  write_text(array, "long_name", meaning);
}

Dataset create_labels(hid_t file, const std::string& name, const std::string& meaning,
                      const std::vector<std::string>& labels) {
  const std::string what = fmt::format("create labels \"{}\"", name);
  const Type type{H5Tcopy(H5T_C_S1), what};
  check(H5Tset_size(type.get(), H5T_VARIABLE), what);
  check(H5Tset_cset(type.get(), H5T_CSET_UTF8), what);
  const hsize_t count = labels.size();
  const Space space{H5Screate_simple(1, &count, nullptr), what};
  const Properties creation{H5Pcreate(H5P_DATASET_CREATE), what};
  check(H5Pset_obj_track_times(creation.get(), false), what);
  Dataset dataset{
      H5Dcreate2(file, name.c_str(), type.get(), space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
      what};
  std::vector<const char*> texts;
  for (const std::string& label : labels) texts.push_back(label.c_str());
  check(H5Dwrite(dataset.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), what);
  write_text(dataset.get(), "long_name", meaning);
  return dataset;
}

void make_scale(hid_t dataset, const std::string& name) {
  check(H5DSset_scale(dataset, name.c_str()), fmt::format("make \"{}\" a dimension scale", name));
}

void attach_scale(hid_t array, const Dataset& scale, std::size_t axis) {
  check(H5DSattach_scale(array, scale.get(), static_cast<unsigned>(axis)), "attach a dimension scale");
}

Dataset open_array(hid_t file, const std::string& path) {
  const std::string what = fmt::format("open array \"{}\"", path);
  const Properties access{H5Pcreate(H5P_DATASET_ACCESS), what};
  check(H5Pset_elink_cb(access.get(), refuse_link, nullptr), what);
  return {H5Dopen2(file, path.c_str(), access.get()), what};
}

std::string on_one_line(std::string text) {
  for (char& letter : text)
    if (const auto byte = static_cast<unsigned char>(letter); byte < 0x20 || byte == 0x7F) letter = ' ';
  return text;
}

std::string text_or_nothing(hid_t object, const char* name) {
  const htri_t exists = H5Aexists(object, name);
  check(exists, fmt::format("look for attribute \"{}\"", name));
  return exists > 0 ? on_one_line(read_text(object, name)) : "";
}

std::vector<std::string> read_labels(hid_t array, const std::string& name, HeapReader& heap) {
  std::vector<std::string> labels;
  for (const HeapReference& label : read_text_references(array, name, kMostLabels)) {
    std::string text = label.length > kMostLabelBytes ? "\xFF" : heap.read(label, label.length);
    if (first_bad_byte(text) != std::string::npos)
      throw Failure{fmt::format("the labels \"{}\" are damaged", name)};
    labels.push_back(on_one_line(std::move(text)));
  }
  return labels;
}

std::vector<std::string> split_names(const std::string& text, char between) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(between, begin), text.size());
    if (end > begin) found.push_back(text.substr(begin, end - begin));
    if (found.size() > kMostNames) throw Failure{"it names more than any file has"};
    begin = end + 1;
  }
  return found;
}

}  // namespace yanzhen::hdf5
