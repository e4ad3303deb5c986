// Other tenants on the same store, with records that a test's own tenant could be asked for.
// What guards published records against changes is gone from the database behind them.
#pragma once

#include <string>

#include "store/soci_session.h"

namespace baton::testing {

// Copies every row of one tenant to a tenant that has none.
void MirrorTenant(store::SociSession& session, const std::string& from, const std::string& to);

// Gives a tenant that has none a copy of one row of each table, with this in the place of the
// record's id and of the one that it stands under. Where that is a quarter, `quarter` is.
void AddLoneRecords(store::SociSession& session, const std::string& from, const std::string& to,
                    const std::string& id, const std::string& quarter);

}  // namespace baton::testing
