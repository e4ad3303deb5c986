// Shared roles (W-4), and attributions that take the place of others (A-8, C-12).
#pragma once

#include <string>

#include "absl/status/status.h"
#include "baton/v1/attribution.pb.h"
#include "domain/credit_share.h"
#include "server/request_reader.h"
#include "store/store.h"

namespace baton::server {

// Notes those named who are no people's names of the caller's tenant.
void ReadShares(const std::string& field, const domain::CreditShares& shares,
                RequestReader* reader);

// Those named must be known; merged ones go by their survivors' names. NOT_FOUND otherwise.
absl::Status ResolveShares(store::Transaction& tx, domain::CreditShares* shares);

// Keeps `anew`, which supersedes `old` and which the booking has from now on.
absl::Status Supersede(store::Transaction& tx, const v1::Attribution& old,
                       const v1::Attribution& anew);

}  // namespace baton::server
