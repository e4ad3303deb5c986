// Plans for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/comp_plan.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// What a version pays, where it stands, who signed it, and of what to beware.
std::string PlanDetail(const v1::PlanVersion& version, const View& view);

// One line a version.
std::string PlanVersionTable(const std::vector<v1::PlanVersion>& versions, const View& view);

// One line a range of a template; amounts are USD.
std::string PlanTemplateTable(const std::vector<v1::PlanTemplate>& templates, const View& view);

// One line an assignment.
std::string PlanAssignmentTable(const std::vector<v1::PlanAssignment>& assignments,
                                const View& view);

}  // namespace baton::cli
