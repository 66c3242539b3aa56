#pragma once
//! \file  The one list of what this program can simulate. A new model adds one line to models.cpp.
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::tools {

[[nodiscard]] const std::vector<ModelDeclaration>& all_models();

/// The declaration of that name, or null.
[[nodiscard]] const ModelDeclaration* find_model(const std::string& name);

}  // namespace yanzhen::tools
