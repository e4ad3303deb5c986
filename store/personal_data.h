// Where a tenant keeps what is about a person, and taking names out of there.
//
// One list of places, each a table with the columns that may hold somebody's name and those that
// name one of ours by id. What is there is exported from it, and erased in it, so that neither can
// know a place that the other does not. Statements and what they are computed from by number are
// no place of names to be replaced: a published statement never changes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/erased_text.h"
#include "store/store.h"

namespace baton::store {

// Who is looked for.
struct PersonalSubject {
  std::vector<std::string> person_ids;  // bare; of ours, with whoever was merged into them
  std::vector<std::string> names;       // as they were written
  std::vector<std::string> emails;
};

// One record about a person.
struct PersonalRecord {
  std::string kind;     // the table
  std::string id;       // the row's key, its parts joined by "/"
  std::string content;  // JSON: the row's columns that are not empty
};

// Every record that names one of the ids or holds one of the names, place by place, by key. Rows of
// credit and pay only with `with_pay` (C-17). No secrets. Reads the tenant's tables from end to
// end.
absl::StatusOr<std::vector<PersonalRecord>> FindPersonalRecords(Session& session,
                                                                std::string_view tenant,
                                                                const PersonalSubject& subject,
                                                                bool with_pay);

// How many rows of a table an erasure changed.
struct ErasedRows {
  std::string kind;
  int64_t rows = 0;
};

// Replaces the names and addresses in every place, without events of their own. The rows of the
// ids themselves lose name and address, whatever these are. Answers the tables with changes.
absl::StatusOr<std::vector<ErasedRows>> ErasePersonalRecords(Transaction& tx,
                                                             const PersonalSubject& subject);

}  // namespace baton::store
