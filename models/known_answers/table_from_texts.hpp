#pragma once
//! \file  A table of a model from texts in memory, as if a CSV file had held them.
#include <string>
#include <vector>

#include "engine/table.hpp"

namespace yanzhen::known_answers {

/// Rows of texts; the first names the columns. An empty text is a cell that is not known.
using Texts = std::vector<std::vector<std::string>>;

/// \param spec   the table that the model asks for; columns that `texts` lacks count as absent, further ones
/// as
///               those of a matrix
/// \throws std::invalid_argument where a number is wanted and none is there
[[nodiscard]] Table table_from_texts(const TableSpec& spec, const Texts& texts);

}  // namespace yanzhen::known_answers
