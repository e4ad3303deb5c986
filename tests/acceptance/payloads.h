// The vendors' payloads of tests/payloads, and the customer that Gainsight's are about.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "baton/v1/account.pb.h"
#include "gtest/gtest.h"

namespace baton::testing {

inline constexpr char kHarborline[] = "1P022X1YDICBBPBHM13X368BPIW8SI8ZNLKD";
inline constexpr char kSeats[] = "gainsight/01-cta-seat-utilization.json";

// What a file of the payloads holds; `file` below their folder, or with its own.
inline std::string ReadPayload(const std::filesystem::path& file) {
  std::ifstream stream(std::filesystem::path(BATON_PAYLOADS) / file, std::ios::binary);
  EXPECT_TRUE(stream.good()) << file;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The account, known by that id in a vendor's system.
inline v1::Account KnownAs(v1::Account account, const std::string& vendor,
                           const std::string& external_id) {
  v1::SourceRecord& record = *account.add_external_ids();
  record.set_system(vendor);
  record.set_record_id(external_id);
  return account;
}

}  // namespace baton::testing
