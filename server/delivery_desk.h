// The delivery desk: makes of a delivery and the records that it is about what is sent. Inside a
// store's read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/crm_writer.h"
#include "baton/v1/connection.pb.h"
#include "baton/v1/delivery.pb.h"
#include "store/store.h"

namespace baton::server {

// What is sent for one delivery: requests in their order, or one mail.
struct Letter {
  adapters::HttpRequests requests;
  std::string mail;
  std::string mail_from;
  std::vector<std::string> mail_to;

  // Calls that the vendor counts.
  int calls() const { return mail.empty() ? static_cast<int>(requests.size()) : 1; }
};

// Everything that one letter is made of, beside what the store holds.
struct LetterSource {
  std::string tenant;  // bare id
  v1::Connection connection;
  v1::Delivery delivery;
  // Newest first; of webhooks.
  std::vector<std::string> secrets;
  absl::Time now;
};

// INVALID_ARGUMENT, NOT_FOUND or FAILED_PRECONDITION where the records lack what the vendor needs:
// it can't be sent until somebody mends them. The message is for people.
absl::StatusOr<Letter> WriteLetter(store::Session& session, const LetterSource& source);

// The CRM that the account is in whose signal the delivery is about (decision 45).
absl::StatusOr<std::string> CrmOf(store::Session& session, const std::string& tenant,
                                  const v1::Delivery& delivery);

}  // namespace baton::server
