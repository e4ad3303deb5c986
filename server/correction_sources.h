// What a statement's corrections are computed from: what was published for the payee, and what
// became of it since (A-8, A-12, C-11, C-22). Inside a store's body or read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "baton/v1/comp_statement.pb.h"
#include "domain/statement.h"
#include "server/scenario.h"
#include "store/store.h"

namespace baton::server {

// What StatementInput's published and history point into.
struct CorrectionSources {
  std::vector<v1::CompStatement> published;
  std::vector<domain::BookedAttribution> history;
};

// Reads them for the input's payee, who is known under their aliases too, quarter, bookings and
// late ones, under the scenario. Names of merged accounts and people are those of the survivors
//
absl::Status LoadCorrections(store::Session& session, const std::string& tenant,
                             const Scenario& scenario, const domain::StatementInput& input,
                             CorrectionSources* sources);

// C-22. Tells comp admin, in person or by who stands in (W-1), of each leaver's final statement
// that came out below zero, without its amount (C-17). Where nobody holds that seat, the RevOps
// queue hears how many of the period, by full name, there are. The statements' lines aren't read.
absl::Status TellOfDebts(store::Transaction& tx, const std::string& period,
                         const google::protobuf::RepeatedPtrField<v1::CompStatement>& published);

}  // namespace baton::server
