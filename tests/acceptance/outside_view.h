// Everything that somebody outside gets to see of a WorkloadCompany, as text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/acceptance/workload_company.h"

namespace baton::testing {

// What was read, by what was asked: "ListSignals as rosa".
using OutsideView = std::map<std::string, std::string>;

// Reads every list page by page, as an auditor and as people who see a part of it; every record
// with its history; the statements' exports in every form; the audit log by record, since events of
// different records may be in any order; and the views for BI tools. The same records give the same
// bytes. A chain that doesn't verify is in the view, too.
OutsideView ReadAll(const WorkloadCompany& company, const std::vector<std::string>& accounts,
                    const std::vector<std::string>& signals,
                    const std::vector<std::string>& periods);

// Where two views differ first, in words; empty when they are equal.
std::string FirstDifference(const OutsideView& one, const OutsideView& other);

}  // namespace baton::testing
