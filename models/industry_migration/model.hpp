#pragma once
//! \file  The industry-migration model as the engine sees it: its declaration, its phases and what it shows.
#include <memory>

#include "engine/model.hpp"
#include "models/industry_migration/world.hpp"

namespace yanzhen::industry_migration {

/// What a scenario may say to this model, and how to build it.
[[nodiscard]] ModelDeclaration declaration();

/// The model at its start. Many runs may share a world. \pre read_world reported no problem
[[nodiscard]] std::unique_ptr<Model> make_model(std::shared_ptr<const World> world);

}  // namespace yanzhen::industry_migration
